namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>The smallest device that moves what a real one moves: a 64-byte descriptor in, a write-back, and a 16-byte completion.</summary>
internal sealed class TinyDevice(int workers = 1, int queuesPerStep = 32, int instances = 1024) : SoftwareDevice
{
    private int _scratches;

    public override DeviceProfile Profile { get; } = new()
    {
        InterfaceName = "tiny",
        Api = "tiny",
        Algorithms = ["none"],
        MmioSize = 4096,
        DusSize = 4096,
        SqDepth = 1024,
        CqDepth = 1024,
        Doorbell = new DoorbellLayout(0, 0x3FF, 0xC00, 12, 0xF, 32, 48, 1),
        Workers = workers,
        QueuesPerStep = queuesPerStep,
        Instances = instances,
    };

    public override int AvailableInstances => Profile.Instances;

    /// <summary>Called with the queues of every step before anything is taken; may block or throw.</summary>
    public Action<DeviceQueue[]>? OnStep { get; set; }

    public int Scratches => Volatile.Read(ref _scratches);

    public override DeviceQueue CreateQueue(DeviceQueueSetup setup) => throw new NotSupportedException("tests make their queues themselves");

    public override StepScratch CreateScratch()
    {
        Interlocked.Increment(ref _scratches);
        return new TinyScratch();
    }

    public override int Step(ReadOnlySpan<DeviceQueue> queues, StepScratch scratch, in StepLimits limits)
    {
        OnStep?.Invoke(queues.ToArray());
        int done = 0;
        foreach (DeviceQueue queue in queues)
        {
            done += ((TinyQueue)queue).Serve(limits.MaxDescriptors);
        }

        return done;
    }
}
