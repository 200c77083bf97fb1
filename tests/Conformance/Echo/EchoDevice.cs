using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Echo;

/// <summary>The smallest device there is: answers each descriptor with the complement of its input.</summary>
internal sealed class EchoDevice : SoftwareDevice
{
    private readonly Lock _lock = new();
    private readonly SortedSet<uint> _free;
    private int _waiting;
    private int _held = -1;

    public EchoDevice(DeviceProfile? profile = null)
    {
        Profile = profile ?? DefaultProfile;
        _free = [.. Enumerable.Range(0, Profile.Instances).Select(i => (uint)i)];
    }

    public static DeviceProfile DefaultProfile { get; } = new()
    {
        InterfaceName = "echo",
        Api = "echo_v1",
        Algorithms = ["echo", "echo-twice"],
        Instances = 8,
        MmioSize = 8192,
        DusSize = EchoLayout.DusSize,
        SqDepth = EchoLayout.Depth,
        CqDepth = EchoLayout.Depth,
        Doorbell = EchoLayout.Doorbell,
    };

    public override DeviceProfile Profile { get; }

    /// <summary>While closed, no step finishes anything and <see cref="EchoLayout.WaitForGate"/> waits.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    /// <summary>While closed, a step that has begun does not return.</summary>
    public ManualResetEventSlim StepGate { get; } = new(initialState: true);

    /// <summary>Number of the queue of which no step finishes anything; −1: of none.</summary>
    public int Held
    {
        get => Volatile.Read(ref _held);
        set => Volatile.Write(ref _held, value);
    }

    /// <summary>Hears the number of each queue that somebody asks for work, on the thread that asks.</summary>
    public Action<uint>? AskedForWork { get; set; }

    /// <summary>Steps that wait for <see cref="StepGate"/>.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What START answers.</summary>
    public Errno StartAnswer { get; set; }

    /// <summary>Makes the next steps throw.</summary>
    public bool StepsThrow { get; set; }

    /// <summary>What the core called, in order.</summary>
    public List<string> Calls { get; } = [];

    public override int AvailableInstances
    {
        get
        {
            lock (_lock)
            {
                return _free.Count;
            }
        }
    }

    public override DeviceQueue CreateQueue(DeviceQueueSetup setup)
    {
        lock (_lock)
        {
            if (_free.Count == 0)
            {
                throw new LinuxException("open", Errno.EBUSY, "no free echo queue");
            }

            uint number = _free.Min;
            _free.Remove(number);
            return new EchoQueue(this, number, setup);
        }
    }

    public override StepScratch CreateScratch() => new EchoScratch();

    public override int Step(ReadOnlySpan<DeviceQueue> queues, StepScratch scratch, in StepLimits limits)
    {
        if (!StepGate.IsSet)
        {
            Interlocked.Increment(ref _waiting);
            StepGate.Wait();
            Interlocked.Decrement(ref _waiting);
        }

        if (StepsThrow)
        {
            throw new InvalidOperationException("the echo device was told to fail");
        }

        int done = 0;
        foreach (DeviceQueue queue in queues)
        {
            done += Gate.IsSet && queue.Number != Held ? ((EchoQueue)queue).Run(limits.MaxDescriptors) : 0;
        }

        return done;
    }

    internal void Record(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }
    }

    internal void GiveBack(uint number)
    {
        lock (_lock)
        {
            _free.Add(number);
        }
    }

    private sealed class EchoScratch : StepScratch
    {
        protected override void Dispose(bool disposing)
        {
        }
    }
}
