using WarpDrive.Engines.PublicKey;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>A software HPRE engine that takes the descriptors of Kunpeng hardware, generation 2 or 3 (hisi-hpre.md).</summary>
/// <remarks>
/// Computes with libcrypto. Where that is missing the device exists, lists no algorithm, and refuses to start queues with EOPNOTSUPP. Keys come with each
/// request and are kept ready in a small cache for each address space, zeroed when a queue stops. Open to models that halt or misbehave on purpose.
/// </remarks>
public class HpreDevice : QmDevice
{
    /// <summary>Interface name.</summary>
    public const string InterfaceName = "hisi_hpre";

    private readonly bool _hasEngine;

    /// <summary>Makes the device.</summary>
    /// <param name="options">Or null: generation 3, 1024 queues, one worker.</param>
    /// <exception cref="ArgumentException">There is no such hardware generation, or the forced engine is unknown.</exception>
    public HpreDevice(HpreDeviceOptions? options = null)
        : this(options ?? new HpreDeviceOptions(), PublicKeyEngine.IsAvailable)
    {
    }

    /// <summary>Makes the device, on a machine with or without its engine.</summary>
    internal HpreDevice(HpreDeviceOptions options, bool hasEngine)
        : base(CreateProfile(InterfaceName, HpreUserDriver.Prefix, Algorithms(options, hasEngine), HpreSqe.ByteSize, options), HpreSqe.ByteSize)
    {
        if (options.Engine is { } name && !HpreEngineNames.IsKnown(name))
        {
            throw new ArgumentException($"there is no engine '{name}': use {HpreEngineNames.LibCryptoName}", nameof(options));
        }

        Options = options;
        _hasEngine = hasEngine;
        Keys = new HpreKeyStore(options.PreparedKeys);
    }

    /// <summary>What it was made with.</summary>
    public HpreDeviceOptions Options { get; }

    /// <summary>Prepared keys.</summary>
    internal HpreKeyStore Keys { get; }

    /// <inheritdoc/>
    public override StepScratch CreateScratch() => new HpreScratch(Options.Generation);

    /// <inheritdoc/>
    protected internal override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
    {
        HpreExecutor executor = ((HpreScratch)scratch).Executor;
        foreach (ref QmRequest request in batch)
        {
            var plan = (HpreQueuePlan)request.Queue.State!;
            executor.Execute(
                ref request.Descriptor<HpreSqe>(), plan.IsElliptic, plan.Keys, request.AddressSpace, request.TakeLeased(), out HpreOutcome outcome);
            request.Remark(outcome.Engine, (ushort)outcome.Reason, outcome.FaultAddress);
        }
    }

    /// <inheritdoc/>
    protected internal override Errno TuneQueue(QmDeviceQueue queue, QmQueueTuning tuning)
    {
        if (tuning.Level != 0)
        {
            return Errno.ERANGE;
        }

        return tuning.Engine is not { } name || (HpreEngineNames.IsKnown(name) && _hasEngine)
            ? Errno.None
            : Errno.ENOENT;   // not EINVAL, which hardware answers and drivers tolerate
    }

    /// <inheritdoc/>
    protected internal override Errno StartQueue(QmDeviceQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (!_hasEngine)
        {
            return Errno.EOPNOTSUPP;
        }

        bool elliptic = queue.QueueType != 0;
        if (elliptic && Options.Generation == 2)
        {
            return Errno.EINVAL;   // queue type 1 came with the curves (hisi-hpre.md §1)
        }

        queue.State ??= new HpreQueuePlan(Keys, queue.AddressSpace);
        ((HpreQueuePlan)queue.State).IsElliptic = elliptic;
        return Errno.None;
    }

    /// <inheritdoc/>
    protected internal override void StopQueue(QmDeviceQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        (queue.State as HpreQueuePlan)?.Keys.Clear();
    }

    private static string[] Algorithms(HpreDeviceOptions options, bool hasEngine)
    {
        string[] names = options.Generation switch
        {
            // In the order of hisi-hpre.md §1.
            2 => ["rsa", "dh"],
            3 => ["rsa", "dh", "ecdh", "ecdsa", "sm2", "x25519", "x448"],
            _ => throw new ArgumentException($"there is no HPRE engine of hardware generation {options.Generation} for user space: use 2 or 3", nameof(options)),
        };
        return hasEngine ? names : [];
    }
}
