using System.Buffers.Binary;
using WarpDrive.Hisilicon.Tests.Zip;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Hardware scatter lists by the offsets of hisi-sec.md §9.</summary>
internal static class SecLists
{
    /// <summary>Puts pieces and the lists over them into an arena; empty pieces are skipped.</summary>
    internal static ulong Put(Arena arena, int perList, params byte[][] pieces) =>
        Over(arena, perList, [.. pieces.Where(p => p.Length > 0).Select(p => (arena.Put(p), p.Length))]);

    /// <summary>Puts lists over ranges into an arena.</summary>
    internal static ulong Over(Arena arena, int perList, params (ulong Address, int Length)[] ranges)
    {
        ulong next = 0;
        for (int from = (ranges.Length - 1) / perList * perList; from >= 0; from -= perList)
        {
            int count = Math.Min(perList, ranges.Length - from);
            ulong list = arena.Take(64 + (32 * count));
            Span<byte> bytes = Arena.At(list, 64 + (32 * count));
            bytes.Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, next);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], 0xFFFF);   // a count that nobody reads
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], (ushort)count);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[12..], (ushort)perList);
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[(64 + (32 * i))..], ranges[from + i].Address);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(80 + (32 * i))..], (uint)ranges[from + i].Length);
            }

            next = list;
        }

        return next;
    }
}
