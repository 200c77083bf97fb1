namespace WarpDrive.Uacce.Core;

internal sealed class LocalAddressSpace(uint pasid) : AddressSpace
{
    public override uint Pasid => pasid;

    public override bool IsGone => false;

    public override MemoryLease CreateLease() => new Lease();

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        faultAddress = 0;
        foreach (MemoryRange range in ranges)
        {
            if (range.Length < 0 || (range.Length > 0 && range.Address < 65536))
            {
                faultAddress = range.Address;
                return false;
            }

            ((Lease)lease).Ranges.Add(range);
        }

        return true;
    }

    private sealed class Lease : MemoryLease
    {
        public List<MemoryRange> Ranges { get; } = [];

        public override int Count => Ranges.Count;

        public override unsafe Span<byte> Memory(int index) => new((void*)Ranges[index].Address, Ranges[index].Length);

        public override int WindowOffset(int index) => 0;

        public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
        {
            faultAddress = 0;
            return false;
        }

        public override bool TryCommit(int index, int produced, out ulong faultAddress)
        {
            faultAddress = 0;
            return true;
        }

        public override void Release() => Ranges.Clear();
    }
}
