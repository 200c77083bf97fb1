namespace WarpDrive.Testing;

/// <summary>Reads a raw deflate stream bit by bit, close to the text of RFC 1951 §3.2, and remembers how far its matches reach back.</summary>
internal sealed class DeflateWalker
{
    private const int LongestCode = 15;
    private const int EndOfBlock = 256;

    private readonly byte[] _data;
    private readonly List<byte> _output = [];
    private int _bit;

    private DeflateWalker(byte[] data) => _data = data;

    /// <summary>Bytes back, of the match that reaches farthest.</summary>
    internal int LargestDistance { get; private set; }

    /// <summary>Bytes of all matches by their distance.</summary>
    internal Dictionary<int, int> Matched { get; } = [];

    /// <summary>What the stream says.</summary>
    internal byte[] Output => [.. _output];

    /// <summary>Reads a stream to its final block; a stream that ends before it ends with its last byte.</summary>
    internal static DeflateWalker Walk(byte[] data)
    {
        var walker = new DeflateWalker(data);
        bool final = false;
        while (!final && walker._bit + 3 <= data.Length * 8)
        {
            final = walker.Bits(1) == 1;
            walker.Block(walker.Bits(2));
        }

        return walker;
    }

    private void Block(int type)
    {
        switch (type)
        {
            case 0:
                _bit = (_bit + 7) & ~7;
                int length = Bits(16);
                Assert.Equal(length, ~Bits(16) & 0xFFFF);
                for (; length > 0; length--)
                {
                    _output.Add((byte)Bits(8));
                }

                break;
            case 1:
                int[] literals = [.. Enumerable.Range(0, 288).Select(i => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)];
                Symbols(Codes(literals), Codes([.. Enumerable.Repeat(5, 30)]));
                break;
            case 2:
                Dynamic();
                break;
            default:
                Assert.Fail("block type 3");
                break;
        }
    }

    private void Dynamic()
    {
        ReadOnlySpan<int> order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        int literals = Bits(5) + 257;
        int distances = Bits(5) + 1;
        int count = Bits(4) + 4;
        int[] lengths = new int[19];
        for (int i = 0; i < count; i++)
        {
            lengths[order[i]] = Bits(3);
        }

        Dictionary<int, int> meta = Codes(lengths);
        var all = new List<int>();
        while (all.Count < literals + distances)
        {
            int symbol = Symbol(meta);
            (int value, int times) = symbol switch
            {
                < 16 => (symbol, 1),
                16 => (all[^1], 3 + Bits(2)),
                17 => (0, 3 + Bits(3)),
                _ => (0, 11 + Bits(7)),
            };
            all.AddRange(Enumerable.Repeat(value, times));
        }

        Symbols(Codes([.. all.Take(literals)]), Codes([.. all.Skip(literals)]));
    }

    private void Symbols(Dictionary<int, int> literals, Dictionary<int, int> distances)
    {
        while (true)
        {
            int symbol = Symbol(literals);
            if (symbol < EndOfBlock)
            {
                _output.Add((byte)symbol);
                continue;
            }

            if (symbol == EndOfBlock)
            {
                return;
            }

            // The table of §3.2.5 in closed form: groups of four codes for lengths, of two for distances, each with one more extra bit.
            int place = symbol - 257;
            int extra = place < 8 || place == 28 ? 0 : (place / 4) - 1;
            int length = place == 28 ? 258 : place < 8 ? place + 3 : ((4 + (place % 4)) << extra) + 3;
            length += Bits(extra);
            int code = Symbol(distances);
            extra = code < 4 ? 0 : (code / 2) - 1;
            int distance = code < 4 ? code + 1 : ((2 + (code % 2)) << extra) + 1;
            distance += Bits(extra);
            Assert.InRange(distance, 1, _output.Count);
            Matched[distance] = Matched.GetValueOrDefault(distance) + length;
            LargestDistance = Math.Max(LargestDistance, distance);
            for (; length > 0; length--)
            {
                _output.Add(_output[^distance]);
            }
        }
    }

    /// <summary>§3.2.2: codes by their lengths; the key is the code behind a leading 1.</summary>
    private static Dictionary<int, int> Codes(int[] lengths)
    {
        var codes = new Dictionary<int, int>();
        int code = 0;
        for (int length = 1; length <= LongestCode; length++, code <<= 1)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    codes.Add((1 << length) | code++, symbol);
                }
            }
        }

        return codes;
    }

    private int Symbol(Dictionary<int, int> codes)
    {
        int key = 1;
        for (int length = 0; length <= LongestCode; length++)
        {
            key = (key << 1) | Bits(1);
            if (codes.TryGetValue(key, out int symbol))
            {
                return symbol;
            }
        }

        Assert.Fail("no such code");
        return 0;
    }

    private int Bits(int count)
    {
        int value = 0;
        for (int i = 0; i < count; i++, _bit++)
        {
            value |= ((_data[_bit >> 3] >> (_bit & 7)) & 1) << i;
        }

        return value;
    }
}
