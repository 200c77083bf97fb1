using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>This process's memory, unchecked. Hands out windows of a chosen size, to test what staging address spaces do.</summary>
internal sealed unsafe class Everywhere(int window = int.MaxValue) : AddressSpace
{
    public override uint Pasid => 3;

    public override bool IsGone => false;

    public override MemoryLease CreateLease() => new Lease(window);

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        foreach (MemoryRange range in ranges)
        {
            ((Lease)lease).Add(range);
        }

        faultAddress = 0;
        return true;
    }

    private sealed class Lease(int window) : MemoryLease
    {
        private readonly List<MemoryRange> _ranges = [];
        private readonly List<int> _offsets = [];

        public override int Count => _ranges.Count;

        internal void Add(MemoryRange range)
        {
            _ranges.Add(range);
            _offsets.Add(0);
        }

        public override Span<byte> Memory(int index)
        {
            int left = _ranges[index].Length - _offsets[index];
            return Arena.At(_ranges[index].Address + (ulong)_offsets[index], _ranges[index].Access == MemoryAccess.ReadWrite ? left : Math.Min(left, window));
        }

        public override int WindowOffset(int index) => _offsets[index];

        public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
        {
            faultAddress = 0;
            _offsets[index] += Memory(index).Length;
            return _offsets[index] < _ranges[index].Length;
        }

        public override bool TryCommit(int index, int produced, out ulong faultAddress)
        {
            faultAddress = 0;
            return true;
        }

        public override void Release()
        {
            _ranges.Clear();
            _offsets.Clear();
        }
    }
}
