namespace WarpDrive.Engines.Tests.Inflate;

/// <summary>Writes bits as RFC 1951 section 3.1.1 packs them, to build streams by hand.</summary>
public sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _bit;

    /// <summary>A number, lowest bit first.</summary>
    public BitWriter Number(int value, int bits)
    {
        for (int i = 0; i < bits; i++)
        {
            Bit((value >> i) & 1);
        }

        return this;
    }

    /// <summary>A Huffman word, first bit first, written as a string of 0 and 1.</summary>
    public BitWriter Word(string word)
    {
        foreach (char c in word)
        {
            Bit(c - '0');
        }

        return this;
    }

    /// <summary>Zero bits up to the byte boundary.</summary>
    public BitWriter Align()
    {
        while (_bit != 0)
        {
            Bit(0);
        }

        return this;
    }

    /// <summary>
    /// The header of a dynamic block whose codes have these lengths, each sent by a four- or five-bit word:
    /// lengths 0–15 and the repetitions 16–18 all have their place in the code length code.
    /// </summary>
    public BitWriter Dynamic(bool final, ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths)
    {
        Number(final ? 1 : 0, 1).Number(2, 2);
        Number(literalLengths.Length - 257, 5).Number(distanceLengths.Length - 1, 5).Number(19 - 4, 4);

        // Symbols 0-12 with four bits and 13-18 with five: 13/16 + 6/32 = 1.
        ReadOnlySpan<byte> order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        foreach (byte symbol in order)
        {
            Number(symbol < 13 ? 4 : 5, 3);
        }

        foreach (byte length in literalLengths)
        {
            LengthWord(length);
        }

        foreach (byte length in distanceLengths)
        {
            LengthWord(length);
        }

        return this;
    }

    /// <summary>A word of the code length code that <see cref="Dynamic"/> sends.</summary>
    public BitWriter LengthWord(int symbol) =>
        symbol < 13 ? Word(Convert.ToString(symbol, 2).PadLeft(4, '0')) : Word(Convert.ToString(26 + symbol - 13, 2).PadLeft(5, '0'));

    public byte[] ToArray() => [.. _bytes];

    private void Bit(int bit)
    {
        if (_bit == 0)
        {
            _bytes.Add(0);
        }

        _bytes[^1] |= (byte)(bit << _bit);
        _bit = (_bit + 1) & 7;
    }
}
