using System.Runtime.InteropServices;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Memory between two inaccessible pages, and the address space that consists of nothing else. Any touch outside kills the process.</summary>
internal sealed unsafe partial class Arena : AddressSpace, IDisposable
{
    private const int Page = 4096;
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;
    private const int PrivateAnonymous = 0x4022;   // MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    private readonly nint _mapping;
    private readonly int _size;
    private int _used;

    internal Arena(int size)
    {
        _size = (size + Page - 1) / Page * Page;
        _mapping = mmap(0, (nuint)(_size + (2 * Page)), ProtectNone, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _mapping);
        Assert.Equal(0, mprotect(_mapping + Page, (nuint)_size, ProtectReadWrite));
    }

    public override uint Pasid => 9;

    public override bool IsGone => false;

    /// <summary>First address.</summary>
    internal ulong Address => (ulong)_mapping + Page;

    internal ulong End => Address + (ulong)_size;

    /// <summary>Everything from here on may only be read.</summary>
    internal ulong ReadOnlyFrom { get; set; } = ulong.MaxValue;

    internal Span<byte> Bytes => new((void*)Address, _size);

    public static Span<byte> At(ulong address, int length) => new((void*)address, length);

    /// <summary>Forgets all allocations.</summary>
    internal void Rewind() => _used = 0;

    /// <summary>Takes memory of the arena, aligned to 64.</summary>
    internal ulong Take(int length)
    {
        ulong address = Address + (ulong)_used;
        _used += (length + 63) / 64 * 64;
        Assert.True(_used <= _size, "the arena is too small for this test");
        return address;
    }

    internal ulong Put(ReadOnlySpan<byte> data)
    {
        ulong address = Take(data.Length);
        data.CopyTo(At(address, data.Length));
        return address;
    }

    public override MemoryLease CreateLease() => new Lease();

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        foreach (MemoryRange range in ranges)
        {
            if (range.Length == 0)
            {
                continue;
            }

            ulong end = range.Address + (ulong)range.Length;
            if (range.Address < Address || range.Address >= End || end < range.Address)
            {
                faultAddress = range.Address;
                return false;
            }

            if (end > End || (range.Access != MemoryAccess.Read && end > ReadOnlyFrom))
            {
                faultAddress = range.Access != MemoryAccess.Read && end > ReadOnlyFrom ? Math.Max(range.Address, ReadOnlyFrom) : End;
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

    /// <summary>Takes all permissions away; the content stays.</summary>
    internal void Forbid() => Assert.Equal(0, mprotect((nint)Address, (nuint)_size, ProtectNone));

    public void Dispose() => _ = munmap(_mapping, (nuint)(_size + (2 * Page)));

    [LibraryImport("libc")]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc")]
    private static partial int mprotect(nint address, nuint length, int protection);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nuint length);

    private sealed class Lease : MemoryLease
    {
        internal List<MemoryRange> Ranges { get; } = [];

        public override int Count => Ranges.Count;

        public override Span<byte> Memory(int index) => At(Ranges[index].Address, Ranges[index].Length);

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
