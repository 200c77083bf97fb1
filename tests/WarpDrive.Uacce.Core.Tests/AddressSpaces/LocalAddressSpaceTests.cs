using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

public sealed class LocalAddressSpaceTests : LocalAddressSpaceContract
{
    private protected override LocalAddressSpace Create() => new(pasid: 1);

    [Fact]
    public void Ranges_of_one_mapping_need_one_query()
    {
        using var pages = new Pages(64);
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        Assert.SkipUnless(((LocalLease)lease).View is QueriedMappings, "this kernel has no PROCMAP_QUERY (Linux 6.11)");
        var view = (QueriedMappings)((LocalLease)lease).View;
        var ranges = new MemoryRange[64];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new(pages.Address + (ulong)(i * Pages.Size), 64, MemoryAccess.Read);
        }

        Assert.True(space.TryAcquire(ranges, false, lease, out _));
        Assert.Equal(1, view.Queries);
        Assert.True(space.TryAcquire(ranges, false, lease, out _));
        Assert.Equal(2, view.Queries);
    }
}
