namespace WarpDrive.Uacce;

/// <summary>A handle on a region of a software device's queue: while it lives, the queue is not released.</summary>
internal abstract class QueueRegionMapping : RegionMapping
{
    private bool _forgotten;

    /// <inheritdoc/>
    protected QueueRegionMapping(RegionType type, nint address, int length)
        : base(type, address, length)
    {
    }

    /// <summary>Tells the queue that the handle is gone. It may be the last reference, and drain the queue.</summary>
    protected abstract void Unmap();

    /// <inheritdoc/>
    protected sealed override void Dispose(bool disposing)
    {
        _forgotten = !disposing;
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected sealed override bool ReleaseHandle()
    {
        if (_forgotten)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static mapping => mapping.Unmap(), this, preferLocal: false);   // draining is not for the finalizer's thread
        }
        else
        {
            Unmap();
        }

        return true;
    }
}
