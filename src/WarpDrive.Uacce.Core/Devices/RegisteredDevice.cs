using System.Diagnostics;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>A device model in the core: its id, its name, its negotiated flags and its open queues.</summary>
/// <remarks>Thread safe. The device-wide lock guards the list of queues and nothing else: no drain and no driver call runs under it.</remarks>
public sealed class RegisteredDevice
{
    private readonly Lock _lock = new();
    private readonly HashSet<CoreQueue> _queues = [];
    private volatile bool _registered;
    private volatile bool _removed;
    private int _givenUp;
    private volatile bool _broken;
    private int _resetting;

    internal RegisteredDevice(DeviceRegistry registry, SoftwareDevice model, uint id, DeviceFlags flags)
    {
        Registry = registry;
        Model = model;
        Profile = model.Profile;
        Id = id;
        Name = $"{Profile.InterfaceName}-{id}";
        Flags = flags;
        bool takenBack = Profile.Flags.HasFlag(DeviceFlags.Sva) && !flags.HasFlag(DeviceFlags.Sva);
        Api = takenBack ? Profile.Api + "_noiommu" : Profile.Api;   // hisi-qm-zip.md A1
        Workers = new WorkerPool(model, Name, registry.Logger, OnQueueFailed, new WorkerOptions { LowestNice = registry.Options.LowestWorkerNice });
        Isolation = Profile.HasIsolation ? new IsolationPolicy(registry.Options.Time, Profile.IsVirtualFunction) : null;
        model.ListenForFatalErrors(Reset);
    }

    /// <summary>The lowest id that was free, also the minor number.</summary>
    public uint Id { get; }

    /// <summary><c>&lt;interface&gt;-&lt;id&gt;</c>.</summary>
    public string Name { get; }

    /// <summary>The device model.</summary>
    public SoftwareDevice Model { get; }

    /// <summary>What the model is.</summary>
    public DeviceProfile Profile { get; }

    /// <summary>The flags that were wanted, without what is not available.</summary>
    public DeviceFlags Flags { get; }

    /// <summary>Queue protocol as the attribute tells it.</summary>
    public string Api { get; }

    /// <summary>Whether the device is open for use: registered, and not removed.</summary>
    public bool IsRegistered => _registered && !_removed;

    /// <summary>Open queues, those with a closed descriptor and a live mapping included.</summary>
    public int OpenQueues
    {
        get
        {
            lock (_lock)
            {
                return _queues.Count;
            }
        }
    }

    /// <summary>Whether it must not be used any more (uacce.md §10).</summary>
    public bool IsIsolated => Isolation?.IsIsolated ?? false;

    /// <summary>What it did since it was registered.</summary>
    public DeviceCounters Counters
    {
        get
        {
            WorkerCounters workers = Workers.Counters;
            return new DeviceCounters(Totals.Read(), workers.Steps, workers.Parks, workers.Failures, Workers.Replacements);
        }
    }

    /// <summary>Whether all that was rung is done, and read by its clients.</summary>
    internal bool IsSettled => Array.TrueForAll(Snapshot(), static queue => queue.IsSettled);

    /// <summary>How often what a queue was rung for was not done before it stopped, because the patience was over.</summary>
    internal int GivenUp => Volatile.Read(ref _givenUp);

    internal DeviceRegistry Registry { get; }

    internal QueueTotals Totals { get; } = new();

    internal IsolationPolicy? Isolation { get; }

    internal WorkerPool Workers { get; }

    internal bool HasSva => Flags.HasFlag(DeviceFlags.Sva);

    /// <summary>The device manager does not work any more: open and START answer EPERM.</summary>
    internal bool IsStopped => _broken || Volatile.Read(ref _resetting) != 0;

    /// <summary>Reads an attribute, as the file would hold it (uacce.md §9).</summary>
    /// <param name="attribute">A name of <see cref="DeviceAttribute"/>.</param>
    /// <exception cref="LinuxException">ENOENT: hidden or unknown. ENODEV: not registered, or removed.</exception>
    public string ReadAttribute(string attribute)
    {
        ThrowIfAbsent("read");
        return DeviceAttributes.Read(this, attribute);
    }

    /// <summary>Writes an attribute (uacce.md §9).</summary>
    /// <param name="attribute">A name of <see cref="DeviceAttribute"/>.</param>
    /// <param name="value">The text; one trailing newline is allowed.</param>
    /// <exception cref="LinuxException">ENODEV, ENOENT, EACCES, EINVAL or EPERM.</exception>
    public void WriteAttribute(string attribute, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ThrowIfAbsent("write");
        DeviceAttributes.Write(this, attribute, value);
    }

    /// <summary>
    /// A fatal error: the queues learn it by their status words and do nothing any more, the error is counted (uacce.md §10, hisi-qm-zip.md A8).
    /// Queues stay STARTED and are not restarted: their owners close them and open others.
    /// </summary>
    /// <param name="succeeded">Whether the device works again; if not it is isolated at once, and open answers EPERM.</param>
    public void Reset(bool succeeded)
    {
        Interlocked.Increment(ref _resetting);   // no open and no start while the device is being reset
        CoreQueue[] queues = Snapshot();
        long start = Stopwatch.GetTimestamp();
        foreach (CoreQueue queue in queues)
        {
            queue.Lose(start);
        }

        if (succeeded)
        {
            Isolation?.CountError();
        }
        else
        {
            _broken = true;
            Isolation?.IsolateNow();
        }

        Interlocked.Decrement(ref _resetting);

        CoreLog.Reset(Registry.Logger, Name, queues.Length, succeeded, Isolation?.IsIsolated ?? false);
    }

    /// <summary>Opens a queue (uacce.md §3.1).</summary>
    internal CoreQueue Open(AddressSpaceSource source, QueueDriving driving) =>
        Open(new QueueOpening(HasSva ? source : null, Registry.Domain, driving));

    /// <summary>Opens a queue for whoever brings what it needs.</summary>
    internal CoreQueue Open(QueueOpening opening)
    {
        ThrowIfAbsent("open");
        var queue = CoreQueue.Create(this, opening);
        bool removed;
        lock (_lock)
        {
            removed = _removed;
            if (!removed)
            {
                _queues.Add(queue);
            }
        }

        // Listed first, then looked: whoever ends the address space marks it first, then looks at the list.
        if (removed || (opening.Source is not null && Registry.AddressSpaces.IsEnded(opening.Source)))
        {
            queue.CloseDescriptor();
            throw new LinuxException("open", removed ? Errno.ENODEV : Errno.ESRCH, $"{Name} or the address space is going away");
        }

        return queue;
    }

    internal void Forget(CoreQueue queue)
    {
        lock (_lock)
        {
            _queues.Remove(queue);
        }
    }

    internal CoreQueue[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _queues];
        }
    }

    internal bool TryRegister()
    {
        lock (_lock)
        {
            bool first = !_registered && !_removed;
            _registered = true;
            return first;
        }
    }

    internal void CountGivenUp() => Interlocked.Increment(ref _givenUp);

    /// <summary>Removal (uacce.md §8.3): every queue stops and becomes ZOMBIE; records live until their descriptors are closed.</summary>
    internal int Remove()
    {
        lock (_lock)
        {
            _removed = true;
        }

        CoreQueue[] queues = Snapshot();
        long start = Stopwatch.GetTimestamp();
        foreach (CoreQueue queue in queues)
        {
            queue.Kill(start, drain: true);
        }

        Workers.Dispose();
        return queues.Length;
    }

    // On a worker's thread: it serves other queues and must not wait here.
    private void OnQueueFailed(DeviceQueue failed, Exception exception)
    {
        CoreQueue? queue = Array.Find(Snapshot(), q => q.Is(failed));
        if (exception is MalformedTrafficException)
        {
            queue?.Isolate();
        }
        else
        {
            queue?.Fail();
        }
    }

    private void ThrowIfAbsent(string call)
    {
        if (!IsRegistered)
        {
            LinuxException.Throw(call, Errno.ENODEV, Name);
        }
    }
}
