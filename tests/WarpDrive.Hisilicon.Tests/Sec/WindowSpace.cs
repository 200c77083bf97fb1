using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>An arena that is reached through copies of a few bytes at a time, as the memory of another process is; nothing is written before its commit.</summary>
internal sealed class WindowSpace(Arena arena, int window) : AddressSpace
{
    public override uint Pasid => arena.Pasid;

    public override bool IsGone => false;

    /// <summary>Commits refuse to write at this address and above.</summary>
    internal ulong LostFrom { get; set; } = ulong.MaxValue;

    public override MemoryLease CreateLease() => new Lease(this, window);

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        if (!arena.TryAcquire(ranges, leased, arena.CreateLease(), out faultAddress))
        {
            return false;
        }

        foreach (MemoryRange range in ranges)
        {
            ((Lease)lease).Add(range);
        }

        return true;
    }

    private sealed class Lease(WindowSpace space, int window) : MemoryLease
    {
        private readonly List<(MemoryRange Range, int Offset, byte[] Copy)> _held = [];

        public override int Count => _held.Count;

        public override unsafe Span<byte> Memory(int index) => _held[index].Copy;

        public override int WindowOffset(int index) => _held[index].Offset;

        public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
        {
            (MemoryRange range, int offset, byte[] copy) = _held[index];
            if (!TryCommit(index, produced, out faultAddress) || offset + copy.Length >= range.Length)
            {
                return false;
            }

            _held[index] = Stage(range, offset + copy.Length);
            return true;
        }

        public override bool TryCommit(int index, int produced, out ulong faultAddress)
        {
            (MemoryRange range, int offset, byte[] copy) = _held[index];
            faultAddress = 0;
            if (range.Access == MemoryAccess.Read || produced == 0)
            {
                return true;
            }

            if (range.Address + (ulong)(offset + produced) > space.LostFrom)
            {
                faultAddress = space.LostFrom;
                return false;
            }

            copy.AsSpan(0, produced).CopyTo(Arena.At(range.Address + (ulong)offset, produced));
            return true;
        }

        public override void Release() => _held.Clear();

        internal void Add(MemoryRange range) => _held.Add(Stage(range, 0));

        private (MemoryRange Range, int Offset, byte[] Copy) Stage(MemoryRange range, int offset)
        {
            int length = Math.Min(window, range.Length - offset);
            byte[] copy = GC.AllocateArray<byte>(length, pinned: true);
            if (range.Access != MemoryAccess.Write)
            {
                Arena.At(range.Address + (ulong)offset, length).CopyTo(copy);
            }

            return (range, offset, copy);
        }
    }
}
