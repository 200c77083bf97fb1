using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>A lease that was told what comes copies neighbours of different requests by one call, and answers as one that was not.</summary>
public sealed class ProcessExpectationTests
{
    private const int Page = 4096;

    [Fact]
    public void Neighbours_of_several_requests_are_read_by_one_call()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(4 * Page);
        fixture.Client.Fill(memory, 4 * Page, 5);
        byte[] pattern = MemoryClient.Pattern(4 * Page, 5);
        MemoryRange[] ranges = [.. Enumerable.Range(0, 64).Select(i => new MemoryRange(memory + ((ulong)i * 128), 100, MemoryAccess.Read))];
        fixture.Lease.Expect(ranges);
        for (int i = 0; i < ranges.Length; i++)
        {
            Assert.True(fixture.Space.TryAcquire(ranges.AsSpan(i, 1), false, fixture.Lease, out _));
            Assert.Equal(pattern.AsSpan(i * 128, 100), fixture.Lease.Memory(i));
        }

        Assert.Equal(1, fixture.Space.Transfers);
    }

    [Fact]
    public void What_was_expected_is_forgotten_with_the_release()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(Page);
        MemoryRange[] ranges = [new(memory, 32, MemoryAccess.Read), new(memory + 32, 32, MemoryAccess.Read)];
        for (byte round = 1; round <= 3; round++)
        {
            byte[] content = [.. Enumerable.Repeat(round, 64)];
            fixture.Client.Poke(memory, content);
            fixture.Lease.Expect(ranges);
            fixture.Lease.Release();
            fixture.Client.Poke(memory, [.. content.Select(b => (byte)(b + 100))]);   // what an earlier request wrote
            Assert.True(fixture.Space.TryAcquire(ranges, false, fixture.Lease, out _));
            Assert.Equal(round + 100, fixture.Lease.Memory(1)[31]);
            fixture.Lease.Release();
        }
    }

    [Fact]
    public void A_request_at_a_hole_fails_alone_and_with_its_address()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(3 * Page);
        fixture.Client.Fill(memory, 3 * Page, 6);
        fixture.Client.Unmap(memory + Page, Page);
        byte[] pattern = MemoryClient.Pattern(3 * Page, 6);
        MemoryRange[] ranges = [.. Enumerable.Range(0, 24).Select(i => new MemoryRange(memory + ((ulong)i * 500), 500, MemoryAccess.Read))];
        fixture.Lease.Expect(ranges);
        int held = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            int end = (i * 500) + 500;
            bool isThere = end <= Page || i * 500 >= 2 * Page;
            Assert.Equal(isThere, fixture.Space.TryAcquire(ranges.AsSpan(i, 1), false, fixture.Lease, out ulong fault));
            Assert.Equal(isThere ? 0 : memory + (ulong)Math.Max(i * 500, Page), fault);
            if (isThere)
            {
                Assert.Equal(pattern.AsSpan(i * 500, 500), fixture.Lease.Memory(held++));
            }
        }
    }

    [Fact]
    public void What_may_not_be_read_is_refused_although_it_was_copied()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(2 * Page);
        fixture.Client.Protect(memory + Page, Page, MemoryClient.None);
        MemoryRange[] ranges = [.. Enumerable.Range(0, 4).Select(i => new MemoryRange(memory + Page - 200 + ((ulong)i * 100), 100, MemoryAccess.Read))];
        fixture.Lease.Expect(ranges);
        Assert.True(fixture.Space.TryAcquire(ranges.AsSpan(0, 2), false, fixture.Lease, out _));
        Assert.False(fixture.Space.TryAcquire(ranges.AsSpan(2, 1), false, fixture.Lease, out ulong fault));
        Assert.Equal(memory + Page, fault);
    }

    [Fact]
    public void A_request_that_is_refused_takes_nothing_from_one_beside_it()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(Page);
        fixture.Client.Fill(memory, Page, 7);
        MemoryRange[] ranges = [new(memory, 64, MemoryAccess.Read), new(memory + 64, 64, MemoryAccess.Read)];
        fixture.Lease.Expect(ranges);
        Assert.True(fixture.Space.TryAcquire(ranges.AsSpan(0, 1), false, fixture.Lease, out _));
        MemoryRange[] bad = [ranges[0], new(memory + (64 * Page), 8, MemoryAccess.Read)];   // the same key, and a wrong address
        Assert.False(fixture.Space.TryAcquire(bad, false, fixture.Lease, out _));
        Assert.Equal(MemoryClient.Pattern(Page, 7).AsSpan(0, 64), fixture.Lease.Memory(0));
    }

    [Fact]
    public void Neighbours_are_written_by_one_call()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(Page);
        int[] indices = Acquire(fixture, memory, 32, 64);
        Assert.Equal(64, fixture.Lease.Commit(indices));
        Assert.Equal(1, fixture.Space.Transfers);
        Assert.Equal([.. Enumerable.Range(0, 64 * 32).Select(i => (byte)(i / 32))], fixture.Client.Peek(memory, 64 * 32));
    }

    [Fact]
    public void What_lies_behind_memory_that_cannot_be_written_can_be_written_all_the_same()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(3 * Page);
        int[] indices = Acquire(fixture, memory, 1024, 12);
        fixture.Client.Protect(memory + Page, Page, MemoryClient.Read);
        Assert.Equal(4, fixture.Lease.Commit(indices));
        Assert.Equal(0, fixture.Lease.Commit(indices.AsSpan(4, 4)));
        Assert.Equal(4, fixture.Lease.Commit(indices.AsSpan(8)));
        byte[] expected = [.. Enumerable.Range(0, 12 * 1024).Select(i => (byte)(i / Page == 1 ? 0 : i / 1024))];
        Assert.Equal(expected, fixture.Client.Peek(memory, 3 * Page));
    }

    // Acquires neighbours one by one, as requests do, and fills each with its number.
    private static int[] Acquire(ProcessFixture fixture, ulong address, int length, int count)
    {
        MemoryRange[] ranges = [.. Enumerable.Range(0, count).Select(i => new MemoryRange(address + (ulong)(i * length), length, MemoryAccess.Write))];
        fixture.Lease.Expect(ranges);
        for (int i = 0; i < count; i++)
        {
            Assert.True(fixture.Space.TryAcquire(ranges.AsSpan(i, 1), false, fixture.Lease, out _));
            fixture.Lease.Memory(i).Fill((byte)i);
        }

        return [.. Enumerable.Range(0, count)];
    }
}
