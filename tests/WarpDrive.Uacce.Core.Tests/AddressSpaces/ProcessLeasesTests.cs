using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>Leases that serve one request together: they may ask later, and nothing that might not be read ever shows.</summary>
public sealed class ProcessLeasesTests
{
    private const int Page = 4096;
    private const ulong Shared = 0x2200_0000_0000;

    [Fact]
    public void Source_and_destination_in_one_mapping_need_one_query()
    {
        using var fixture = new ProcessFixture();
        MemoryLease[] leases = fixture.Space.CreateLeases(2);
        Assert.SkipUnless(((ProcessLease)leases[0]).View is QueriedMappings, "this kernel has no PROCMAP_QUERY (Linux 6.11)");
        var view = (QueriedMappings)((ProcessLease)leases[0]).View;
        ulong memory = fixture.Client.Map(2 * Page);
        for (int round = 1; round <= 3; round++)
        {
            Assert.True(Acquire(fixture, leases[0], memory, MemoryAccess.Read, out _));
            Assert.True(Acquire(fixture, leases[1], memory + Page, MemoryAccess.Write, out _));
            leases[1].Memory(0).Fill((byte)round);
            Assert.True(leases[1].TryCommit(0, Page, out _));
            Assert.True(leases[0].TryConfirm(out _));
            leases[0].Release();
            leases[1].Release();
            Assert.Equal(round, view.Queries);
            Assert.Equal(round, fixture.Client.Peek(memory + Page, 1)[0]);
        }
    }

    [Fact]
    public void A_request_in_reserved_memory_asks_the_kernel_nothing()
    {
        var domain = new SharedDomain();
        Assert.True(domain.TryAdd(SharedRegion.Create(4 * Page, populate: false), Shared));
        using var fixture = new ProcessFixture(reservations: domain);
        MemoryLease[] leases = fixture.Space.CreateLeases(2);
        Assert.SkipUnless(((ProcessLease)leases[0]).View is QueriedMappings, "this kernel has no PROCMAP_QUERY (Linux 6.11)");
        fixture.Client.Kill();   // whatever is transferred, or asked, fails from here on
        Assert.True(Acquire(fixture, leases[0], Shared, MemoryAccess.Read, out _));
        Assert.True(Acquire(fixture, leases[1], Shared + Page, MemoryAccess.Write, out _));
        leases[1].Memory(0).Fill(3);
        Assert.True(leases[1].TryCommit(0, Page, out _));
        Assert.True(leases[0].TryConfirm(out _));
        Assert.Equal(0, ((QueriedMappings)((ProcessLease)leases[0]).View).Queries);
        Assert.False(fixture.Space.IsGone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_source_without_permission_is_told_before_anything_is_written(bool parse)
    {
        using var fixture = new ProcessFixture(parse);
        MemoryLease[] leases = fixture.Space.CreateLeases(2);
        ulong memory = fixture.Client.Map(3 * Page);
        fixture.Client.Fill(memory, 3 * Page, 4);
        fixture.Client.Protect(memory + Page, Page, MemoryClient.None);
        Assert.True(Acquire(fixture, leases[1], memory + (2 * Page), MemoryAccess.Write, out _));
        leases[1].Memory(0).Clear();
        if (Acquire(fixture, leases[0], memory + Page - 8, MemoryAccess.Read, out ulong fault))
        {
            Assert.False(leases[1].TryCommit(0, Page, out fault));
        }

        Assert.Equal(memory + Page, fault);
        Assert.Equal(MemoryClient.Pattern(3 * Page, 4)[(2 * Page)..], fixture.Client.Peek(memory + (2 * Page), Page));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_that_writes_nothing_learns_at_its_end_that_it_might_not_read(bool parse)
    {
        using var fixture = new ProcessFixture(parse);
        MemoryLease[] leases = fixture.Space.CreateLeases(2);
        ulong memory = fixture.Client.Map(2 * Page, MemoryClient.None);
        if (Acquire(fixture, leases[0], memory, MemoryAccess.Read, out ulong fault))
        {
            leases[0].Release();
            Assert.False(leases[1].TryConfirm(out fault));
        }

        Assert.Equal(memory, fault);
        Assert.True(leases[1].TryConfirm(out _));   // the next request begins with nothing to ask
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_of_very_many_sources_without_permission_is_found(bool parse)
    {
        using var fixture = new ProcessFixture(parse);
        MemoryLease[] leases = fixture.Space.CreateLeases(1);
        ulong memory = fixture.Client.Map(100 * Page);
        for (int bad = 0; bad < 100; bad += 33)
        {
            fixture.Client.Protect(memory + (ulong)(bad * Page), Page, MemoryClient.None);
            ulong fault = 0;
            bool permitted = true;
            for (int i = 0; i < 100 && permitted; i++)
            {
                permitted = Acquire(fixture, leases[0], memory + (ulong)(i * Page), MemoryAccess.Read, out fault);
                leases[0].Release();
            }

            Assert.False(permitted && leases[0].TryConfirm(out fault));
            Assert.Equal(memory + (ulong)(bad * Page), fault);
            fixture.Client.Protect(memory + (ulong)(bad * Page), Page, MemoryClient.ReadWrite);
        }
    }

    [Fact]
    public void What_a_refused_acquisition_named_is_not_asked_about_later()
    {
        using var fixture = new ProcessFixture();
        MemoryLease[] leases = fixture.Space.CreateLeases(1);
        ulong memory = fixture.Client.Map(Page, MemoryClient.None);
        Assert.False(fixture.Space.TryAcquire([new(memory, 8, MemoryAccess.Read), new(0, 8, MemoryAccess.Read)], false, leases[0], out _));
        Assert.True(leases[0].TryConfirm(out _));
    }

    [Fact]
    public void A_destination_that_became_read_only_after_the_acquisition_is_not_written()
    {
        using var fixture = new ProcessFixture();
        MemoryLease[] leases = fixture.Space.CreateLeases(2);
        ulong memory = fixture.Client.Map(2 * Page);
        Assert.True(Acquire(fixture, leases[1], memory + Page, MemoryAccess.Write, out _));
        Assert.True(leases[1].TryCommit(0, 8, out _));
        Assert.True(Acquire(fixture, leases[0], memory, MemoryAccess.Read, out _));
        fixture.Client.Protect(memory + Page, Page, MemoryClient.Read);
        leases[1].Memory(0).Fill(1);
        Assert.False(leases[1].TryCommit(0, Page, out ulong fault));
        Assert.Equal(memory + Page, fault);
    }

    [Fact]
    public void Output_in_reserved_memory_is_confirmed_as_well()
    {
        var domain = new SharedDomain();
        Assert.True(domain.TryAdd(SharedRegion.Create(Page, populate: false), Shared));
        using var fixture = new ProcessFixture(reservations: domain);
        MemoryLease[] leases = fixture.Space.CreateLeases(2);
        ulong memory = fixture.Client.Map(Page, MemoryClient.None);
        Assert.True(Acquire(fixture, leases[1], Shared, MemoryAccess.Write, out _));
        if (Acquire(fixture, leases[0], memory, MemoryAccess.Read, out ulong fault))
        {
            Assert.False(leases[1].TryCommit(0, Page, out fault));
        }

        Assert.Equal(memory, fault);
    }

    [Fact]
    public void What_is_acquired_for_several_requests_at_once_needs_one_query()
    {
        using var fixture = new ProcessFixture();
        Assert.SkipUnless(((ProcessLease)fixture.Lease).View is QueriedMappings, "this kernel has no PROCMAP_QUERY (Linux 6.11)");
        var view = (QueriedMappings)((ProcessLease)fixture.Lease).View;
        ulong memory = fixture.Client.Map(64 * Page);
        for (int i = 0; i < 64; i++)
        {
            Assert.True(Acquire(fixture, fixture.Lease, memory + (ulong)(i * Page), MemoryAccess.Read, out _));
        }

        Assert.Equal(1, view.Queries);
        fixture.Lease.Release();
        fixture.Client.Protect(memory, Page, MemoryClient.None);
        Assert.False(Acquire(fixture, fixture.Lease, memory, MemoryAccess.Read, out ulong fault));   // nothing was held: seen anew
        Assert.Equal(memory, fault);
    }

    private static bool Acquire(ProcessFixture fixture, MemoryLease lease, ulong address, MemoryAccess access, out ulong fault) =>
        fixture.Space.TryAcquire([new(address, Page, access)], false, lease, out fault);
}
