using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>A software ZIP engine that takes the descriptors of Kunpeng hardware, HW v2 or v3 (hisi-qm-zip.md Part B).</summary>
/// <remarks>All state of a stream is in its context buffer and the three context words; engines of recent streams are kept alive only as a cache. Open to models that halt or misbehave on purpose.</remarks>
public class ZipDevice : QmDevice
{
    /// <summary>Interface name.</summary>
    public const string InterfaceName = "hisi_zip";

    private readonly DeflateEngineKind? _forced;

    /// <summary>Makes the device.</summary>
    /// <param name="options">Or null: HW v3, 1024 queues, one worker, engines by measurement.</param>
    /// <exception cref="ArgumentException">There is no such hardware generation, or the forced engine is unknown.</exception>
    /// <exception cref="DeflateEngineUnavailableException">The forced engine is not present on this machine.</exception>
    public ZipDevice(ZipDeviceOptions? options = null)
        : base(CreateProfile(InterfaceName, ZipUserDriver.Prefix, Algorithms(options ??= new ZipDeviceOptions()), ZipSqe.ByteSize, options), ZipSqe.ByteSize)
    {
        Options = options;
        if (options.Engine is { } name)
        {
            if (!ZipEngineNames.TryParse(name, out DeflateEngineKind kind))
            {
                throw new ArgumentException($"there is no engine '{name}': use {ZipEngineNames.All}", nameof(options));
            }

            DeflateEngineInfo info = DeflateEngines.Describe(kind);
            _forced = info.IsAvailable ? kind : throw new DeflateEngineUnavailableException(kind, info.Reason);
        }
    }

    /// <summary>What it was made with.</summary>
    public ZipDeviceOptions Options { get; }

    /// <inheritdoc/>
    public override StepScratch CreateScratch() => new ZipScratch(Options.Generation);

    /// <inheritdoc/>
    protected internal override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
    {
        ZipExecutor executor = ((ZipScratch)scratch).Executor;
        foreach (ref QmRequest request in batch)
        {
            var plan = (ZipQueuePlan)request.Queue.State!;
            ref ZipSqe sqe = ref request.Descriptor<ZipSqe>();
            executor.Execute(ref sqe, plan, request.AddressSpace, request.TakeLeased(), out ZipOutcome outcome);
            request.Remark(outcome.Engine, (ushort)outcome.Reason, outcome.FaultAddress);
            request.CountBytes(sqe.Consumed, sqe.ProducedBytes);
        }
    }

    /// <inheritdoc/>
    protected internal override Errno TuneQueue(QmDeviceQueue queue, QmQueueTuning tuning)
    {
        if (tuning.Level > ZipEngineChoice.MaxLevel)
        {
            return Errno.ERANGE;
        }

        return tuning.Engine is not { } name || (ZipEngineNames.TryParse(name, out DeflateEngineKind kind) && DeflateEngines.Describe(kind).IsAvailable)
            ? Errno.None
            : Errno.ENOENT;   // not EINVAL, which hardware answers and drivers tolerate
    }

    /// <inheritdoc/>
    protected internal override Errno StartQueue(QmDeviceQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        QmQueueTuning tuning = queue.Tuning;
        DeflateEngineKind? forced = tuning.Engine is { } name && ZipEngineNames.TryParse(name, out DeflateEngineKind kind) ? kind : _forced;
        if (queue.QueueType == 0 && forced is { } only && !DeflateEngines.Describe(only).CanEncode)
        {
            return Errno.EOPNOTSUPP;   // known only now: the direction may be set after the tuning. Every engine decodes
        }

        queue.State = new ZipQueuePlan(queue.QueueType == 0, new ZipEngineChoice(tuning.Level, forced));
        return Errno.None;
    }

    private static string[] Algorithms(ZipDeviceOptions options) => options.Generation switch
    {
        // The capability bitmaps of uacce.md §9: 0xF and 0xFF, in the order of their bits.
        2 => ["zlib", "gzip"],
        3 => ["zlib", "gzip", "deflate", "lz77_zstd"],
        _ => throw new ArgumentException($"there is no ZIP engine of hardware generation {options.Generation}: use 2 or 3", nameof(options)),
    };
}
