namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>Memory that a process with SVA shares with this one is used where it is.</summary>
public sealed class ProcessReservationTests
{
    private const int Page = 4096;
    private const ulong Shared = 0x2200_0000_0000;

    [Fact]
    public void A_range_inside_a_reservation_is_used_in_place_and_any_other_is_staged()
    {
        var domain = new SharedDomain();
        SharedRegion region = SharedRegion.Create(1 << 20, populate: false);
        Assert.True(domain.TryAdd(region, Shared));
        using var fixture = new ProcessFixture(reservations: domain);
        ulong memory = fixture.Client.Map(Page);
        region.Slice(10, 1)[0] = 5;
        Assert.True(fixture.Space.TryAcquire(
            [new(Shared, 1 << 20, MemoryAccess.ReadWrite), new(memory, 100, MemoryAccess.ReadWrite), new(Shared + 10, 1, MemoryAccess.Read)],
            false, fixture.Lease, out ulong fault), $"refused at {fault:x}");
        Assert.Equal(1 << 20, fixture.Lease.Memory(0).Length);   // no window
        fixture.Lease.Memory(0)[77] = 6;
        Assert.Equal(6, region.Slice(77, 1)[0]);
        fixture.Lease.Memory(1).Fill(8);
        Assert.Equal(0, fixture.Client.Peek(memory, 1)[0]);
        Assert.Equal(5, fixture.Lease.Memory(2)[0]);
        Assert.True(fixture.Lease.TryCommit(0, 1 << 20, out _));
        Assert.True(fixture.Lease.TryCommit(1, 100, out _));
        Assert.Equal(8, fixture.Client.Peek(memory, 1)[0]);
        Assert.False(fixture.Lease.TryMoveWindow(0, 0, out fault));
        Assert.Equal(0ul, fault);
    }

    [Fact]
    public void A_range_that_leaves_its_reservation_is_staged_from_what_the_process_has_there()
    {
        var domain = new SharedDomain();
        SharedRegion region = SharedRegion.Create(Page, populate: false);
        Assert.True(domain.TryAdd(region, Shared));
        using var fixture = new ProcessFixture(reservations: domain);
        fixture.RefusesToRead(Shared + 10, Page, Shared + 10);   // the process has nothing there itself
        fixture.Client.Map(2 * Page, address: Shared);
        fixture.Client.Fill(Shared, 2 * Page, 3);
        fixture.Reads(Shared + 10, WarpDrive.Testing.MemoryClient.Pattern(2 * Page, 3)[10..]);
    }
}
