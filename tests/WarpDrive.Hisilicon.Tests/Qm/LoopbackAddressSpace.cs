using WarpDrive.Uacce.Core;


namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>An address space with one readable and writable arena; everything else faults.</summary>
internal sealed unsafe class LoopbackAddressSpace(ulong first, int length) : AddressSpace
{
    public override uint Pasid => 7;

    public override bool IsGone => false;

    public override MemoryLease CreateLease() => new Lease();

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        foreach (MemoryRange range in ranges)
        {
            if (range.Address < first || range.Address > first + (ulong)length || (ulong)range.Length > first + (ulong)length - range.Address)
            {
                faultAddress = range.Address;
                return false;
            }
        }

        foreach (MemoryRange range in ranges)
        {
            ((Lease)lease).Ranges.Add(range);
        }

        faultAddress = 0;
        return true;
    }

    private sealed class Lease : MemoryLease
    {
        internal List<MemoryRange> Ranges { get; } = [];

        public override int Count => Ranges.Count;

        public override Span<byte> Memory(int index) => new((void*)Ranges[index].Address, Ranges[index].Length);

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
