using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>What is needed of a kind while a message runs, in memory that stays in place.</summary>
internal unsafe struct HashTraits
{
    private const int MaxWords = 8;

    internal HashFamily Family;
    internal bool IsLittleEndian;
    internal int WordSize;
    internal int BlockSize;
    internal int BlockShift;
    internal int StateWords;
    internal int DigestSize;

    /// <summary>The longest message, with the key block before it, that fits into a cursor's buffer with its padding.</summary>
    internal int ShortLength;

    /// <summary>The initial value; the words of 32-bit families take one element each too.</summary>
    internal fixed ulong Initial[MaxWords];

    /// <summary>One entry per <see cref="HashKind"/>; lives as long as the process.</summary>
    internal static readonly HashTraits* Table = MakeTable();

    internal readonly int StateSize => StateWords * WordSize;

    private static HashTraits* MakeTable()
    {
        var table = (HashTraits*)NativeMemory.AllocZeroed(HashKinds.Count, (nuint)sizeof(HashTraits));
        for (int i = 0; i < HashKinds.Count; i++)
        {
            var kind = (HashKind)i;
            HashFamily family = HashKinds.FamilyOf(kind);
            HashTraits* entry = table + i;
            entry->Family = family;
            entry->IsLittleEndian = family == HashFamily.Md5;
            entry->WordSize = HashKinds.WordSize(family);
            entry->BlockSize = HashKinds.BlockSize(family);
            entry->BlockShift = int.Log2(entry->BlockSize);
            entry->StateWords = HashKinds.StateWords(family);
            entry->DigestSize = HashKinds.DigestSize(kind);
            entry->ShortLength = MessageCursor.BufferSize - 1 - 2 * entry->WordSize;
            for (int word = 0; word < entry->StateWords; word++)
            {
                entry->Initial[word] = family == HashFamily.Sha512 ? HashKinds.Initial64(kind)[word] : HashKinds.Initial32(kind)[word];
            }
        }

        return table;
    }
}
