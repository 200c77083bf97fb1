using WarpDrive.Engines.Inflate;

namespace WarpDrive.Engines.Tests.Inflate;

public sealed class InflaterErrorTests
{
    private readonly Inflater _inflater = new();

    [Fact]
    public void Block_type_three_is_refused() =>
        Expect(InflateStatus.BadBlockType, new BitWriter().Number(1, 1).Number(3, 2));

    [Fact]
    public void A_stored_length_that_is_not_confirmed_is_refused() =>
        Expect(InflateStatus.BadStoredLength, new BitWriter().Number(1, 1).Number(0, 2).Align().Number(5, 16).Number(5, 16));

    [Fact]
    public void More_than_286_literal_codes_are_refused() =>
        Expect(InflateStatus.TooManyCodes, new BitWriter().Number(1, 1).Number(2, 2).Number(30, 5).Number(0, 5).Number(0, 4));

    [Fact]
    public void More_than_30_distance_codes_are_refused() =>
        Expect(InflateStatus.TooManyCodes, new BitWriter().Number(1, 1).Number(2, 2).Number(0, 5).Number(30, 5).Number(0, 4));

    [Fact]
    public void An_over_subscribed_code_length_code_is_refused() =>
        Expect(InflateStatus.BadCodeLengths, CodeLengthCode(1, 1, 1, 0));

    [Fact]
    public void An_incomplete_code_length_code_is_refused()
    {
        Expect(InflateStatus.BadCodeLengths, CodeLengthCode(1, 2, 0, 0));
        Expect(InflateStatus.BadCodeLengths, CodeLengthCode(0, 0, 0, 0));
    }

    [Fact]
    public void A_repetition_before_the_first_length_is_refused() =>
        Expect(InflateStatus.BadCodeLengths, DynamicStart().LengthWord(16).Number(0, 2));

    [Fact]
    public void A_repetition_beyond_the_last_length_is_refused() =>
        Expect(InflateStatus.BadCodeLengths, DynamicStart().LengthWord(18).Number(127, 7).LengthWord(18).Number(127, 7));

    [Fact]
    public void A_block_without_an_end_is_refused()
    {
        byte[] literals = new byte[257];
        literals[0] = literals[1] = 1;
        Expect(InflateStatus.MissingEndOfBlock, new BitWriter().Dynamic(true, literals, [1]));
    }

    [Fact]
    public void Incomplete_and_over_subscribed_codes_are_refused()
    {
        byte[] literals = new byte[257];
        literals[0] = literals[256] = 2;
        Expect(InflateStatus.BadCodeLengths, new BitWriter().Dynamic(true, literals, [1]));
        literals[0] = literals[1] = literals[256] = 1;
        Expect(InflateStatus.BadCodeLengths, new BitWriter().Dynamic(true, literals, [1]));
        literals[1] = 0;
        Expect(InflateStatus.BadCodeLengths, new BitWriter().Dynamic(true, literals, [2]));
        Expect(InflateStatus.BadCodeLengths, new BitWriter().Dynamic(true, literals, [1, 1, 1]));
    }

    [Fact]
    public void Reserved_literal_symbols_are_refused()
    {
        Expect(InflateStatus.BadSymbol, Fixed().Word("11000110"));
        Expect(InflateStatus.BadSymbol, Fixed().Word("11000111"));
    }

    [Fact]
    public void Reserved_distance_symbols_are_refused()
    {
        Expect(InflateStatus.BadDistanceSymbol, Fixed().Word("10010001").Word("0000001").Word("11110"));
        Expect(InflateStatus.BadDistanceSymbol, Fixed().Word("10010001").Word("0000001").Word("11111"));
    }

    [Fact]
    public void A_distance_before_the_first_byte_is_refused_and_an_error_stays()
    {
        // Distance 2 after one byte; in the middle of a large buffer the fast loop has to see it as well.
        BitWriter stream = Fixed().Word("10010001").Word("0000001").Word("00001");
        Expect(InflateStatus.DistanceTooFar, stream);
        Assert.Equal(InflatePhase.Failed, _inflater.Phase);
        Assert.Equal(InflateStatus.DistanceTooFar, _inflater.Inflate(new byte[100], new byte[10], new byte[10], out int consumed, out int produced));
        Assert.Equal((0, 0), (consumed, produced));
    }

    [Fact]
    public void Every_status_has_words_of_its_own()
    {
        InflateStatus[] all = Enum.GetValues<InflateStatus>();
        Assert.Equal(all.Length, all.Select(status => status.Describe()).Distinct().Count());
        Assert.Equal(all.Length - 3, all.Count(status => status.IsError()));
    }

    private static BitWriter Fixed() => new BitWriter().Number(1, 1).Number(1, 2);

    /// <summary>A dynamic header whose code length code has these lengths for 16, 17, 18 and 0.</summary>
    private static BitWriter CodeLengthCode(params ReadOnlySpan<int> lengths)
    {
        BitWriter writer = new BitWriter().Number(1, 1).Number(2, 2).Number(0, 5).Number(0, 5).Number(0, 4);
        foreach (int length in lengths)
        {
            writer.Number(length, 3);
        }

        return writer;
    }

    /// <summary>A dynamic header of 257 and 1 codes, up to the first of their lengths.</summary>
    private static BitWriter DynamicStart()
    {
        BitWriter writer = new BitWriter().Number(1, 1).Number(2, 2).Number(0, 5).Number(0, 5).Number(15, 4);
        foreach (byte symbol in (byte[])[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
        {
            writer.Number(symbol < 13 ? 4 : 5, 3);
        }

        return writer;
    }

    private void Expect(InflateStatus expected, BitWriter stream)
    {
        byte[] bytes = stream.ToArray();
        byte[] padded = [.. bytes, .. new byte[64]];
        foreach (int space in (int[])[1, 10, 1000])
        {
            Assert.Equal(expected, _inflater.InflateAll(bytes, new byte[space], out int consumed, out _));
            Assert.InRange(consumed, 0, bytes.Length);
            Assert.Equal(expected, _inflater.InflateAll(padded, new byte[space], out consumed, out _));
            Assert.InRange(consumed, 0, padded.Length);
        }
    }
}
