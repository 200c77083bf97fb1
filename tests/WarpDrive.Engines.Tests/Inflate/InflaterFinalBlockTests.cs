using System.IO.Compression;
using WarpDrive.Engines.Inflate;
using WarpDrive.Engines.Tests.Deflate;

namespace WarpDrive.Engines.Tests.Inflate;

/// <summary>The walk to the final block.</summary>
public sealed class InflaterFinalBlockTests
{
    public static TheoryData<CompressionLevel> Levels => [.. Samples.Levels];

    [Fact]
    public void Blocks_of_every_type_are_passed()
    {
        // Not final: fixed with "a", 18 bits; stored with two bytes, up to bit 72. Final: fixed, only its end. RFC 1951 §3.2.4, §3.2.6.
        byte[] stream = new BitWriter()
            .Number(0, 1).Number(1, 2).Word("10010001").Word("0000000")
            .Number(0, 1).Number(0, 2).Align().Number(2, 16).Number(0xFFFD, 16).Number(7, 8).Number(8, 8)
            .Number(1, 1).Number(1, 2).Word("0000000")
            .ToArray();

        Assert.True(new Inflater().TryFindFinalBlock(stream, out long header, out long end));

        Assert.Equal((72, 82), (header, end));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Without_the_final_bit_the_stream_goes_on_at_its_end(CompressionLevel level)
    {
        var inflater = new Inflater();
        foreach (byte[] plain in new[] { [], [1], Samples.Text(3000, 1), Samples.Assembly(400_000), Samples.Random(200_000, 2), new byte[300_000] })
        {
            byte[] stream = Samples.Deflate(plain, level);
            Assert.True(inflater.TryFindFinalBlock([.. stream, 0xFF, 0xFF], out long header, out long end));
            Assert.Equal(stream.Length, (end + 7) / 8);

            // Behind the end: a final fixed block that only ends, 1 10 0000000.
            byte[] open = [.. stream, 0, 0];
            Assert.Equal(1, (open[header / 8] >> (int)(header % 8)) & 1);
            open[header / 8] ^= (byte)(1 << (int)(header % 8));
            for (int i = 0; i < 3; i++)
            {
                int bit = (int)(end % 8) + i;
                byte mask = (byte)(1 << (bit % 8));
                ref byte at = ref open[(end / 8) + (bit / 8)];
                at = (byte)(i < 2 ? at | mask : at & ~mask);
            }

            Assert.Equal(InflateStatus.Finished, inflater.InflateAll(open, new byte[plain.Length + 1], out _, out int produced));
            Assert.Equal(plain.Length, produced);
            Assert.True(plain.AsSpan().SequenceEqual(Reference.Inflate(open, plain.Length)));
        }
    }

    [Fact]
    public void A_stream_cut_anywhere_has_no_end()
    {
        var inflater = new Inflater();
        foreach (CompressionLevel level in Samples.Levels)
        {
            byte[] stream = Samples.Deflate(Samples.Text(5000, 3), level);
            for (int length = 0; length < stream.Length; length++)
            {
                Assert.False(inflater.TryFindFinalBlock(stream.AsSpan(0, length), out _, out _), $"{length} of {stream.Length}");
            }
        }
    }

    [Fact]
    public void Damaged_streams_end_the_walk_inside_the_source()
    {
        var random = new Random(4);
        var inflater = new Inflater();
        byte[] good = Samples.Deflate(Samples.Assembly(20_000), CompressionLevel.Optimal);
        using var edge = new PageEdge(good.Length);
        int found = 0;
        for (int round = 0; round < 4000; round++)
        {
            Span<byte> stream = edge.Span(random.Next(good.Length + 1), upper: round % 2 == 0);
            good.AsSpan(0, stream.Length).CopyTo(stream);
            for (int i = random.Next(4); i >= 0 && stream.Length > 0; i--)
            {
                stream[random.Next(round % 3 == 0 ? Math.Min(100, stream.Length) : stream.Length)] = (byte)random.Next(256);
            }

            if (inflater.TryFindFinalBlock(stream, out long header, out long end))
            {
                found++;
                Assert.InRange(header, 0, end - 1);
                Assert.InRange(end, 1, 8L * stream.Length);
            }
        }

        Assert.InRange(found, 1, 3999);
    }
}
