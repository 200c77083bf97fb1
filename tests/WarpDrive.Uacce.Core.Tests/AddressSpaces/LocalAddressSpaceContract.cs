using System.Runtime.InteropServices;
using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>What the Local space promises, whichever way it looks at the mappings.</summary>
public abstract class LocalAddressSpaceContract
{
    private protected abstract LocalAddressSpace Create();

    [Fact]
    public void Mapped_memory_is_handed_out_itself()
    {
        using var pages = new Pages(2);
        pages.Span.Fill(7);
        Accepts(pages.Address + 5, 100, MemoryAccess.Read);
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        Assert.True(space.TryAcquire([new(pages.Address + 5, 100, MemoryAccess.Write), new(pages.Address, 3, MemoryAccess.Read)], false, lease, out _));
        Assert.Equal(2, lease.Count);
        lease.Memory(0).Fill(9);
        Assert.Equal(9, pages.Span[5]);
        Assert.Equal(3, lease.Memory(1).Length);
        Assert.True(lease.TryCommit(0, 100, out _));
        Assert.False(lease.TryMoveWindow(0, 100, out ulong fault));
        Assert.Equal(0ul, fault);
        lease.Release();
        Assert.Equal(0, lease.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => lease.Memory(0).Length);
    }

    [Fact]
    public void Unmapped_memory_is_refused_at_its_first_address()
    {
        using var pages = new Pages(3);
        pages.Unmap(0, 3);
        Refuses(pages.Address + 17, 1, MemoryAccess.Read, pages.Address + 17);
    }

    [Fact]
    public void Memory_without_permission_is_refused()
    {
        using var pages = new Pages(1, Pages.None);
        Refuses(pages.Address, 1, MemoryAccess.Read, pages.Address);
        Refuses(pages.Address, 1, MemoryAccess.Write, pages.Address);
    }

    [Fact]
    public void A_read_only_page_is_a_source_and_no_destination()
    {
        using var pages = new Pages(2);
        pages.Protect(1, 1, Pages.Read);
        ulong readOnly = pages.Address + (ulong)Pages.Size;
        Accepts(pages.Address, 2 * Pages.Size, MemoryAccess.Read);
        Refuses(pages.Address, 2 * Pages.Size, MemoryAccess.Write, readOnly);
        Refuses(pages.Address, 2 * Pages.Size, MemoryAccess.ReadWrite, readOnly);
    }

    [Fact]
    public void A_hole_in_the_middle_is_found()
    {
        using var pages = new Pages(3);
        pages.Unmap(1, 1);
        Refuses(pages.Address, pages.Length, MemoryAccess.Read, pages.Address + (ulong)Pages.Size);
        Accepts(pages.Address, Pages.Size, MemoryAccess.ReadWrite);
        Accepts(pages.Address + (ulong)(2 * Pages.Size), Pages.Size, MemoryAccess.ReadWrite);
    }

    [Fact]
    public void The_end_of_a_mapping_is_the_end()
    {
        using var pages = new Pages(1);
        Accepts(pages.End - 1, 1, MemoryAccess.ReadWrite);
        Refuses(pages.End - 1, 2, MemoryAccess.Read, pages.End);
        Refuses(pages.Address - 1, 2, MemoryAccess.Read, pages.Address - 1);
    }

    [Fact]
    public void Neighbouring_mappings_together_cover_a_range()
    {
        using var pages = new Pages(4);
        pages.Protect(1, 1, Pages.Read);
        pages.Protect(2, 1, Pages.ReadWrite);
        Accepts(pages.Address, pages.Length, MemoryAccess.Read);
    }

    [Theory]
    [InlineData(0ul, 1, 0ul)]
    [InlineData(ulong.MaxValue, 1, ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 9, 100, ulong.MaxValue - 9)]
    [InlineData(1ul << 63, 1, 1ul << 63)]
    [InlineData(0xFFFF_8000_0000_0000, 16, 0xFFFF_8000_0000_0000)]
    public void Null_wrap_around_and_the_kernel_half_are_refused_even_when_leased(ulong address, int length, ulong fault)
    {
        Refuses(address, length, MemoryAccess.Read, fault);
        Refuses(address, length, MemoryAccess.Read, fault, leased: true);
    }

    [Fact]
    public void A_range_that_runs_into_the_limit_is_refused_there()
    {
        ulong limit = MappingCheck.AddressLimit;
        Refuses(limit - 1, 2, MemoryAccess.Read, limit, leased: true);
        Refuses(limit, 1, MemoryAccess.Read, limit, leased: true);
    }

    [Fact]
    public void A_negative_length_is_refused()
    {
        using var pages = new Pages(1);
        Refuses(pages.Address, -1, MemoryAccess.Read, pages.Address);
        Refuses(pages.Address, int.MinValue, MemoryAccess.Read, pages.Address, leased: true);
    }

    [Fact]
    public void Zero_length_needs_no_memory()
    {
        Accepts(0, 0, MemoryAccess.Write);
        Accepts(ulong.MaxValue, 0, MemoryAccess.Read);
    }

    [Fact]
    public void One_bad_range_of_many_acquires_nothing()
    {
        using var pages = new Pages(1);
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        Assert.True(space.TryAcquire([new(pages.Address, 8, MemoryAccess.Read)], false, lease, out _));
        Assert.False(space.TryAcquire(
            [new(pages.Address, 1, MemoryAccess.Read), new(pages.End, 1, MemoryAccess.Read), new(pages.Address, 1, MemoryAccess.Read)], false, lease, out ulong fault));
        Assert.Equal(pages.End, fault);
        Assert.Equal(1, lease.Count);
    }

    [Fact]
    public unsafe void Stack_heap_and_native_memory_are_usable()
    {
        byte* stack = stackalloc byte[64];
        Accepts((ulong)stack, 64, MemoryAccess.ReadWrite);
        void* native = NativeMemory.Alloc(1 << 20);
        Accepts((ulong)native, 1 << 20, MemoryAccess.ReadWrite);
        NativeMemory.Free(native);
        foreach (int size in new[] { 16, 4096, 100_000, 16 << 20 })
        {
            fixed (byte* heap = new byte[size])
            {
                Accepts((ulong)heap, size, MemoryAccess.ReadWrite);
            }
        }

        ReadOnlySpan<byte> constant = "read-only data of the assembly"u8;
        fixed (byte* data = constant)
        {
            Accepts((ulong)data, constant.Length, MemoryAccess.Read);
        }
    }

    [Fact]
    public void A_file_mapping_ends_with_its_file()
    {
        using var pages = new Pages(5);
        string path = Path.GetTempFileName();
        try
        {
            using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
            file.SetLength((2 * Pages.Size) + 100);   // two pages and a bit: the third page is there, the others raise SIGBUS
            pages.MapFile(0, 5, file.SafeFileHandle, Pages.ReadWrite);
            ulong behind = pages.Address + (ulong)(3 * Pages.Size);
            Accepts(pages.Address, 3 * Pages.Size, MemoryAccess.ReadWrite);
            Refuses(pages.Address, pages.Length, MemoryAccess.Read, behind);
            Refuses(pages.Address + 1, (3 * Pages.Size) + 1, MemoryAccess.Write, behind);
            Refuses(behind + 10, 1, MemoryAccess.Read, behind + 10);
            file.SetLength(0);
            Refuses(pages.Address + 33, 100, MemoryAccess.Read, pages.Address + 33);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Memory_that_was_unmapped_between_two_requests_is_missed()
    {
        using var pages = new Pages(1);
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        MemoryRange[] ranges = [new(pages.Address, Pages.Size, MemoryAccess.ReadWrite)];
        Assert.True(space.TryAcquire(ranges, false, lease, out _));
        lease.Release();
        pages.Protect(0, 1, Pages.Read);
        Assert.False(space.TryAcquire(ranges, false, lease, out _));
        pages.Unmap(0, 1);
        Assert.False(space.TryAcquire([new(pages.Address, 1, MemoryAccess.Read)], false, lease, out ulong fault));
        Assert.Equal(pages.Address, fault);
    }

    [Fact]
    public void Leased_memory_is_not_looked_up()
    {
        using var pages = new Pages(1, Pages.None);
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        Assert.True(space.TryAcquire([new(pages.Address, Pages.Size, MemoryAccess.ReadWrite)], leased: true, lease, out _));
    }

    [Fact]
    public void Nothing_is_acquired_after_the_end()
    {
        using var pages = new Pages(1);
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        space.Revoke();
        Assert.True(space.IsGone);
        Assert.False(space.TryAcquire([new(pages.Address, 1, MemoryAccess.Read)], leased: true, lease, out _));
    }

    [Fact]
    public void A_lease_of_another_space_is_misuse()
    {
        using LocalAddressSpace space = Create();
        using LocalAddressSpace other = Create();
        MemoryLease lease = other.CreateLease();
        Assert.Throws<ArgumentException>(() => space.TryAcquire([], false, lease, out _));
    }

    [Fact]
    public void Warm_acquisitions_allocate_nothing()
    {
        using var pages = new Pages(64);
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        var ranges = new MemoryRange[64];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new(pages.Address + (ulong)(i * Pages.Size), 100, (MemoryAccess)(i % 3));
        }

        Assert.True(space.TryAcquire(ranges, false, lease, out _));
        lease.Release();
        bool all = true;
        Assert.Equal(0, Allocations.Least(1000, i =>
        {
            all &= space.TryAcquire(ranges, i % 2 == 0, lease, out _);
            lease.Release();
        }));
        Assert.True(all);
    }

    private void Accepts(ulong address, int length, MemoryAccess access)
    {
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        Assert.True(space.TryAcquire([new(address, length, access)], false, lease, out ulong fault), $"refused at {fault:x}");
        Assert.Equal(length, lease.Memory(0).Length);
    }

    private void Refuses(ulong address, int length, MemoryAccess access, ulong expected, bool leased = false)
    {
        using LocalAddressSpace space = Create();
        MemoryLease lease = space.CreateLease();
        Assert.False(space.TryAcquire([new(address, length, access)], leased, lease, out ulong fault));
        Assert.Equal(expected, fault);
        Assert.Equal(0, lease.Count);
    }
}
