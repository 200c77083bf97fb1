namespace WarpDrive.Uacce.Daemon;

/// <summary>A handle on a region of a daemon's queue: while it lives, the queue is not released.</summary>
internal sealed class DaemonMapping : QueueRegionMapping
{
    private readonly DaemonQueue _queue;
    private readonly MappedMemory _memory;

    /// <summary>Creates the handle.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="type">Which region.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="length">Bytes that the client asked for.</param>
    internal DaemonMapping(DaemonQueue queue, RegionType type, MappedMemory memory, int length)
        : base(type, memory.Address, Math.Min(length, memory.Length))
    {
        _queue = queue;
        _memory = memory;
    }

    /// <inheritdoc/>
    public override bool IsDeviceGone => _queue.IsDead;

    /// <inheritdoc/>
    protected override void Unmap() => _queue.Unmap(Type, _memory);
}
