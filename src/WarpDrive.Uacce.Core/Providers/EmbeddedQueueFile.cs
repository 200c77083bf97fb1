namespace WarpDrive.Uacce.Core;

/// <summary>A queue of a device in this process: the descriptor, and the doorbell.</summary>
internal sealed class EmbeddedQueueFile : QueueFile
{
    private readonly CoreQueue _queue;
    private readonly SharedRegion _ctl;
    private readonly DoorbellLayout _doorbell;
    private readonly uint _number;
    private readonly uint _sqDepth;
    private readonly uint _cqDepth;
    private long _discarded;
    private bool _closed;

    /// <summary>Takes over an open queue.</summary>
    /// <param name="device">Its device.</param>
    /// <param name="queue">The queue.</param>
    internal EmbeddedQueueFile(RegisteredDevice device, CoreQueue queue)
    {
        _queue = queue;
        _ctl = queue.Ctl;
        _doorbell = device.Profile.Doorbell;
        _number = queue.Number;
        _sqDepth = (uint)device.Profile.SqDepth;
        _cqDepth = (uint)device.Profile.CqDepth;
        DeviceName = device.Name;
    }

    /// <summary>A forgotten descriptor is closed; draining is not for the finalizer's thread.</summary>
    ~EmbeddedQueueFile() => Dispose(disposing: false);

    /// <inheritdoc/>
    public override string DeviceName { get; }

    /// <inheritdoc/>
    public override string Provider => EmbeddedProvider.ProviderName;

    /// <inheritdoc/>
    public override QueueDriving Driving => _queue.Driving;

    /// <inheritdoc/>
    public override int EventDescriptor => _queue.EventDescriptor;

    /// <summary>Rings that were discarded. Counted by the one who rings.</summary>
    internal long DiscardedRings => _discarded;

    /// <summary>The core's record.</summary>
    internal CoreQueue Queue => _queue;

    /// <inheritdoc/>
    public override int Ioctl(uint command, Span<byte> argument)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _queue.Ioctl(command, argument);
    }

    /// <inheritdoc/>
    public override RegionMapping Map(RegionType type, int length)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _queue.Map(type, length);
    }

    /// <inheritdoc/>
    public override void Ring(int offset, ulong value)
    {
        DoorbellLayout doorbell = _doorbell;
        if (!doorbell.TryDecode(value, out uint number, out uint command, out uint index, out uint priority)
            || number != _number || offset != doorbell.Offset || !_queue.IsRunning)
        {
            _discarded++;
        }
        else if (command == DoorbellLayout.SqTail && index < _sqDepth)
        {
            Volatile.Write(ref _ctl.At<uint>(CtlLayout.SqTail), index);   // publishes the descriptors before it
            _queue.Served?.Rung();
        }
        else if (command == DoorbellLayout.CqHead && index < _cqDepth)
        {
            Volatile.Write(ref _ctl.At<uint>(CtlLayout.CqHead), index);   // gives the completions before it back
            if (priority != 0)
            {
                _queue.Arm();
            }
        }
        else
        {
            _discarded++;
        }

        GC.KeepAlive(this);   // the region is unmapped when nobody can ring any more
    }

    /// <inheritdoc/>
    public override bool Poll() => _queue.Poll();

    /// <inheritdoc/>
    public override bool Wait(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return _queue.Wait(timeout);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _closed = true;
        if (disposing)
        {
            _queue.CloseDescriptor();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static q => q.CloseDescriptor(), _queue, preferLocal: false);
        }
    }
}
