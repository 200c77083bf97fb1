namespace WarpDrive.Uacce.Core;

/// <summary>A client's handle on a region: while it lives, the queue is not released.</summary>
internal sealed class EmbeddedMapping : QueueRegionMapping
{
    private readonly CoreQueue _queue;
    private readonly SharedRegion _region;

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
    protected override void Unmap() => _queue.Unmap(Type, _region);
}
