using System.Runtime.InteropServices;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Whether a range may be touched without a fault.</summary>
internal static class MappingCheck
{
    /// <summary>First address that no user process can map: 47 bits on x86-64 with four-level tables, 48 on arm64.</summary>
    public static readonly ulong AddressLimit = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 1UL << 47 : 1UL << 48;

    /// <summary>Whether a range can be memory of a process at all: neither null, nor in the kernel's half, nor wrapping around.</summary>
    /// <param name="range">Any range; an empty one is fine wherever it is.</param>
    /// <param name="faultAddress">When refused: its first impossible address.</param>
    public static bool IsPlausible(in MemoryRange range, out ulong faultAddress)
    {
        faultAddress = range.Address;
        if (range.Length <= 0)
        {
            return range.Length == 0;   // nothing to touch, wherever it points
        }

        if (range.Address == 0 || range.Address >= AddressLimit)
        {
            return false;
        }

        faultAddress = AddressLimit;
        return (ulong)range.Length <= AddressLimit - range.Address;
    }

    /// <summary>Whether a range of this process may be touched: <see cref="IsPermitted"/>, and no part of it lies behind the end of a mapped file.</summary>
    /// <param name="range">A range that does not wrap around.</param>
    /// <param name="view">The mappings.</param>
    /// <param name="faultAddress">When refused: the first address that is not mapped, lacks the permission, or lies behind its file's end.</param>
    public static bool IsCovered(in MemoryRange range, MappingView view, out ulong faultAddress) =>
        Walk(range, view, touched: true, out faultAddress);

    /// <summary>Walks the mappings that a range lies in; several that follow each other without a hole are fine.</summary>
    /// <param name="range">A range that does not wrap around.</param>
    /// <param name="view">The mappings, of any process.</param>
    /// <param name="faultAddress">When refused: the first address that is not mapped or lacks the permission.</param>
    public static bool IsPermitted(in MemoryRange range, MappingView view, out ulong faultAddress) =>
        Walk(range, view, touched: false, out faultAddress);

    private static bool Walk(in MemoryRange range, MappingView view, bool touched, out ulong faultAddress)
    {
        ulong address = range.Address;
        ulong end = address + (ulong)range.Length;
        while (address < end)
        {
            if (!view.TryFind(address, out Mapping mapping) || !mapping.Permits(range.Access))
            {
                faultAddress = address;
                return false;
            }

            ulong last = Math.Min(end, mapping.End);
            if (touched && mapping.HasFile && !IsInFile(address, last, out faultAddress))
            {
                return false;
            }

            address = last;
        }

        faultAddress = 0;
        return true;
    }

    /// <summary>Pages of a mapping behind the end of its file raise SIGBUS. They are the last ones, so that the last page tells for all.</summary>
    private static bool IsInFile(ulong start, ulong end, out ulong faultAddress)
    {
        ulong page = (ulong)Environment.SystemPageSize;
        ulong bad = (end - 1) & ~(page - 1);
        faultAddress = 0;
        if (!Faults(bad, page))
        {
            return true;
        }

        ulong first = start & ~(page - 1);
        while (first < bad)   // the first page that faults, by halving
        {
            ulong middle = (first + ((bad - first) / 2)) & ~(page - 1);
            if (Faults(middle, page))
            {
                bad = middle;
            }
            else
            {
                first = middle + page;
            }
        }

        faultAddress = Math.Max(bad, start);
        return false;
    }

    // Before Linux 5.14 the kernel cannot be asked (EINVAL), and the answer is no. ENOMEM: unmapped since the list was read.
    private static bool Faults(ulong page, ulong pageSize) =>
        Libc.TryPopulateForRead(page, (nuint)pageSize) is not (Errno.None or Errno.EINVAL);
}
