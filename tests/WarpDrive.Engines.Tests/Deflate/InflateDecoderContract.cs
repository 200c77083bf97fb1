using System.IO.Compression;
using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>What every decoder of whole streams does.</summary>
public abstract class InflateDecoderContract
{
    protected abstract DeflateEngineKind Kind { get; }

    [Fact]
    public void It_reads_what_the_runtime_wrote_and_leaves_what_follows()
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        foreach ((string name, int size) in Corpus.Pairs())
        {
            byte[] plain = Corpus.Take(name, size).ToArray();
            byte[] packed = Reference.Deflate(plain, CompressionLevel.Fastest);
            foreach (int trailing in new[] { 0, 1, 7, 200 })
            {
                byte[] input = [.. packed, .. Corpus.Take("random", trailing).Span];
                var exact = new GuardedBuffer(size);
                Assert.Equal(DecodeStatus.Done, decoder.Decode(input, exact.Span, out int consumed, out int written));
                exact.AssertUntouchedOutside();
                Assert.Equal(packed.Length, consumed);
                Assert.Equal(size, written);
                Assert.True(plain.AsSpan().SequenceEqual(exact.Span), $"{name} {size}");
                if (size > 1 << 20)
                {
                    break;
                }
            }

            var roomy = new GuardedBuffer(size + 1000);
            Assert.Equal(DecodeStatus.Done, decoder.Decode(packed, roomy.Span, out _, out int again));
            Assert.Equal(size, again);
        }
    }

    [Fact]
    public void It_reads_stored_and_best_compressed_streams()
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        foreach (CompressionLevel level in new[] { CompressionLevel.NoCompression, CompressionLevel.Optimal, CompressionLevel.SmallestSize })
        {
            foreach (string name in Corpus.Names)
            {
                byte[] plain = Corpus.Take(name, 300_001, 1234).ToArray();
                byte[] back = new byte[plain.Length];
                Assert.Equal(DecodeStatus.Done, decoder.Decode(Reference.Deflate(plain, level), back, out _, out int written));
                Assert.Equal(plain.Length, written);
                Assert.True(plain.AsSpan().SequenceEqual(back));
            }
        }
    }

    [Fact]
    public void A_destination_too_small_is_told_and_nothing_is_written_beyond_it()
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        foreach ((string name, int size) in Corpus.Pairs().Where(pair => pair.Size is > 0 and <= 65537))
        {
            byte[] packed = Reference.Deflate(Corpus.Take(name, size).Span);
            foreach (int room in new[] { size - 1, size / 2, 0 })
            {
                var small = new GuardedBuffer(room);
                Assert.Equal(DecodeStatus.OutputTooSmall, decoder.Decode(packed, small.Span, out int consumed, out int written));
                Assert.Equal(0, consumed);
                Assert.Equal(0, written);
                small.AssertUntouchedOutside();
            }
        }
    }

    [Fact]
    public void An_empty_stream_decodes_to_nothing_even_without_room()
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        Assert.Equal(DecodeStatus.Done, decoder.Decode([0x03, 0x00, 0x55], [], out int consumed, out int written));
        Assert.Equal(2, consumed);
        Assert.Equal(0, written);
        Assert.Equal(DecodeStatus.Done, decoder.Decode([0x01, 0x00, 0x00, 0xFF, 0xFF], [], out consumed, out written));
        Assert.Equal(5, consumed);
        Assert.Equal(0, written);
    }

    [Fact]
    public void Empty_input_needs_more()
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        Assert.Equal(DecodeStatus.NeedsMoreInput, decoder.Decode([], new byte[10], out _, out _));
        Assert.Equal(DecodeStatus.NeedsMoreInput, decoder.Decode([], [], out _, out _));
    }

    [Fact]
    public void A_truncated_stream_needs_more()
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        foreach (string name in Corpus.Names)
        {
            byte[] packed = Reference.Deflate(Corpus.Take(name, 5000).Span);
            int step = Math.Max(1, packed.Length / 200);
            for (int length = 0; length < packed.Length; length += step)
            {
                var room = new GuardedBuffer(5000);
                DecodeStatus status = decoder.Decode(packed.AsSpan(0, length), room.Span, out _, out _);
                Assert.True(status == DecodeStatus.NeedsMoreInput, $"{name} cut at {length} of {packed.Length}: {status}");
                room.AssertUntouchedOutside();
            }

            Assert.Equal(DecodeStatus.NeedsMoreInput, decoder.Decode(packed.AsSpan(0, packed.Length - 1), new byte[5000], out _, out _));
            Assert.Equal(DecodeStatus.NeedsMoreInput, decoder.Decode(packed.AsSpan(0, packed.Length - 1), new byte[6000], out _, out _));
        }
    }

    [Theory]
    [InlineData("07", "block type 3, RFC 1951 §3.2.3")]
    [InlineData("0105000000", "stored length and its complement disagree, §3.2.4")]
    [InlineData("030200", "fixed code, distance before the start of the data")]
    [InlineData("FDFF0000000000", "dynamic code with too many symbols or lengths, §3.2.7")]
    public void Nonsense_is_bad_data(string hex, string why)
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        byte[] input = [.. Convert.FromHexString(hex), .. new byte[64]];
        Assert.True(decoder.Decode(input, new byte[4096], out int consumed, out int written) == DecodeStatus.BadData, why);
        Assert.Equal(0, consumed);
        Assert.Equal(0, written);
    }

    [Fact]
    public void Damaged_streams_end_with_a_status_and_within_bounds()
    {
        Machine.Require(Kind);

        var random = new Random(7);
        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        int bad = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] packed = Reference.Deflate(Corpus.Take(Corpus.Names[round % Corpus.Names.Length], 2000, random.Next(10_000)).Span);
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                packed[random.Next(packed.Length)] ^= (byte)(1 << random.Next(8));
            }

            var room = new GuardedBuffer(2000);
            DecodeStatus status = decoder.Decode(packed, room.Span, out int consumed, out int written);
            room.AssertUntouchedOutside();
            Assert.NotEqual(DecodeStatus.Failed, status);
            Assert.InRange(consumed, 0, packed.Length);
            Assert.InRange(written, 0, 2000);
            bad += status == DecodeStatus.BadData ? 1 : 0;
        }

        Assert.InRange(bad, 100, 3000);
        byte[] good = Reference.Deflate(Corpus.Take("text", 2000).Span);
        Assert.Equal(DecodeStatus.Done, decoder.Decode(good, new byte[2000], out _, out _));   // no state is left behind
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_stays_inside_buffers_at_the_edge_of_mapped_memory(bool upper)
    {
        Machine.Require(Kind);
        var random = new Random(8);
        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        using var from = new PageEdge(80_000);
        using var to = new PageEdge(65537);
        foreach ((string name, int size) in Corpus.Pairs().Where(pair => pair.Size <= 65537))
        {
            byte[] packed = Reference.Deflate(Corpus.Take(name, size, 77).Span);
            Span<byte> source = from.Span(packed.Length, upper);
            packed.CopyTo(source);
            Assert.Equal(DecodeStatus.Done, decoder.Decode(source, to.Span(size, upper), out _, out _));
            _ = decoder.Decode(source, to.Span(size / 2, upper), out _, out _);

            for (int round = 0; round < 20; round++)   // cut short, then damaged
            {
                Span<byte> cut = from.Span(random.Next(packed.Length), upper);
                packed.AsSpan(0, cut.Length).CopyTo(cut);
                Assert.NotEqual(DecodeStatus.Done, decoder.Decode(cut, to.Span(size, upper), out _, out _));
                source = from.Span(packed.Length, upper);
                packed.CopyTo(source);
                source[random.Next(source.Length)] ^= (byte)(1 << random.Next(8));
                Assert.NotEqual(DecodeStatus.Failed, decoder.Decode(source, to.Span(size, upper), out _, out _));
            }
        }
    }

    [Fact]
    public void A_call_allocates_nothing_on_the_managed_heap()
    {
        Machine.Require(Kind);

        using InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        byte[] packed = Reference.Deflate(Corpus.Take("assembly", 4096).Span);
        byte[] plain = new byte[4096];
        byte[] cut = packed[..^3];
        Assert.Equal(0, Machine.AllocatedBy(() => decoder.Decode(packed, plain, out _, out _)));
        Assert.Equal(0, Machine.AllocatedBy(() => decoder.Decode(cut, plain, out _, out _)));
    }

    [Fact]
    public void Disposing_twice_is_harmless_and_using_it_afterwards_is_misuse()
    {
        Machine.Require(Kind);

        InflateDecoder decoder = DeflateEngines.CreateDecoder(Kind);
        decoder.Dispose();
        decoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => decoder.Decode([], [], out _, out _));
    }
}
