using System.Buffers;
using WarpDrive.Uacce;

namespace WarpDrive.Queues;

/// <summary>Shows a mapped region as <see cref="Memory{T}"/>; the queue owns the region.</summary>
internal sealed unsafe class RegionMemoryManager(RegionMapping region, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(region.IsClosed, this);
        return region.Slice(0, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
        return new MemoryHandle((byte*)region.Address + elementIndex);   // a mapping does not move
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
