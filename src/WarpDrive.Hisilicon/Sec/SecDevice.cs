using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A software SEC engine that takes the descriptors of Kunpeng hardware, generation 2 or 3 (docs/spec/hisi-sec.md).</summary>
/// <remarks>
/// Equal work of all queues of a step runs together in SIMD lanes; notes tell how many. The state of streams is in the submitter's
/// memory, as on hardware. Private copies of data and tags are zeroed before a step ends; of keys, each worker keeps the last ones prepared, compared in
/// constant time and zeroed when others take their place or a queue of the device stops.
/// </remarks>
public class SecDevice : QmDevice
{
    /// <summary>Interface name.</summary>
    public const string InterfaceName = "hisi_sec2";

    private const string ApiPrefix = "hisi_qm_v";
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(10);

    private readonly SecEngine _forced;
    private readonly SecKeyholders _keyholders = new();

    /// <summary>Makes the device.</summary>
    /// <param name="options">Or null: generation 3, 1024 queues, one worker, engines by measurement.</param>
    /// <exception cref="ArgumentException">There is no such hardware generation, the forced engine is unknown or not present here, or the wait is too long.</exception>
    public SecDevice(SecDeviceOptions? options = null)
        : base(CreateProfile(InterfaceName, ApiPrefix, Algorithms(options ??= new SecDeviceOptions()), SecSqe.ByteSize, options), SecSqe.ByteSize)
    {
        Options = options;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLaneWait, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxLaneWait, s_longestWait, nameof(options));
        if (options.Engine is { } name)
        {
            if (!SecEngineNames.TryParse(name, out _forced))
            {
                throw new ArgumentException($"there is no engine '{name}': use {SecEngineNames.All}", nameof(options));
            }

            if (!SecEngineSet.IsAvailable(_forced))
            {
                throw new ArgumentException($"engine '{name}' is not present on this machine", nameof(options));
            }
        }
    }

    /// <summary>What it was made with.</summary>
    public SecDeviceOptions Options { get; }

    /// <summary>Keys that workers have prepared now; for tests.</summary>
    internal int PreparedKeys => _keyholders.PreparedKeys;

    /// <inheritdoc/>
    public override int BatchLimit => SecExecutor.BatchLimit;

    /// <inheritdoc/>
    public override StepScratch CreateScratch() => new SecScratch(Options.Generation, _keyholders);

    /// <inheritdoc/>
    protected internal override int ResultOffset => 0x60;   // results begin at 0x70

    /// <inheritdoc/>
    protected internal override TimeSpan MaxLaneWait => Options.MaxLaneWait;

    /// <inheritdoc/>
    protected internal override int LaneTarget => SecExecutor.BatchLimit / 2;   // the widest lanes: MD5

    /// <inheritdoc/>
    protected internal override void Execute(Span<QmRequest> batch, QmStepScratch scratch) => ((SecScratch)scratch).Executor.Execute(batch);

    /// <inheritdoc/>
    protected internal override Errno TuneQueue(QmDeviceQueue queue, QmQueueTuning tuning)
    {
        if (tuning.Level != 0)
        {
            return Errno.ERANGE;   // there is nothing to promise but the right answer
        }

        return tuning.Engine is not { } name || (SecEngineNames.TryParse(name, out SecEngine engine) && SecEngineSet.IsAvailable(engine))
            ? Errno.None
            : Errno.ENOENT;   // not EINVAL, which hardware answers and drivers tolerate
    }

    /// <inheritdoc/>
    protected internal override Errno StartQueue(QmDeviceQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (queue.QueueType != 0)
        {
            return Errno.EINVAL;   // hisi-sec.md §1
        }

        queue.State = new SecQueuePlan(queue.Tuning.Engine is { } name && SecEngineNames.TryParse(name, out SecEngine engine) ? engine : _forced);
        return Errno.None;
    }

    /// <inheritdoc/>
    protected internal override void StopQueue(QmDeviceQueue queue) => _keyholders.ForgetKeys();

    private static string[] Algorithms(SecDeviceOptions options) => options.Generation is 2 or 3
        ? ["cipher", "digest", "aead"]
        : throw new ArgumentException($"there is no SEC engine of hardware generation {options.Generation}: use 2 or 3", nameof(options));
}
