using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Inflate;

/// <summary>
/// Look-up tables for the Huffman codes of RFC 1951 section 3.2: a root table indexed by the next bits of the stream, and second
/// tables behind it for longer words.
/// </summary>
/// <remarks>
/// An entry: bits 5–0 all bits of word and extra bits, 11–8 bits of the word alone (for a link: bits that index the second table),
/// 13 end of block, 14 link, 15 anything but a literal, length or distance, 30–16 literal, base value or start of the second table,
/// 31 literal. In a second table the bits of the root are not counted again.
/// </remarks>
internal static unsafe class DecodeTable
{
    internal const uint Literal = 0x8000_0000;
    internal const uint Exceptional = 0x8000;
    internal const uint Link = 0x4000;
    internal const uint EndOfBlock = 0x2000;

    internal const int LiteralRootBits = 11;
    internal const int DistanceRootBits = 8;

    // A second table exists for at least two words (for distances: at least two of 30), so at most 144 of 16 and 15 of 128 entries.
    internal const int LiteralTableSize = (1 << LiteralRootBits) + (144 * 16);
    internal const int DistanceTableSize = (1 << DistanceRootBits) + (15 * 128);

    internal const int MaxLiteralSymbols = 288;
    internal const int MaxDistanceSymbols = 32;

    private const int MaxBits = 15;

    // RFC 1951 section 3.2.5.
    private static readonly uint[] s_literalEntries = BuildLiteralEntries();
    private static readonly uint[] s_distanceEntries = BuildDistanceEntries();

    /// <summary>Builds the literal/length table.</summary>
    /// <returns>False when the lengths do not describe a code.</returns>
    internal static bool BuildLiterals(ReadOnlySpan<byte> lengths, uint* table) =>
        Build(lengths, s_literalEntries, LiteralRootBits, table);

    /// <summary>Builds the distance table.</summary>
    /// <returns>False when the lengths do not describe a code.</returns>
    internal static bool BuildDistances(ReadOnlySpan<byte> lengths, uint* table) =>
        Build(lengths, s_distanceEntries, DistanceRootBits, table);

    /// <summary>Builds the table of the code length code: 128 entries of symbol times 8, and bits of the word.</summary>
    /// <returns>False when the lengths do not describe a complete code.</returns>
    internal static bool BuildLengthCode(ReadOnlySpan<byte> lengths, byte* table)
    {
        Span<int> next = stackalloc int[8];
        int used = 0;
        for (int bits = 1; bits <= 7; bits++)
        {
            next[bits] = used;
            used += lengths.Count((byte)bits) << (7 - bits);
        }

        if (used != 128)
        {
            return false;
        }

        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int bits = lengths[symbol];
            if (bits == 0)
            {
                continue;
            }

            // next counts in units of 1/128 of the code space; the stream has the first bit of a word lowest.
            int word = Reverse7(next[bits]);
            next[bits] += 1 << (7 - bits);
            for (int i = word; i < 128; i += 1 << bits)
            {
                table[i] = (byte)((symbol << 3) | bits);
            }
        }

        return true;
    }

    private static int Reverse7(int value)
    {
        int result = 0;
        for (int i = 0; i < 7; i++)
        {
            result |= ((value >> i) & 1) << (6 - i);
        }

        return result;
    }

    [SkipLocalsInit]
    private static bool Build(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> entries, int rootBits, uint* table)
    {
        int* counts = stackalloc int[MaxBits + 1];
        int* offsets = stackalloc int[MaxBits + 2];
        ushort* sorted = stackalloc ushort[MaxLiteralSymbols];
        new Span<int>(counts, MaxBits + 1).Clear();
        foreach (byte length in lengths)
        {
            counts[length]++;
        }

        // How much of the code space is used, in units of the longest word; where each length's symbols begin, sorted by length.
        int used = 0;
        offsets[1] = 0;
        for (int bits = 1; bits <= MaxBits; bits++)
        {
            used = (used << 1) + counts[bits];
            offsets[bits + 1] = offsets[bits] + counts[bits];
        }

        int symbols = offsets[MaxBits + 1];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int bits = lengths[symbol];
            if (bits != 0)
            {
                sorted[offsets[bits]++] = (ushort)symbol;
            }
        }

        if (used != 1 << MaxBits)
        {
            // Section 3.2.7: one distance code may use one bit, zero distance codes mean all literals. As in zlib, a code of
            // one one-bit word is also taken for literals. The unused word is an error when it occurs.
            if (symbols > 1 || (symbols == 1 && counts[1] != 1))
            {
                return false;
            }

            uint only = symbols == 1 ? Entry(entries[sorted[0]], 1) : Exceptional | 1;
            for (int i = 0; i < 1 << rootBits; i++)
            {
                table[i] = (i & 1) == 0 ? only : Exceptional | 1;
            }

            return true;
        }

        // Words in order of their length, each bit-reversed. The table grows with the length: every doubling copies what is there,
        // so that an entry is written once for its own length.
        int word = 0;
        int next = 0;
        int size = 1;
        int currentBits = 0;
        while (currentBits < rootBits)
        {
            currentBits++;
            new ReadOnlySpan<uint>(table, size).CopyTo(new Span<uint>(table + size, size));
            size <<= 1;
            for (int left = counts[currentBits]; left > 0; left--)
            {
                table[word] = Entry(entries[sorted[next++]], currentBits);
                word = Next(word, currentBits);
            }
        }

        int rootMask = (1 << rootBits) - 1;
        int prefix = -1;
        int start = 0;
        int end = 1 << rootBits;
        for (int bits = rootBits + 1; bits <= MaxBits; bits++)
        {
            for (int left = counts[bits]; left > 0; left--)
            {
                if ((word & rootMask) != prefix)
                {
                    // As wide as it takes until the words that follow fill the prefix.
                    prefix = word & rootMask;
                    int width = bits - rootBits;
                    int filled = left;
                    while (filled < 1 << width)
                    {
                        width++;
                        filled = (filled << 1) + counts[rootBits + width];
                    }

                    start = end;
                    end += 1 << width;
                    table[prefix] = ((uint)start << 16) | Exceptional | Link | ((uint)width << 8) | (uint)rootBits;
                }

                uint entry = Entry(entries[sorted[next++]], bits - rootBits);
                for (int i = start + (word >> rootBits); i < end; i += 1 << (bits - rootBits))
                {
                    table[i] = entry;
                }

                word = Next(word, bits);
            }
        }

        return true;
    }

    /// <summary>The word after a bit-reversed word of so many bits: an addition that carries towards the low end.</summary>
    private static int Next(int word, int bits)
    {
        int zeros = ~word & ((1 << bits) - 1);
        if (zeros == 0)
        {
            return 0;
        }

        int bit = 1 << BitOperations.Log2((uint)zeros);
        return (word & (bit - 1)) | bit;
    }

    /// <summary>Adds the bits of the word; the template has the extra bits alone in its low bits.</summary>
    private static uint Entry(uint template, int bits) => template + ((uint)bits << 8) + (uint)bits;

    private static uint[] BuildLiteralEntries()
    {
        var entries = new uint[MaxLiteralSymbols];
        for (uint i = 0; i < 256; i++)
        {
            entries[i] = Literal | (i << 16);
        }

        entries[256] = Exceptional | EndOfBlock;
        uint length = 3;
        for (int symbol = 257; symbol < 285; symbol++)
        {
            int extra = symbol < 265 ? 0 : (symbol - 261) / 4;
            entries[symbol] = (length << 16) | (uint)extra;
            length += 1u << extra;
        }

        entries[285] = 258 << 16;
        entries[286] = Exceptional;
        entries[287] = Exceptional;
        return entries;
    }

    private static uint[] BuildDistanceEntries()
    {
        var entries = new uint[MaxDistanceSymbols];
        uint distance = 1;
        for (int symbol = 0; symbol < 30; symbol++)
        {
            int extra = symbol < 4 ? 0 : (symbol / 2) - 1;
            entries[symbol] = (distance << 16) | (uint)extra;
            distance += 1u << extra;
        }

        entries[30] = Exceptional;
        entries[31] = Exceptional;
        return entries;
    }
}
