using System.Runtime.CompilerServices;
using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.Regions;

/// <summary>Reservations at the addresses of a client, over memory that this process has elsewhere.</summary>
public sealed class SharedDomainTests
{
    private const ulong Client = 0x7000_0000_0000;   // nothing that this process has there
    private const int Length = 64 << 10;

    private readonly SharedDomain _domain = new();

    [Fact]
    public void Requests_name_memory_by_the_clients_addresses_and_get_it_itself()
    {
        SharedRegion region = Reserve(Client);
        MemoryLease lease = _domain.CreateLease();
        Assert.True(_domain.TryAcquire([new(Client + 100, 50, MemoryAccess.Write), new(Client, Length, MemoryAccess.Read)], false, lease, out _));
        lease.Memory(0).Fill(7);
        Assert.True(lease.TryCommit(0, 50, out _));
        Assert.Equal(0, region.Slice(0, 1)[0]);
        Assert.Equal(7, region.Slice(100, 1)[0]);
        Assert.Equal(Length, lease.Memory(1).Length);
        Assert.False(lease.TryMoveWindow(1, 0, out ulong fault));
        Assert.Equal(0ul, fault);
    }

    [Fact]
    public void The_daemons_own_address_of_the_memory_means_nothing()
    {
        SharedRegion region = Reserve(Client);
        Refuses((ulong)region.Address, 1, (ulong)region.Address);
    }

    [Fact]
    public void What_is_not_reserved_is_refused_at_its_first_address()
    {
        Reserve(Client);
        Reserve(Client + (3 * Length));
        Refuses(Client - 1, 2, Client - 1);
        Refuses(Client + Length - 1, 2, Client + Length);
        Refuses(Client + Length, 1, Client + Length);
        Refuses(Client, int.MaxValue, Client + Length);
        Refuses(Client + (3 * Length) - 1, 1, Client + (3 * Length) - 1);
        Refuses(0, 1, 0);
        Refuses(ulong.MaxValue, 2, ulong.MaxValue);
        Refuses(Client, -1, Client);
        Refuses(Client + 5, int.MinValue, Client + 5);
    }

    [Fact]
    public void A_range_across_two_reservations_is_refused_where_the_first_ends()
    {
        Reserve(Client);
        Reserve(Client + Length);
        Refuses(Client + Length - 8, 16, Client + Length);
    }

    [Fact]
    public void Zero_length_needs_no_reservation()
    {
        MemoryLease lease = _domain.CreateLease();
        Assert.True(_domain.TryAcquire([new(ulong.MaxValue, 0, MemoryAccess.Write)], false, lease, out _));
        Assert.Equal(0, lease.Memory(0).Length);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1, false)]
    [InlineData(Length - 1, false)]
    [InlineData(1 - Length, false)]
    [InlineData(Length, true)]
    [InlineData(-Length, true)]
    public void Reservations_never_overlap(int distance, bool expected)
    {
        Reserve(Client);
        SharedRegion other = SharedRegion.Create(Length, populate: false);
        Assert.Equal(expected, _domain.TryAdd(other, Client + (ulong)distance));
    }

    [Fact]
    public void A_small_reservation_inside_a_large_one_and_one_around_it_are_refused()
    {
        SharedRegion small = SharedRegion.Create(4096, populate: false);
        SharedRegion large = SharedRegion.Create(4 * Length, populate: false);
        Reserve(Client + Length);
        Assert.False(_domain.TryAdd(small, Client + Length + 8192));
        Assert.False(_domain.TryAdd(large, Client));
        Assert.True(_domain.TryAdd(small, Client + Length - 4096));
    }

    [Fact]
    public void A_reservation_that_wraps_around_is_refused() =>
        Assert.False(_domain.TryAdd(SharedRegion.Create(8192, populate: false), ulong.MaxValue - 4095));

    [Fact]
    public void A_reservation_that_ends_during_a_step_keeps_its_memory_until_the_lease_lets_go()
    {
        MemoryLease lease = _domain.CreateLease();
        WeakReference memory = AcquireAndRemove(lease);
        Refuses(Client, 1, Client);
        Collect();
        Assert.True(memory.IsAlive);
        lease.Memory(0).Fill(3);   // neither SIGSEGV nor anybody's bytes
        Assert.True(lease.TryCommit(0, Length, out _));
        lease.Release();
        Collect();
        Assert.False(memory.IsAlive);
    }

    [Fact]
    public void An_address_can_be_reserved_again()
    {
        SharedRegion first = Reserve(Client);
        first.Slice(0, 1)[0] = 1;
        _domain.Remove(first);
        first.Retire();
        Reserve(Client);
        MemoryLease lease = _domain.CreateLease();
        Assert.True(_domain.TryAcquire([new(Client, 1, MemoryAccess.Read)], false, lease, out _));
        Assert.Equal(0, lease.Memory(0)[0]);
    }

    [Fact]
    public void Many_reservations_are_found_as_a_model_finds_them()
    {
        var random = new Random(4);
        var there = new SortedDictionary<ulong, SharedRegion>();
        MemoryLease lease = _domain.CreateLease();
        for (int round = 0; round < 3000; round++)
        {
            ulong place = Client + (ulong)(random.Next(64) * 4096);
            int kind = random.Next(10);
            if (kind < 3)
            {
                SharedRegion region = SharedRegion.Create(random.Next(1, 4) * 4096, populate: false);
                bool free = there.All(r => place + (ulong)region.Length <= r.Key || r.Key + (ulong)r.Value.Length <= place);
                Assert.Equal(free, _domain.TryAdd(region, place));
                if (free)
                {
                    there.Add(place, region);
                }
            }
            else if (kind == 3 && there.Remove(place, out SharedRegion? gone))
            {
                _domain.Remove(gone);
            }
            else
            {
                ulong address = place + (ulong)random.Next(8192);
                int length = random.Next(1, 9000);
                bool expected = there.Any(r => r.Key <= address && address + (ulong)length <= r.Key + (ulong)r.Value.Length);
                Assert.Equal(expected, _domain.TryAcquire([new(address, length, MemoryAccess.Write)], false, lease, out _));
                lease.Release();
            }
        }
    }

    [Fact]
    public void Warm_acquisitions_allocate_nothing()
    {
        for (int i = 0; i < 16; i++)
        {
            Reserve(Client + (ulong)(i * Length));
        }

        MemoryLease lease = _domain.CreateLease();
        MemoryRange[] ranges = [.. Enumerable.Range(0, 16).Select(i => new MemoryRange(Client + (ulong)(i * Length), Length, MemoryAccess.ReadWrite))];
        void Once(int call)
        {
            Assert.True(_domain.TryAcquire(ranges, false, lease, out _));
            lease.Release();
        }

        Once(0);
        Assert.Equal(0, Allocations.Least(100, Once));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference AcquireAndRemove(MemoryLease lease)
    {
        SharedRegion region = Reserve(Client);
        Assert.True(_domain.TryAcquire([new(Client, Length, MemoryAccess.ReadWrite)], false, lease, out _));
        _domain.Remove(region);
        region.Retire();
        return new WeakReference(region);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private SharedRegion Reserve(ulong address)
    {
        SharedRegion region = SharedRegion.Create(Length, populate: false);
        Assert.True(_domain.TryAdd(region, address));
        return region;
    }

    private void Refuses(ulong address, int length, ulong expected)
    {
        MemoryLease lease = _domain.CreateLease();
        Assert.False(_domain.TryAcquire([new(address, length, MemoryAccess.Read)], false, lease, out ulong fault));
        Assert.Equal($"{expected:x}", $"{fault:x}");
        Assert.Equal(0, lease.Count);
    }
}
