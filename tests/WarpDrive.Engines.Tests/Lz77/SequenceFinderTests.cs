using WarpDrive.Engines.Lz77;
using WarpDrive.Engines.Tests.Inflate;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.Lz77;

public sealed class SequenceFinderTests
{
    private readonly SequenceFinder _finder = new();

    public static TheoryData<Lz77Effort> Efforts => [Lz77Effort.Normal, Lz77Effort.Price];

    [Theory]
    [MemberData(nameof(Efforts))]
    public void All_sizes_and_kinds_of_data_come_back(Lz77Effort effort)
    {
        foreach (int length in (int[])[0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 17, 100, 1000, 65535, 65536, 65537, 131071, 131072])
        {
            foreach (byte[] data in (byte[][])[Samples.Assembly(length), Samples.Text(length, length), Samples.Random(length, 1), new byte[length], Ramp(length)])
            {
                SequenceDecoder decoder = Decode(data, effort, SequenceFinder.MaxInput, length + 1);
                Assert.True(data.AsSpan().SequenceEqual(decoder.Output.ToArray()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Efforts))]
    public void Blocks_refer_to_the_history_and_the_repeat_offsets_before_them(Lz77Effort effort)
    {
        byte[] data = [.. Samples.Text(200_000, 4), .. Samples.Assembly(200_000)];
        foreach (int block in (int[])[50, 1000, 40_000, 131_072])
        {
            SequenceDecoder decoder = Decode(data.AsSpan(0, Math.Min(data.Length, block * 400)), effort, SequenceFinder.MaxHistory, block);
            Assert.True(data.AsSpan(0, decoder.Output.Count).SequenceEqual(decoder.Output.ToArray()));
            Assert.True(decoder.RepeatedOffsets > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Efforts))]
    public void No_offset_is_larger_than_the_window(Lz77Effort effort)
    {
        byte[] data = Samples.Assembly(131_072);
        foreach (int window in (int[])[1, 100, 4096, 8192, 16384, 24576, 32768])
        {
            Assert.InRange(Decode(data, effort, window, data.Length).LargestOffset, 0u, (uint)window);
        }
    }

    [Theory]
    [MemberData(nameof(Efforts))]
    public void More_than_65535_literals_before_a_match_are_told(Lz77Effort effort)
    {
        // Noise without any match, then its beginning again.
        byte[] noise = Samples.Random(90_000, 6);
        byte[] data = [.. noise, .. noise[..20_000]];
        var literals = new byte[data.Length];
        var sequences = new Lz77Sequence[1000];
        RepeatOffsets repeat = RepeatOffsets.Initial;
        Assert.Equal(Lz77Status.Ok, _finder.Find(default, data, effort, SequenceFinder.MaxInput, ref repeat, literals, sequences, out Lz77Result result));
        Assert.Equal(1, result.LongLiteralCount);
        Assert.InRange(sequences[result.LongLiteralPosition].LiteralLength + 65536, 65536, 110_000);
        var decoder = new SequenceDecoder();
        decoder.Block(literals.AsSpan(0, result.LiteralCount), sequences.AsSpan(0, result.SequenceCount), result);
        Assert.True(data.AsSpan().SequenceEqual(decoder.Output.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Efforts))]
    public void Small_buffers_are_told_and_not_exceeded(Lz77Effort effort)
    {
        byte[] data = Samples.Assembly(60_000);
        var literals = new byte[data.Length];
        var sequences = new Lz77Sequence[data.Length / 3];
        RepeatOffsets repeat = RepeatOffsets.Initial;
        Assert.Equal(Lz77Status.Ok, _finder.Find(default, data, effort, 32768, ref repeat, literals, sequences, out Lz77Result whole));

        foreach (int less in (int[])[1, 2, 17, whole.LiteralCount])
        {
            literals.AsSpan().Fill(0xEE);
            repeat = RepeatOffsets.Initial;
            int space = whole.LiteralCount - less;
            Assert.Equal(Lz77Status.LiteralsTooSmall, _finder.Find(default, data, effort, 32768, ref repeat, literals.AsSpan(0, space), sequences, out _));
            Assert.False(literals.AsSpan(space).ContainsAnyExcept((byte)0xEE));
            Assert.Equal(RepeatOffsets.Initial, repeat);
        }

        foreach (int less in (int[])[1, whole.SequenceCount])
        {
            sequences.AsSpan().Fill(new Lz77Sequence { OffsetCode = 0xEEEE });
            int space = whole.SequenceCount - less;
            Assert.Equal(Lz77Status.SequencesTooSmall, _finder.Find(default, data, effort, 32768, ref repeat, literals, sequences.AsSpan(0, space), out _));
            Assert.All(sequences[space..], sequence => Assert.Equal(0xEEEEu, sequence.OffsetCode));
        }

        // Exactly enough of both.
        repeat = RepeatOffsets.Initial;
        Assert.Equal(
            Lz77Status.Ok,
            _finder.Find(default, data, effort, 32768, ref repeat, literals.AsSpan(0, whole.LiteralCount), sequences.AsSpan(0, whole.SequenceCount), out Lz77Result again));
        Assert.Equal(whole, again);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        RepeatOffsets repeat = RepeatOffsets.Initial;
        Assert.Equal(Lz77Status.InputTooLarge, _finder.Find(default, new byte[131_073], Lz77Effort.Normal, 1, ref repeat, default, default, out _));
        repeat = new RepeatOffsets(1, 0, 8);
        Assert.Equal(Lz77Status.BadRepeatOffsets, _finder.Find(default, new byte[10], Lz77Effort.Normal, 1, ref repeat, default, default, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            RepeatOffsets any = RepeatOffsets.Initial;
            _finder.Find(default, default, Lz77Effort.Normal, 0, ref any, default, default, out _);
        });
    }

    [Theory]
    [MemberData(nameof(Efforts))]
    public void Any_repeat_offsets_are_survived(Lz77Effort effort)
    {
        // They come from a client's memory.
        byte[] data = Samples.Text(5000, 8);
        var literals = new byte[data.Length];
        var sequences = new Lz77Sequence[data.Length];
        var random = new Random(9);
        for (int i = 0; i < 2000; i++)
        {
            RepeatOffsets repeat = new(Any(), Any(), Any());
            Assert.Equal(Lz77Status.Ok, _finder.Find(data.AsSpan(0, random.Next(100)), data, effort, 32768, ref repeat, literals, sequences, out _));
        }

        uint Any() => (uint)(random.NextInt64(1, 1L << 32) >> random.Next(32)) | 1;
    }

    [Fact]
    public void Price_gives_less_than_normal_on_real_data()
    {
        byte[] data = Samples.Assembly(131_072);
        SequenceDecoder normal = Decode(data, Lz77Effort.Normal, SequenceFinder.MaxInput, data.Length);
        SequenceDecoder price = Decode(data, Lz77Effort.Price, SequenceFinder.MaxInput, data.Length);
        Assert.SkipUnless(SystemZstd.IsInstalled, "libzstd.so.1 is not installed");
        Assert.True(Compress(price, data).Length < Compress(normal, data).Length);
    }

    [Theory]
    [MemberData(nameof(Efforts))]
    public void Zstd_encodes_the_sequences_and_reads_them_back(Lz77Effort effort)
    {
        Assert.SkipUnless(SystemZstd.IsInstalled, "libzstd.so.1 is not installed");
        foreach (byte[] data in Corpus())
        {
            byte[] frame = Compress(Decode(data, effort, SequenceFinder.MaxHistory, SequenceFinder.MaxInput), data);
            Assert.True(data.AsSpan().SequenceEqual(SystemZstd.Decompress(frame, data.Length)));
        }
    }

    [Fact]
    public void The_zstd_program_reads_a_frame_made_of_the_sequences()
    {
        Assert.SkipUnless(SystemZstd.IsInstalled, "libzstd.so.1 is not installed");
        Assert.SkipUnless(SystemZstd.HasProgram, "the zstd program is not installed");
        byte[] data = File.ReadAllBytes(typeof(System.Xml.Linq.XDocument).Assembly.Location);
        byte[] frame = Compress(Decode(data, Lz77Effort.Price, SequenceFinder.MaxHistory, SequenceFinder.MaxInput), data);
        Assert.True(data.AsSpan().SequenceEqual(SystemZstd.DecompressByProgram(frame)));
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        byte[] data = Samples.Assembly(50_000);
        var literals = new byte[data.Length];
        var sequences = new Lz77Sequence[data.Length];
        Both();
        Assert.Equal(0, Allocations.Least(1, _ => Both()));

        void Both()
        {
            RepeatOffsets repeat = RepeatOffsets.Initial;
            _finder.Find(default, data, Lz77Effort.Normal, 32768, ref repeat, literals, sequences, out _);
            _finder.Find(data, data, Lz77Effort.Price, 32768, ref repeat, literals, sequences, out _);
        }
    }

    private static IEnumerable<byte[]> Corpus()
    {
        yield return File.ReadAllBytes(typeof(System.Xml.Linq.XDocument).Assembly.Location);
        yield return File.ReadAllBytes(typeof(System.Xml.XmlDocument).Assembly.Location).AsSpan(0, 2_000_000).ToArray();
        yield return Samples.Text(500_000, 12);
        yield return Samples.Random(300_000, 13);
        yield return new byte[300_000];
        yield return Ramp(300_000);
        yield return "x"u8.ToArray();
    }

    private static byte[] Ramp(int length)
    {
        var data = new byte[length];
        for (int i = 0; i < length; i++)
        {
            data[i] = (byte)i;
        }

        return data;
    }

    private static byte[] Compress(SequenceDecoder decoder, byte[] data) =>
        SystemZstd.Compress(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(decoder.Resolved), data);

    /// <summary>Runs the finder block by block and decodes what it says.</summary>
    private SequenceDecoder Decode(ReadOnlySpan<byte> data, Lz77Effort effort, int window, int block)
    {
        var decoder = new SequenceDecoder();
        var literals = new byte[Math.Min(block, data.Length)];
        var sequences = new Lz77Sequence[(literals.Length / 3) + 1];
        RepeatOffsets repeat = RepeatOffsets.Initial;
        for (int position = 0; position < data.Length; position += block)
        {
            ReadOnlySpan<byte> input = data.Slice(position, Math.Min(block, data.Length - position));
            Assert.Equal(Lz77Status.Ok, _finder.Find(data[..position], input, effort, window, ref repeat, literals, sequences, out Lz77Result result));
            int last = result.LiteralCount;
            for (int i = 0; i < result.SequenceCount; i++)
            {
                last -= sequences[i].LiteralLength;
            }

            Assert.Equal(result.LastLiterals, last - (65536 * result.LongLiteralCount));
            decoder.Block(literals.AsSpan(0, result.LiteralCount), sequences.AsSpan(0, result.SequenceCount), result);
            Assert.Equal(decoder.Repeat, repeat);
        }

        return decoder;
    }
}
