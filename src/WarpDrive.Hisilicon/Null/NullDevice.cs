using System.Diagnostics;
using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Null;

/// <summary>A device that does nothing, fast: measures the queue alone. By its options also the most unpleasant device there is.</summary>
public sealed class NullDevice : QmDevice
{
    /// <summary>Interface name.</summary>
    public const string InterfaceName = "wd_null";
    /// <summary>The one algorithm.</summary>
    public const string Algorithm = "null";
    /// <summary>Nine characters, so that the rule of hisi-qm-zip.md A1 finds the generation behind them.</summary>
    public const string ApiPrefix = "wd_null_v";

    private readonly NullDeviceOptions _options;
    private readonly bool _isPlain;
    private readonly long _delayTicks;
    private volatile bool _isStalled;
    private long _executed;

    /// <summary>Makes the device.</summary>
    /// <param name="options">Or null for a fast and faultless one.</param>
    public NullDevice(NullDeviceOptions? options = null)
        : base(CreateProfile(InterfaceName, ApiPrefix, [Algorithm], (options ??= new NullDeviceOptions()).DescriptorSize, options), options.DescriptorSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DescriptorSize, NullDescriptor.SizeInBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchLimit, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchLimit, 1024, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.FailEvery, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.WrongCompletionEvery, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Delay, TimeSpan.Zero, nameof(options));
        _options = options;
        _isStalled = options.IsStalled;
        _delayTicks = (long)(options.Delay.TotalSeconds * Stopwatch.Frequency);
        _isPlain = options is { FailEvery: 0, WrongCompletionEvery: 0, DieAfter: null } && _delayTicks == 0;
    }

    /// <inheritdoc/>
    public override int BatchLimit => _options.BatchLimit;

    /// <summary>Requests that a device with faults or a delay has executed; a plain one does not count.</summary>
    public long Executed => Interlocked.Read(ref _executed);

    /// <summary>Whether nothing is taken.</summary>
    public bool IsStalled => _isStalled;

    /// <inheritdoc/>
    protected internal override bool IsHalted => _isStalled;

    /// <summary>Takes nothing from now on.</summary>
    public void Stall() => _isStalled = true;

    /// <summary>Goes on.</summary>
    public void ReleaseStall() => _isStalled = false;

    /// <inheritdoc/>
    protected internal override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
    {
        foreach (ref QmRequest request in batch)
        {
            ref NullDescriptor descriptor = ref request.Descriptor<NullDescriptor>();
            descriptor.Echo0 = descriptor.Payload0;
            descriptor.Echo1 = descriptor.Payload1;
            descriptor.BatchSize = (uint)batch.Length;
            descriptor.Status = descriptor.Opcode == NullDescriptor.Echo ? NullStatus.Done : NullStatus.BadOpcode;
            if (!_isPlain)
            {
                Misbehave(ref request, ref descriptor);
            }
        }
    }

    private void Misbehave(ref QmRequest request, ref NullDescriptor descriptor)
    {
        if (_options.DelayKind == NullDelay.Timed && _delayTicks != 0)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(Math.Max(1, _options.Delay.TotalMilliseconds)));
        }
        else if (_delayTicks != 0)
        {
            long end = Stopwatch.GetTimestamp() + _delayTicks;
            while (Stopwatch.GetTimestamp() < end)
            {
                Thread.SpinWait(1);
            }
        }

        long number = Interlocked.Increment(ref _executed);
        if (number > _options.DieAfter)
        {
            request.FailQueue();
            if (number == _options.DieAfter + 1)
            {
                Reset();
                ReportFatalError(recovered: false);
            }

            return;
        }

        if (_options.FailEvery != 0 && number % _options.FailEvery == 0)
        {
            descriptor.Status = NullStatus.Failed;
            descriptor.Echo0 = 0;
            descriptor.Echo1 = 0;
        }

        if (_options.WrongCompletionEvery != 0 && number % _options.WrongCompletionEvery == 0)
        {
            request.Remarks.Fault = _options.WrongCompletion == NullWrongCompletion.BadSlot ? QmCompletionFault.BadSlot : QmCompletionFault.BadPhase;
        }
    }
}
