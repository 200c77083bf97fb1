namespace WarpDrive.Hisilicon.Zip;

/// <summary>
/// Looks whether undecoded bits that a device holds already form complete final blocks, so that the caller, who has no more input, must ask
/// once more (hisi-qm-zip.md B12). Tables are those of RFC 1951 §3.2.5 and §3.2.6.
/// </summary>
internal static class ZipCachedTail
{
    private const int MostBits = 40;

    /// <summary>What the bits are.</summary>
    internal enum Verdict
    {
        /// <summary>More input is needed.</summary>
        Incomplete,
        /// <summary>The stream's end is among them.</summary>
        Complete,
        /// <summary>No deflate data.</summary>
        Malformed,
    }

    /// <summary>Inspects cached bits.</summary>
    /// <param name="bits">The bits, the next one lowest.</param>
    /// <param name="count">How many; 0 and 40 or more are taken as incomplete.</param>
    internal static Verdict Inspect(ulong bits, int count)
    {
        if (count is <= 0 or >= MostBits)
        {
            return Verdict.Incomplete;
        }

        var reader = new BitReader { Bits = bits & ((1UL << count) - 1), Left = count };
        while (true)
        {
            if (!reader.TryTake(1, out uint final) || !reader.TryTake(2, out uint type))
            {
                return Verdict.Incomplete;
            }

            switch (type)
            {
                case 0:
                    return Stored(ref reader);
                case 1:
                    Verdict block = Fixed(ref reader);
                    if (block != Verdict.Complete || final == 1)
                    {
                        return block;
                    }

                    break;
                case 2:
                    return Verdict.Incomplete;
                default:
                    return Verdict.Malformed;
            }
        }
    }

    private static Verdict Stored(ref BitReader reader)
    {
        if (reader.Left < 32)
        {
            return Verdict.Incomplete;
        }

        _ = reader.TryTake(reader.Left % 8, out _);
        if (!reader.TryTake(16, out uint length) || !reader.TryTake(16, out uint complement))
        {
            return Verdict.Incomplete;
        }

        if (length != (~complement & 0xFFFF))
        {
            return Verdict.Malformed;
        }

        return length == 0 ? Verdict.Complete : Verdict.Incomplete;   // data of a block never fits behind its header here
    }

    private static Verdict Fixed(ref BitReader reader)
    {
        while (true)
        {
            int symbol = FixedSymbol(ref reader);
            if (symbol < 0)
            {
                return Verdict.Incomplete;
            }

            if (symbol == 256)
            {
                return Verdict.Complete;
            }

            if (symbol > 285)
            {
                return Verdict.Malformed;
            }

            if (symbol > 256)
            {
                if (!reader.TryTake(LengthExtraBits(symbol), out _) || !reader.TryTake(5, out uint word))
                {
                    return Verdict.Incomplete;
                }

                int distance = (int)(ZipChecksum.ReverseBits(word) >> 27);   // codes are sent from their highest bit (§3.1.1)
                if (distance > 29)
                {
                    return Verdict.Malformed;
                }

                if (!reader.TryTake(distance < 4 ? 0 : (distance / 2) - 1, out _))
                {
                    return Verdict.Incomplete;
                }
            }
        }
    }

    /// <summary>Extra bits of a length code 257…285 (§3.2.5).</summary>
    internal static int LengthExtraBits(int symbol) => symbol is < 265 or 285 ? 0 : (symbol - 261) / 4;

    /// <summary>The next literal/length symbol of the fixed code (§3.2.6), or -1 when the bits end before.</summary>
    private static int FixedSymbol(ref BitReader reader)
    {
        int code = 0;
        for (int length = 1; length <= 9; length++)
        {
            if (!reader.TryTake(1, out uint bit))
            {
                return -1;
            }

            code = (code << 1) | (int)bit;
            switch (length)
            {
                case 7 when code <= 0b0010111:
                    return 256 + code;
                case 8 when code is >= 0b00110000 and <= 0b10111111:
                    return code - 0b00110000;
                case 8 when code is >= 0b11000000 and <= 0b11000111:
                    return 280 + code - 0b11000000;
                case 9:
                    return 144 + code - 0b110010000;
            }
        }

        return -1;
    }

    private struct BitReader
    {
        internal ulong Bits;
        internal int Left;

        internal bool TryTake(int count, out uint value)
        {
            if (count > Left)
            {
                value = 0;
                return false;
            }

            value = (uint)(Bits & ((1UL << count) - 1));
            Bits >>= count;
            Left -= count;
            return true;
        }
    }
}
