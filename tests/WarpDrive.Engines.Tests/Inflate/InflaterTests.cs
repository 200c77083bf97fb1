using System.IO.Compression;
using WarpDrive.Engines.Inflate;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.Inflate;

public sealed class InflaterTests
{
    private readonly Inflater _inflater = new();

    public static TheoryData<int> Lengths => [0, 1, 2, 100, 257, 4095, 4096, 4097, 65535, 65536, 65537, 1_000_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Streams_of_every_level_and_kind_come_back(int length)
    {
        byte[] output = new byte[length];
        foreach (byte[] data in (byte[][])[Samples.Assembly(length), Samples.Random(length, length), Samples.Text(length, length), new byte[length]])
        {
            foreach (CompressionLevel level in Samples.Levels)
            {
                byte[] stream = Samples.Deflate(data, level);
                byte[] padded = [.. stream, 0xAA, 0xBB, 0xCC, .. new byte[40]];
                foreach (byte[] source in (byte[][])[stream, padded])
                {
                    output.AsSpan().Clear();
                    Assert.Equal(InflateStatus.Finished, _inflater.InflateAll(source, output, out int consumed, out int produced));
                    Assert.Equal(stream.Length, consumed);
                    Assert.Equal(length, produced);
                    Assert.True(data.AsSpan().SequenceEqual(output));
                    Assert.Equal(InflatePhase.Done, _inflater.Phase);
                    Assert.Equal(0, _inflater.CachedBits);
                    Assert.False(_inflater.OutputPending);
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_written_beyond_the_destination()
    {
        byte[] data = Samples.Text(20_000, 3);
        byte[] stream = Samples.Deflate(data, CompressionLevel.Optimal);
        byte[] output = new byte[data.Length + 64];
        for (int space = 0; space <= data.Length; space += space < 600 ? 1 : 997)
        {
            output.AsSpan().Fill(0x5A);
            InflateStatus status = _inflater.InflateAll(stream, output.AsSpan(0, space), out _, out int produced);
            Assert.Equal(space == data.Length ? InflateStatus.Finished : InflateStatus.NeedsOutput, status);
            Assert.Equal(space, produced);
            Assert.True(data.AsSpan(0, space).SequenceEqual(output.AsSpan(0, space)));
            Assert.False(output.AsSpan(space).ContainsAnyExcept((byte)0x5A));
        }
    }

    [Fact]
    public void A_truncated_stream_needs_input_wherever_it_is_cut()
    {
        (byte[] plain, byte[] stream) = Samples.Mixed();
        byte[] output = new byte[plain.Length];
        for (int cut = 0; cut < stream.Length; cut++)
        {
            Assert.Equal(InflateStatus.NeedsInput, _inflater.InflateAll(stream.AsSpan(0, cut), output, out int consumed, out int produced));
            Assert.Equal(cut, consumed);
            Assert.InRange(_inflater.CachedBits, 0, 39);
            Assert.Equal(0UL, _inflater.CachedValue >> _inflater.CachedBits);
            Assert.True(plain.AsSpan(0, produced).SequenceEqual(output.AsSpan(0, produced)));
        }
    }

    [Fact]
    public void A_full_destination_is_no_obstacle_to_finding_the_end()
    {
        foreach (CompressionLevel level in Samples.Levels)
        {
            byte[] stream = Samples.Deflate("some bytes"u8, level);
            byte[] output = new byte[10];
            Assert.Equal(InflateStatus.NeedsOutput, _inflater.InflateAll(stream, output.AsSpan(0, 9), out int consumed, out _));
            Assert.Equal(InflateStatus.Finished, _inflater.Inflate(output.AsSpan(0, 9), stream.AsSpan(consumed), output.AsSpan(9), out int rest, out int produced));
            Assert.Equal(stream.Length, consumed + rest);
            Assert.Equal(1, produced);
        }
    }

    [Fact]
    public void Pending_output_is_told_when_all_input_is_consumed()
    {
        // A fixed block: 'a', then a match of 258 at distance 1, end of block.
        byte[] stream = new BitWriter().Number(1, 1).Number(1, 2).Word("10010001").Word("11000101").Word("00000").Word("0000000").ToArray();
        byte[] output = new byte[259];
        Assert.Equal(InflateStatus.NeedsOutput, _inflater.InflateAll(stream.AsSpan(0, 3), output.AsSpan(0, 100), out int consumed, out int produced));
        Assert.Equal(3, consumed);
        Assert.Equal(100, produced);
        Assert.True(_inflater.OutputPending);
        Assert.Equal(159, _inflater.MatchRemaining);
        Assert.Equal(InflatePhase.InBlock, _inflater.Phase);
        Assert.True(_inflater.IsFinalBlock);
        Assert.Equal(InflateStatus.NeedsInput, _inflater.Inflate(output.AsSpan(0, 100), default, output.AsSpan(100), out _, out produced));
        Assert.Equal(159, produced);
        Assert.False(_inflater.OutputPending);
        Assert.Equal(InflateStatus.Finished, _inflater.Inflate(output, stream.AsSpan(3), default, out consumed, out _));
        Assert.Equal(stream.Length - 3, consumed);
        Assert.False(output.AsSpan().ContainsAnyExcept((byte)'a'));
    }

    [Fact]
    public void The_remainder_of_a_stored_block_is_told()
    {
        byte[] stream = Samples.Deflate(new byte[1000], CompressionLevel.NoCompression);
        byte[] output = new byte[1000];
        Assert.Equal(InflateStatus.NeedsInput, _inflater.InflateAll(stream.AsSpan(0, 105), output, out _, out int produced));
        Assert.Equal(100, produced);
        Assert.Equal(900, _inflater.StoredRemaining);
        Assert.Equal(InflatePhase.InBlock, _inflater.Phase);
    }

    [Fact]
    public void Between_blocks_nothing_of_the_next_is_decoded()
    {
        byte[] stream = [0, 3, 0, 0xFC, 0xFF, 1, 2, 3];
        byte[] output = new byte[3];
        Assert.Equal(InflateStatus.NeedsInput, _inflater.InflateAll(stream, output, out int consumed, out int produced));
        Assert.Equal((8, 3), (consumed, produced));
        Assert.Equal(InflatePhase.BetweenBlocks, _inflater.Phase);
        Assert.False(_inflater.IsFinalBlock);
    }

    [Fact]
    public void A_length_of_258_may_be_written_with_extra_bits()
    {
        // Symbol 284 is 227 and five extra bits; RFC 1951 has no word against 31, and zlib takes it.
        byte[] stream = new BitWriter().Number(1, 1).Number(1, 2).Word("10010001").Word("11000100").Number(31, 5).Word("00000").Word("0000000").ToArray();
        Assert.Equal(InflateStatus.Finished, _inflater.InflateAll(stream, new byte[300], out _, out int produced));
        Assert.Equal(259, produced);
    }

    [Fact]
    public void One_distance_code_of_one_bit_is_enough()
    {
        byte[] literals = new byte[286];
        literals['x'] = 1;
        literals[256] = 2;
        literals[285] = 2;
        byte[] good = new BitWriter().Dynamic(true, literals, [1]).Word("0").Word("11").Word("0").Word("10").ToArray();
        Assert.Equal(InflateStatus.Finished, _inflater.InflateAll(good, new byte[300], out _, out int produced));
        Assert.Equal(259, produced);
        byte[] bad = new BitWriter().Dynamic(true, literals, [1]).Word("0").Word("11").Word("1").Word("10").ToArray();
        Assert.Equal(InflateStatus.BadDistanceSymbol, _inflater.InflateAll(bad, new byte[300], out _, out _));
    }

    [Fact]
    public void A_block_of_literals_needs_no_distance_code()
    {
        byte[] literals = new byte[286];
        literals['x'] = 1;
        literals[256] = 2;
        literals[285] = 2;
        byte[] good = new BitWriter().Dynamic(true, literals, [0]).Word("0").Word("0").Word("10").ToArray();
        Assert.Equal(InflateStatus.Finished, _inflater.InflateAll(good, new byte[300], out _, out int produced));
        Assert.Equal(2, produced);
        byte[] bad = new BitWriter().Dynamic(true, literals, [0]).Word("0").Word("11").Word("0").Word("10").ToArray();
        Assert.Equal(InflateStatus.BadDistanceSymbol, _inflater.InflateAll(bad, new byte[300], out _, out _));
    }

    [Fact]
    public void Words_of_fifteen_bits_are_read()
    {
        // Lengths 1, 2, … 14, 15, 15 for literals and likewise for distances: every second table there can be.
        byte[] literals = new byte[286];
        byte[] distances = new byte[16];
        for (int i = 0; i < 15; i++)
        {
            literals['a' + i] = (byte)(i + 1);
            distances[i] = (byte)(i + 1);
        }

        literals[256] = 0;
        literals['a' + 14] = 0;
        literals[256] = 15;
        literals[257] = 15;
        distances[15] = 15;
        var writer = new BitWriter().Dynamic(true, literals, distances);
        for (int i = 0; i < 14; i++)
        {
            writer.Word(new string('1', i) + "0");
        }

        // Length 3, then distance symbols 0 … 15 by turns as far as the output reaches.
        writer.Word("111111111111111").Word("11111111110").Number(0, 4);
        writer.Word("111111111111111").Word("0");
        writer.Word("111111111111110");
        byte[] expected = "abcdefghijklmn"u8.ToArray();
        byte[] output = new byte[64];
        InflateStatus status = _inflater.InflateAll(writer.ToArray(), output, out _, out int produced);

        // Distance symbol 10 is 33 and more, which reaches before the start.
        Assert.Equal(InflateStatus.DistanceTooFar, status);
        Assert.Equal(14, produced);
        Assert.True(expected.AsSpan().SequenceEqual(output.AsSpan(0, 14)));

        byte[] history = new byte[50];
        history[^19] = (byte)'X';
        _inflater.Reset();
        Assert.Equal(InflateStatus.Finished, _inflater.Inflate(history, writer.ToArray(), output, out _, out produced));
        Assert.Equal(20, produced);
        Assert.Equal((byte)'X', output[14]);
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        byte[] data = Samples.Text(50_000, 9);
        byte[] stream = Samples.Deflate(data, CompressionLevel.Optimal);
        byte[] output = new byte[data.Length];
        byte[] state = new byte[Inflater.StateSize];
        Decode();
        Assert.Equal(0, Allocations.Least(1, _ => Decode()));

        void Decode()
        {
            _inflater.Reset();
            _inflater.Inflate(default, stream.AsSpan(0, 1000), output, out int consumed, out int produced);
            _inflater.Save(state);
            _inflater.Load(state);
            Assert.True(_inflater.Inflate(output.AsSpan(0, produced), stream.AsSpan(consumed), output.AsSpan(produced), out _, out _) == InflateStatus.Finished);
        }
    }
}
