using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>An arena whose leased memory is used without leases, as that of the own process is.</summary>
internal sealed class DirectSpace(Arena arena) : AddressSpace
{
    public override uint Pasid => arena.Pasid;

    public override bool IsGone => arena.IsGone;

    public override ulong DirectLimit => 1UL << 47;

    public override MemoryLease CreateLease() => arena.CreateLease();

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress) =>
        arena.TryAcquire(ranges, leased, lease, out faultAddress);
}
