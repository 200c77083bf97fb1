namespace WarpDrive.Uacce.Daemon;

/// <summary>A queue of a device in the daemon: the descriptor, and the doorbell.</summary>
internal sealed class DaemonQueueFile : QueueFile
{
    private readonly DaemonQueue _queue;
    private bool _closed;

    /// <summary>Takes over an open queue.</summary>
    /// <param name="queue">The queue.</param>
    internal DaemonQueueFile(DaemonQueue queue) => _queue = queue;

    /// <summary>A forgotten descriptor is closed; asking the daemon is not for the finalizer's thread.</summary>
    ~DaemonQueueFile() => Dispose(disposing: false);

    /// <inheritdoc/>
    public override string DeviceName => _queue.DeviceName;

    /// <inheritdoc/>
    public override string Provider => DaemonProvider.ProviderName;

    /// <inheritdoc/>
    public override QueueDriving Driving => QueueDriving.Served;

    /// <inheritdoc/>
    public override int EventDescriptor => _queue.EventDescriptor;

    /// <inheritdoc/>
    public override bool IsAttended => _queue.IsAttended;

    /// <inheritdoc/>
    public override bool IsServedElsewhere => true;

    /// <summary>The record.</summary>
    internal DaemonQueue Queue => _queue;

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
        _queue.Ring(offset, value);
        GC.KeepAlive(this);   // the regions are given back when nobody can ring any more
    }

    /// <inheritdoc/>
    public override bool Poll()
    {
        bool news = _queue.Poll();
        GC.KeepAlive(this);
        return news;
    }

    /// <inheritdoc/>
    public override bool Wait(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        bool news = _queue.Wait(timeout);
        GC.KeepAlive(this);
        return news;
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
