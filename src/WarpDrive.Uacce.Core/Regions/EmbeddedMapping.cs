namespace WarpDrive.Uacce.Core;

/// <summary>A client's handle on a region: while it lives, the queue is not released.</summary>
internal sealed class EmbeddedMapping : RegionMapping
{
    private readonly CoreQueue _queue;
    private readonly SharedRegion _region;
    private bool _forgotten;

    /// <summary>Creates the handle; the queue has counted it.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="type">Which region.</param>
    /// <param name="region">The memory.</param>
    /// <param name="length">Bytes that the client asked for.</param>
    internal EmbeddedMapping(CoreQueue queue, RegionType type, SharedRegion region, int length)
        : base(type, region.Address, length)
    {
        _queue = queue;
        _region = region;
    }

    /// <inheritdoc/>
    public override bool IsDeviceGone => _queue.IsDeviceGone;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _forgotten = !disposing;
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_forgotten)
        {
            // The last reference may drain the queue, which is not for the finalizer's thread.
            ThreadPool.UnsafeQueueUserWorkItem(static m => m._queue.Unmap(m.Type, m._region), this, preferLocal: false);
        }
        else
        {
            _queue.Unmap(Type, _region);
        }

        return true;
    }
}
