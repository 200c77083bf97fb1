namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>What a user's budget is told of leases.</summary>
public sealed class ProcessBudgetTests
{
    private const int Chunk = StagingChunk.Size;

    [Fact]
    public void Ranges_count_while_they_are_held_and_chunks_while_they_are_kept()
    {
        var budget = new MemoryBudget { StagingLimit = 2 * Chunk };
        using (var fixture = new ProcessFixture(budget: budget))
        {
            ulong memory = fixture.Client.Map(2 * Chunk);
            Assert.True(fixture.Space.TryAcquire([new(memory, Chunk, MemoryAccess.Read), new(memory + Chunk, 100, MemoryAccess.Write)], false, fixture.Lease, out _));
            Assert.Equal((Chunk + 100L, 2L * Chunk), (budget.InFlightBytes, budget.StagingBytes));
            Assert.False(fixture.Space.TryAcquire([new(memory, 10, MemoryAccess.Read), new(16, 10, MemoryAccess.Read)], false, fixture.Lease, out _));
            Assert.Equal(Chunk + 100, budget.InFlightBytes);   // all or nothing
            fixture.Lease.Release();
            Assert.Equal((0L, 0L), (budget.InFlightBytes, budget.StagingBytes));   // both chunks would have been more than half
            Assert.True(fixture.Space.TryAcquire([new(memory, 10, MemoryAccess.Read)], false, fixture.Lease, out _));
            fixture.Lease.Release();
            fixture.Lease.Release();
            Assert.Equal((0L, (long)Chunk), (budget.InFlightBytes, budget.StagingBytes));   // one is kept
            Assert.True(fixture.Space.TryAcquire([new(memory, 10, MemoryAccess.Read)], false, fixture.Lease, out _));
        }

        Assert.Equal((0L, 0L), (budget.InFlightBytes, budget.StagingBytes));
    }

    [Fact]
    public void Ranges_of_reserved_memory_count_as_in_flight_only()
    {
        const ulong At = 0x2200_0000_0000;
        var budget = new MemoryBudget();
        var domain = new SharedDomain { Budget = budget };
        Assert.True(domain.TryAdd(SharedRegion.Create(Chunk, populate: false), At));
        MemoryLease lease = domain.CreateLease();
        Assert.True(domain.TryAcquire([new(At, 1000, MemoryAccess.ReadWrite), new(At, 24, MemoryAccess.Read)], false, lease, out _));
        Assert.False(domain.TryAcquire([new(At, 1000, MemoryAccess.ReadWrite), new(1, 1, MemoryAccess.Read)], false, lease, out _));
        Assert.Equal((1024L, 0L), (budget.InFlightBytes, budget.StagingBytes));
        lease.Release();
        Assert.Equal(0, budget.InFlightBytes);
    }
}
