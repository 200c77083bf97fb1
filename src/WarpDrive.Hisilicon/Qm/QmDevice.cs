using System.Diagnostics;
using System.Globalization;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Base of software devices that speak the QM queue protocol: a model supplies <see cref="Execute"/>, all else is here.</summary>
/// <remarks>Any number of workers may step different queues at the same time; a model keeps per-worker things in its scratch and per-queue things in the queue.</remarks>
public abstract partial class QmDevice : SoftwareDevice
{
    private readonly Lock _lock = new();
    private readonly QmDeviceQueue?[] _queues;
    private int _used;
    private int _nextNumber;
    private volatile bool _isStopped;
    private long _modelFailures;

    /// <summary>Makes a device from a profile.</summary>
    /// <param name="profile">See <see cref="CreateProfile"/>.</param>
    /// <param name="sqeSize">Bytes of a descriptor: a power of two, 32…4096.</param>
    /// <exception cref="ArgumentException">The profile's sizes do not fit the protocol.</exception>
    protected QmDevice(DeviceProfile profile, int sqeSize)
    {
        ArgumentNullException.ThrowIfNull(profile);
        QmDusLayout layout = QmDusLayout.Create(sqeSize, profile.SqDepth, profile.CqDepth, Environment.SystemPageSize);
        if (layout.Size != profile.DusSize)
        {
            throw new ArgumentException($"rings of {profile.SqDepth} and {profile.CqDepth} slots need {layout.Size} bytes, the profile has {profile.DusSize}", nameof(profile));
        }

        if (profile.CqDepth < profile.SqDepth)
        {
            throw new ArgumentException("a completion ring holds at least as many entries as the submission ring", nameof(profile));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(profile.Instances, 1, nameof(profile));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)profile.Instances - 1, profile.Doorbell.QueueMask, nameof(profile));
        Profile = profile;
        SqeSize = sqeSize;
        _queues = new QmDeviceQueue?[profile.Instances];
    }

    /// <inheritdoc/>
    public sealed override DeviceProfile Profile { get; }

    /// <summary>Bytes of a descriptor.</summary>
    public int SqeSize { get; }

    /// <inheritdoc/>
    public sealed override int AvailableInstances => _isStopped ? 0 : Profile.Instances - Volatile.Read(ref _used);

    /// <summary>True between <see cref="Reset"/> and <see cref="Resume"/>: no queue can be opened or started.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>How often <see cref="Execute"/> threw; each time the queues of that batch died.</summary>
    public long ModelFailures => Interlocked.Read(ref _modelFailures);

    /// <summary>Most requests that are executed together, from all queues of a step; 1 for work that is long anyway.</summary>
    public virtual int BatchLimit => 1;

    /// <summary>First byte of a descriptor that results are written to, a multiple of 32; what lies before it in the slot is left alone. 0 writes all of it.</summary>
    protected internal virtual int ResultOffset => 0;

    /// <summary>
    /// How long a step waits for more requests of its queues before it executes fewer than <see cref="LaneTarget"/>; zero takes what is there. Inline
    /// queues never wait: nobody else submits to them.
    /// </summary>
    protected internal virtual TimeSpan MaxLaneWait => TimeSpan.Zero;

    /// <summary>As many requests are worth no more waiting.</summary>
    protected internal virtual int LaneTarget => BatchLimit;

    /// <summary>Makes the profile of a QM device: api string, region sizes and doorbell follow from the options.</summary>
    /// <param name="interfaceName">E.g. <c>hisi_zip</c>.</param>
    /// <param name="apiPrefix">The nine characters before the generation, e.g. <c>hisi_qm_v</c>.</param>
    /// <param name="algorithms">In the order they are listed.</param>
    /// <param name="sqeSize">Bytes of a descriptor.</param>
    /// <param name="options">The rest.</param>
    public static DeviceProfile CreateProfile(string interfaceName, string apiPrefix, IReadOnlyList<string> algorithms, int sqeSize, QmDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string api = apiPrefix + options.Generation.ToString(CultureInfo.InvariantCulture) + (options.Flags.HasFlag(DeviceFlags.NoIommu) ? "_noiommu" : "");
        QmVersion version = QmVersion.Parse(api);
        if (version.Generation != options.Generation)
        {
            throw new ArgumentException($"'{apiPrefix}' is not nine characters long", nameof(apiPrefix));
        }

        int page = Environment.SystemPageSize;
        return new DeviceProfile
        {
            InterfaceName = interfaceName,
            Api = api,
            Algorithms = algorithms,
            Flags = options.Flags,
            Instances = options.Instances,
            MmioSize = version.MmioSize(page),
            DusSize = QmDusLayout.Create(sqeSize, options.Depth, options.Depth, page).Size,
            SqDepth = options.Depth,
            CqDepth = options.Depth,
            Doorbell = version.Doorbell,
            NumaNode = options.NumaNode,
            IsVirtualFunction = options.IsVirtualFunction,
            HasIsolation = options.HasIsolation,
            Workers = options.Workers,
        };
    }

    /// <inheritdoc/>
    public sealed override DeviceQueue CreateQueue(DeviceQueueSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        lock (_lock)
        {
            if (_isStopped)
            {
                LinuxException.Throw("open", Errno.EPERM, $"{Profile.InterfaceName} is stopped");
            }

            for (int i = 0; i < _queues.Length; i++)
            {
                int number = (_nextNumber + i) % _queues.Length;   // a number rests as long as possible before it is used again
                if (_queues[number] is null)
                {
                    var queue = new QmDeviceQueue(this, number, setup, new DusRingMemory(setup.Dus));
                    _queues[number] = queue;
                    _nextNumber = number + 1;
                    _used++;
                    return queue;
                }
            }
        }

        throw new LinuxException("open", Errno.EBUSY, $"all {Profile.Instances} queues of {Profile.InterfaceName} are in use");
    }

    /// <inheritdoc/>
    public override StepScratch CreateScratch() => new QmStepScratch(SqeSize, BatchLimit);

    /// <summary>
    /// A function reset after a fatal error (A8): every queue's submit side dies at once, its receive side as soon as nothing of it executes; later
    /// doorbells are ignored. Queues stay allocated until they are closed, and are not restarted. Any thread.
    /// </summary>
    public void Reset()
    {
        lock (_lock)
        {
            _isStopped = true;
            foreach (QmDeviceQueue? queue in _queues)
            {
                queue?.Fail();
            }
        }
    }

    /// <summary>The reset has finished: new queues can be opened.</summary>
    public void Resume() => _isStopped = false;

    /// <summary>Executes requests and writes the results into their descriptors. Requests of one queue are in submission order.</summary>
    /// <param name="batch">1…<see cref="BatchLimit"/> requests.</param>
    /// <param name="scratch">What <see cref="CreateScratch"/> made.</param>
    /// <remarks>A model answers bad requests in the descriptor and does not throw; if it throws, the queues of the batch die.</remarks>
    protected internal abstract void Execute(Span<QmRequest> batch, QmStepScratch scratch);

    /// <summary>SET_TUNING on a stopped queue. The default refuses, as hardware does.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="tuning">Level and engine; the name is well-formed.</param>
    /// <returns><see cref="Errno.None"/>, or EINVAL for an unknown level or engine.</returns>
    protected internal virtual Errno TuneQueue(QmDeviceQueue queue, QmQueueTuning tuning) => Errno.EINVAL;

    /// <summary>A queue is being started; its context is set.</summary>
    /// <param name="queue">The queue.</param>
    /// <returns><see cref="Errno.None"/>, or why it cannot start.</returns>
    protected internal virtual Errno StartQueue(QmDeviceQueue queue) => Errno.None;

    /// <summary>A queue was stopped; nothing of it executes.</summary>
    /// <param name="queue">The queue.</param>
    protected internal virtual void StopQueue(QmDeviceQueue queue)
    {
    }

    internal void ReleaseQueue(QmDeviceQueue queue)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_queues[queue.NumberInDevice], queue))
            {
                _queues[queue.NumberInDevice] = null;
                _used--;
            }
        }

        (queue.State as IDisposable)?.Dispose();
        queue.State = null;
    }

    private void CountFailure() => Interlocked.Increment(ref _modelFailures);

    private static uint Nanoseconds(long ticks) =>
        (uint)Math.Min(uint.MaxValue, (ulong)ticks * 1_000_000_000UL / (ulong)Stopwatch.Frequency);
}
