using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>What the memory of another process promises, whichever way its mappings are looked at.</summary>
public abstract class ProcessAddressSpaceContract
{
    private const int Page = 4096;

    private protected abstract ProcessFixture Create();

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(65536)]
    [InlineData(ProcessLease.WindowSize)]
    [InlineData(ProcessLease.WindowSize + 1)]
    [InlineData((1 << 20) + 777)]
    [InlineData(3 << 20)]
    public void What_is_there_is_read_and_what_is_produced_is_written(int length)
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map((length + (3 * Page) - 1) & -Page);
        foreach (int start in new[] { 0, 16, Page - 1, Page })
        {
            ulong address = memory + (ulong)start;
            fixture.Client.Fill(address, length, (uint)length);
            fixture.Reads(address, MemoryClient.Pattern(length, (uint)length));
            fixture.Writes(address, MemoryClient.Pattern(length, 99));
            Assert.Equal(Sum(MemoryClient.Pattern(length, 99)), fixture.Client.Number($"sum {address:x} {length:x}"));
        }
    }

    [Fact]
    public void A_hole_in_the_middle_fails_at_its_first_address()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(5 * Page);
        fixture.Client.Unmap(memory + (2 * Page), Page);
        fixture.RefusesToRead(memory + 5, 5 * Page - 5, memory + (2 * Page));
        fixture.RefusesToRead(memory + (2 * Page) + 100, 1, memory + (2 * Page) + 100);
        fixture.RefusesToWrite(memory + 5, 5 * Page - 5, memory + (2 * Page));
        Assert.Equal(new byte[Page], fixture.Client.Peek(memory + Page, Page));   // refused as a whole
        fixture.Reads(memory + (3 * Page), new byte[2 * Page]);
    }

    [Fact]
    public void A_hole_far_into_a_long_range_is_found_before_anything_is_done()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(2 << 20);
        fixture.Client.Unmap(memory + (1 << 20), Page);
        fixture.RefusesToRead(memory + 1, (2 << 20) - 1, memory + (1 << 20));
    }

    [Fact]
    public void A_read_only_page_is_a_source_and_stays_as_it_is()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(2 * Page);
        fixture.Client.Fill(memory, 2 * Page, 5);
        fixture.Client.Protect(memory + Page, Page, MemoryClient.Read);
        fixture.Reads(memory, MemoryClient.Pattern(2 * Page, 5));
        fixture.RefusesToWrite(memory + Page + 8, 8, memory + Page + 8);
        fixture.RefusesToWrite(memory + 8, 2 * Page - 8, memory + Page);
        Assert.Equal(MemoryClient.Pattern(2 * Page, 5), fixture.Client.Peek(memory, 2 * Page));
    }

    [Fact]
    public void A_page_that_became_read_only_after_the_acquisition_is_not_written()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(Page);
        Assert.True(fixture.Acquire(memory, Page, MemoryAccess.ReadWrite, out _));
        fixture.Client.Protect(memory, Page, MemoryClient.Read);
        fixture.Lease.Memory(0).Fill(1);
        Assert.False(fixture.Lease.TryCommit(0, Page, out ulong fault));
        Assert.Equal(memory, fault);
        Assert.Equal(new byte[Page], fixture.Client.Peek(memory, Page));
    }

    [Fact]
    public void Memory_without_permission_is_neither_read_nor_written()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(3 * Page);
        fixture.Client.Protect(memory + Page, Page, MemoryClient.None);
        fixture.RefusesToRead(memory, 3 * Page, memory + Page);
        fixture.RefusesToRead(memory + Page, 1, memory + Page);
        fixture.RefusesToWrite(memory + Page, 1, memory + Page);
    }

    [Fact]
    public void A_page_freed_between_acquisition_and_commit_is_a_fault_there()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(4 * Page);
        Assert.True(fixture.Acquire(memory, 4 * Page, MemoryAccess.ReadWrite, out _));
        fixture.Client.Unmap(memory + (2 * Page), Page);
        fixture.Lease.Memory(0).Fill(1);
        Assert.False(fixture.Lease.TryCommit(0, 4 * Page, out ulong fault));
        Assert.Equal(memory + (2 * Page), fault);
        Assert.True(fixture.Lease.TryCommit(0, 2 * Page, out _));   // what was produced before the hole can still go
        Assert.Equal(1, fixture.Client.Peek(memory, 1)[0]);
        Assert.False(fixture.Space.IsGone);
    }

    [Fact]
    public void Only_what_was_produced_is_written()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(Page);
        fixture.Client.Fill(memory, Page, 3);
        byte[] expected = MemoryClient.Pattern(Page, 3);
        Assert.True(fixture.Acquire(memory, Page, MemoryAccess.Write, out _));
        fixture.Lease.Memory(0).Fill(0xEE);
        Assert.True(fixture.Lease.TryCommit(0, 0, out _));
        Assert.Equal(expected, fixture.Client.Peek(memory, Page));
        Assert.True(fixture.Lease.TryCommit(0, 100, out _));
        expected.AsSpan(0, 100).Fill(0xEE);
        Assert.Equal(expected, fixture.Client.Peek(memory, Page));
        fixture.Lease.Release();
        Assert.True(fixture.Acquire(memory, Page, MemoryAccess.Read, out _));
        Assert.True(fixture.Lease.TryCommit(0, Page, out _));   // of a range that is only read: nothing
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            fixture.Acquire(memory, Page, MemoryAccess.Write, out _);
            fixture.Lease.TryCommit(0, Page + 1, out _);
        });
        Assert.Equal(expected, fixture.Client.Peek(memory, Page));
    }

    [Fact]
    public void The_stack_is_memory_like_any_other()
    {
        using ProcessFixture fixture = Create();
        ulong stack = fixture.Client.Number("stack");
        fixture.Client.Fill(stack, 50_000, 8);
        fixture.Reads(stack, MemoryClient.Pattern(50_000, 8));
        fixture.Writes(stack + 10_000, new byte[10]);
        Assert.Equal(new byte[10], fixture.Client.Peek(stack + 10_000, 10));
    }

    [Theory]
    [InlineData("huge 400000")]
    [InlineData("hugetlb 400000")]
    public void Huge_pages_are_memory_like_any_other(string command)
    {
        using ProcessFixture fixture = Create();
        string reply = fixture.Client.Ask(command);
        Assert.SkipWhen(reply.StartsWith('!'), $"no huge pages are reserved on this machine (errno {reply[2..]})");
        ulong memory = Convert.ToUInt64(reply, 16);
        fixture.Client.Fill(memory, 4 << 20, 21);
        fixture.Reads(memory, MemoryClient.Pattern(4 << 20, 21));
        fixture.Writes(memory + 77, MemoryClient.Pattern(3 << 20, 22));
        Assert.Equal(Sum(MemoryClient.Pattern(3 << 20, 22)), fixture.Client.Number($"sum {memory + 77:x} {3 << 20:x}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_file_truncated_under_its_mapping_is_a_fault_behind_its_end(int shared)
    {
        using ProcessFixture fixture = Create();
        string path = Path.GetTempFileName();
        try
        {
            using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Write(MemoryClient.Pattern(4 * Page, 2));
            file.Flush();
            ulong memory = fixture.Client.Number($"file {4 * Page:x} {shared} {path}");
            fixture.Reads(memory, MemoryClient.Pattern(4 * Page, 2));
            Assert.True(fixture.Acquire(memory, 4 * Page, MemoryAccess.ReadWrite, out _));
            file.SetLength(Page);
            fixture.Lease.Memory(0).Fill(1);
            Assert.False(fixture.Lease.TryCommit(0, 4 * Page, out ulong fault));
            Assert.Equal($"{memory + Page:x}", $"{fault:x}");
            fixture.RefusesToRead(memory + 3, 2 * Page, memory + Page);
            fixture.RefusesToWrite(memory + Page, 10, memory + Page);
            fixture.Writes(memory, new byte[Page]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(0ul, 1, 0ul)]
    [InlineData(100ul, 1, 100ul)]
    [InlineData(ulong.MaxValue, 1, ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 9, 100, ulong.MaxValue - 9)]
    [InlineData(1ul << 63, 1, 1ul << 63)]
    [InlineData(0xFFFF_8000_0000_0000, 16, 0xFFFF_8000_0000_0000)]
    [InlineData(0x0000_9000_0000_0000_0000ul, int.MaxValue, 0x9000_0000_0000_0000ul)]
    public void Null_wrap_around_and_the_kernel_half_are_refused(ulong address, int length, ulong fault)
    {
        using ProcessFixture fixture = Create();
        foreach (MemoryAccess access in Enum.GetValues<MemoryAccess>())
        {
            bool acquired = fixture.Acquire(address, length, access, out ulong found)
                && fixture.Lease.TryCommit(0, 1, out found);
            Assert.False(acquired);
            Assert.Equal(fault, found);
        }
    }

    [Fact]
    public void Negative_lengths_are_refused_and_zero_needs_no_memory()
    {
        using ProcessFixture fixture = Create();
        Assert.False(fixture.Acquire(4096, -1, MemoryAccess.Read, out ulong fault));
        Assert.Equal(4096ul, fault);
        Assert.True(fixture.Acquire(ulong.MaxValue, 0, MemoryAccess.ReadWrite, out _));
        Assert.Equal(0, fixture.Lease.Memory(0).Length);
        Assert.True(fixture.Lease.TryCommit(0, 0, out _));
        Assert.False(fixture.Lease.TryMoveWindow(0, 0, out fault));
        Assert.Equal(0ul, fault);
    }

    [Fact]
    public void One_bad_range_of_many_acquires_nothing()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(2 * Page);
        ulong end = memory + (2 * Page);
        fixture.Client.Unmap(memory + Page, Page);
        end -= Page;
        Assert.True(fixture.Acquire(memory, 8, MemoryAccess.Read, out _));
        Assert.False(fixture.Space.TryAcquire(
            [new(memory, 1, MemoryAccess.Read), new(end, 1, MemoryAccess.Read), new(memory, 1, MemoryAccess.Read)], false, fixture.Lease, out ulong fault));
        Assert.Equal(end, fault);
        Assert.Equal(1, fixture.Lease.Count);
        Assert.Equal(8, fixture.Lease.Memory(0).Length);
    }

    [Fact]
    public void Ranges_near_each_other_keep_their_own_bytes()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(16 * Page);
        fixture.Client.Fill(memory, 16 * Page, 6);
        byte[] all = MemoryClient.Pattern(16 * Page, 6);
        (int Start, int Length)[] places = [(0, 100), (100, 28), (200, 56), (300, 4000), (4300, 0), (5000, 20), (4000, 20), (4010, 30), (30000, 5000)];
        MemoryRange[] ranges = [.. places.Select(p => new MemoryRange(memory + (ulong)p.Start, p.Length, MemoryAccess.Read))];
        ranges[4] = ranges[4] with { Access = MemoryAccess.Write };
        Assert.True(fixture.Space.TryAcquire(ranges, false, fixture.Lease, out _));
        for (int i = 0; i < places.Length; i++)
        {
            Assert.Equal(all.AsSpan(places[i].Start, places[i].Length), fixture.Lease.Memory(i));
        }
    }

    [Fact]
    public void A_fault_between_near_ranges_is_told_where_a_range_begins()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(2 * Page);
        fixture.Client.Unmap(memory + Page, Page);
        MemoryRange[] ranges = [new(memory + Page - 100, 50, MemoryAccess.Read), new(memory + Page + 20, 10, MemoryAccess.Read)];
        Assert.False(fixture.Space.TryAcquire(ranges, false, fixture.Lease, out ulong fault));
        Assert.Equal(memory + Page + 20, fault);
    }

    [Fact]
    public void Many_long_ranges_take_small_windows_and_too_many_are_refused()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(1 << 20);
        var range = new MemoryRange(memory, 1 << 20, MemoryAccess.Write);
        int count = 0;
        int least = int.MaxValue;
        while (count < 100_000 && fixture.Space.TryAcquire([range], false, fixture.Lease, out _))
        {
            least = Math.Min(least, fixture.Lease.Memory(count++).Length);
        }

        Assert.Equal(ProcessLease.SmallWindow, least);
        Assert.InRange(count, 4096, 65_280);
    }

    [Fact]
    public void Warm_acquisitions_allocate_nothing()
    {
        using ProcessFixture fixture = Create();
        ulong memory = fixture.Client.Map(64 * Page);
        MemoryRange[] ranges = [.. Enumerable.Range(0, 64).Select(i => new MemoryRange(memory + (ulong)(i * Page), 100, (MemoryAccess)(i % 3)))];
        bool all = true;
        void Once(int call)
        {
            all &= fixture.Space.TryAcquire(ranges, call % 2 == 0, fixture.Lease, out _);
            for (int i = 0; i < ranges.Length; i++)
            {
                all &= fixture.Lease.TryCommit(i, 50, out _);
            }

            fixture.Lease.Release();
        }

        Once(0);
        Assert.Equal(0, Allocations.Least(50, Once));
        Assert.True(all);
    }

    private static ulong Sum(byte[] bytes)
    {
        ulong sum = 0xcbf29ce484222325;
        foreach (byte b in bytes)
        {
            sum = (sum ^ b) * 0x100000001b3;
        }

        return sum;
    }
}
