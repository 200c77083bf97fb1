using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>A device's look at a scatter list in the submitter's memory (hisi-qm-zip.md A11, D9). Nothing in it is trusted.</summary>
/// <remarks>
/// Walks the valid entries of each list and the next address; the chain count is not looked at. Each header and entry block is copied once, then checked,
/// then used. A chain that bites its tail ends at 256 lists.
/// </remarks>
public static unsafe class QmSglReader
{
    /// <summary>Reads a chain into ranges.</summary>
    /// <param name="space">The submitter's memory.</param>
    /// <param name="leased">The submitter's claim that it keeps the memory valid.</param>
    /// <param name="lease">A lease of that space that holds nothing; used for the lists, and released again.</param>
    /// <param name="address">First list, a multiple of 64.</param>
    /// <param name="skip">Start offset into the data (dw7, dw8), bytes.</param>
    /// <param name="access">What the device will do with the data.</param>
    /// <param name="ranges">Room for the data ranges, at most 65280; empty entries never occur.</param>
    /// <param name="count">Ranges written.</param>
    /// <param name="length">Bytes of all ranges.</param>
    /// <param name="faultAddress">On <see cref="QmSglReadResult.Fault"/>: the first bad address.</param>
    /// <param name="wanted">Bytes behind the start offset; what lies beyond the entry that completes them is not looked at.</param>
    /// <param name="directLimit">Lists below it are read where they are (<see cref="AddressSpace.DirectLimit"/>, of memory that is leased); 0 for none.</param>
    [SkipLocalsInit]
    public static QmSglReadResult Read(
        AddressSpace space, bool leased, MemoryLease lease, ulong address, uint skip, MemoryAccess access,
        Span<MemoryRange> ranges, out int count, out long length, out ulong faultAddress, long wanted = long.MaxValue, ulong directLimit = 0)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(lease);
        count = 0;
        length = 0;
        faultAddress = 0;
        Span<QmSglEntry> entries = stackalloc QmSglEntry[QmSgl.MaxEntries];   // 8160 bytes
        for (int list = 0; address != 0 && length < wanted; list++)
        {
            if (list == QmSgl.MaxLists || address % QmSglHeader.SizeInBytes != 0)
            {
                return QmSglReadResult.Malformed;
            }

            bool isDirect = directLimit > QmSgl.ListSize && address <= directLimit - QmSgl.ListSize;
            QmSglHeader header = default;
            if (isDirect)
            {
                header = *(QmSglHeader*)address;
            }
            else if (!TryCopy(space, leased, lease, address, MemoryMarshal.AsBytes(new Span<QmSglHeader>(ref header)), out faultAddress))
            {
                return QmSglReadResult.Fault;
            }

            int valid = header.Entries;
            if (valid is < 1 or > QmSgl.MaxEntries || address > ulong.MaxValue - QmSgl.ListSize)
            {
                return QmSglReadResult.Malformed;
            }

            ReadOnlySpan<QmSglEntry> found = isDirect
                ? new ReadOnlySpan<QmSglEntry>((void*)(address + QmSglHeader.SizeInBytes), valid)
                : entries[..valid];
            if (!isDirect && !TryCopy(space, leased, lease, address + QmSglHeader.SizeInBytes, MemoryMarshal.AsBytes(entries[..valid]), out faultAddress))
            {
                return QmSglReadResult.Fault;
            }

            foreach (QmSglEntry entry in found)   // a copy of each: nothing is read twice
            {
                if (entry.Length is 0 or > QmSgl.MaxEntryLength)
                {
                    return QmSglReadResult.Malformed;
                }

                uint skipped = Math.Min(skip, entry.Length);
                skip -= skipped;
                if (skipped == entry.Length)
                {
                    continue;
                }

                if (entry.Address > ulong.MaxValue - entry.Length)
                {
                    faultAddress = entry.Address;
                    return QmSglReadResult.Fault;
                }

                if (count == ranges.Length)
                {
                    return QmSglReadResult.TooManyEntries;
                }

                int rest = (int)(entry.Length - skipped);
                ranges[count++] = new MemoryRange(entry.Address + skipped, rest, access);
                length += rest;
                if (length >= wanted)
                {
                    break;
                }
            }

            address = header.Next;
        }

        return skip == 0 && count > 0 ? QmSglReadResult.Read : QmSglReadResult.Malformed;
    }

    private static bool TryCopy(AddressSpace space, bool leased, MemoryLease lease, ulong address, Span<byte> destination, out ulong faultAddress)
    {
        if (!space.TryAcquire([new MemoryRange(address, destination.Length, MemoryAccess.Read)], leased, lease, out faultAddress))
        {
            return false;
        }

        bool copied = true;
        int done = 0;
        while (true)
        {
            Span<byte> window = lease.Memory(0);
            window.CopyTo(destination[done..]);
            done += window.Length;
            if (done == destination.Length)
            {
                break;
            }

            if (window.IsEmpty || !lease.TryMoveWindow(0, 0, out faultAddress))
            {
                copied = false;
                break;
            }
        }

        lease.Release();
        return copied;
    }
}
