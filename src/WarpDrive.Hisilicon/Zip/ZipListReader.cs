using System.Runtime.InteropServices;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>
/// Reads a chain of hardware scatter lists (hisi-qm-zip.md A11) into a cursor. The lists are not trusted: each is copied once and checked;
/// the chain's own entry count is ignored, as drivers disagree about it.
/// </summary>
internal sealed class ZipListReader
{
    private const int HeaderSize = 64;
    private const int EntrySize = 32;
    private const int MaxEntries = 255;
    private const int MaxLists = 256;
    private const int MaxEntryLength = 8 << 20;
    private const int NextOffset = 0;
    private const int ValidOffset = 10;
    private const int EntryAddressOffset = 0;
    private const int EntryLengthOffset = 16;
    private const ulong AlignmentMask = 63;

    private readonly byte[] _copy = new byte[MaxEntries * EntrySize];

    /// <summary>Adds the segments of a chain.</summary>
    /// <param name="list">Address of the first list.</param>
    /// <param name="skip">Bytes to leave out at the start.</param>
    /// <param name="limit">Bytes to take at most.</param>
    /// <param name="leases">The address space.</param>
    /// <param name="leased">The submitter keeps the memory.</param>
    /// <param name="cursor">Where they go.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="faultAddress">When a list itself cannot be read: where.</param>
    internal bool TryRead(
        ulong list, int skip, int limit, ZipLeases leases, bool leased, ZipCursor cursor, out ZipReason reason, out ulong faultAddress)
    {
        faultAddress = 0;
        Span<byte> header = stackalloc byte[HeaderSize];
        for (int lists = 0; list != 0 && limit > 0; lists++)
        {
            if ((list & AlignmentMask) != 0)
            {
                reason = ZipReason.ListMisaligned;
                return false;
            }

            if (lists == MaxLists)
            {
                reason = ZipReason.ListChainTooLong;
                return false;
            }

            reason = ZipReason.None;
            if (!TryCopy(list, header, leases, leased, out faultAddress))
            {
                return false;
            }

            int valid = MemoryMarshal.Read<ushort>(header[ValidOffset..]);
            if (valid > MaxEntries)
            {
                reason = ZipReason.ListTooManyEntries;
                return false;
            }

            Span<byte> entries = _copy.AsSpan(0, valid * EntrySize);
            if (valid > 0 && !TryCopy(list + HeaderSize, entries, leases, leased, out faultAddress))
            {
                return false;
            }

            if (!TryAdd(entries, ref skip, ref limit, cursor, out reason))
            {
                return false;
            }

            list = MemoryMarshal.Read<ulong>(header[NextOffset..]);
        }

        reason = ZipReason.None;
        return true;
    }

    private static bool TryAdd(ReadOnlySpan<byte> entries, ref int skip, ref int limit, ZipCursor cursor, out ZipReason reason)
    {
        reason = ZipReason.None;
        for (; !entries.IsEmpty && limit > 0; entries = entries[EntrySize..])
        {
            ulong address = MemoryMarshal.Read<ulong>(entries[EntryAddressOffset..]);
            uint length = MemoryMarshal.Read<uint>(entries[EntryLengthOffset..]);
            if (length > MaxEntryLength)
            {
                reason = ZipReason.ListEntryTooLong;
                return false;
            }

            int skipped = Math.Min(skip, (int)length);
            int taken = Math.Min((int)length - skipped, limit);
            skip -= skipped;
            limit -= taken;
            cursor.Add(address + (ulong)skipped, taken);
        }

        return true;
    }

    private static bool TryCopy(ulong address, Span<byte> copy, ZipLeases leases, bool leased, out ulong faultAddress)
    {
        var range = new MemoryRange(address, copy.Length, MemoryAccess.Read);
        if (!leases.Space.TryAcquire(new ReadOnlySpan<MemoryRange>(in range), leased, leases.List, out faultAddress))
        {
            return false;
        }

        Span<byte> memory = leases.List.Memory(0);
        bool whole = memory.Length >= copy.Length;
        if (whole)
        {
            memory[..copy.Length].CopyTo(copy);
        }
        else
        {
            faultAddress = address + (ulong)memory.Length;
        }

        leases.List.Release();
        return whole;
    }
}
