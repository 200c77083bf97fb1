using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>What every encoder of streams does, whatever the splits.</summary>
public abstract class DeflateStreamEncoderContract
{
    protected abstract DeflateEngineKind Kind { get; }

    private DeflateEngineInfo Info => DeflateEngines.Describe(Kind);

    [Fact]
    public void One_write_makes_a_stream_that_the_runtime_reads_back()
    {
        Machine.Require(Kind);

        byte[] destination = new byte[DeflateBound.MaxCompressedLength(8 * 1024 * 1024 + 1)];
        for (int level = Info.MinStreamLevel; level <= Info.MaxLevel; level++)
        {
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, level);
            int cap = level == Info.MinStreamLevel ? int.MaxValue : 65537;
            foreach ((string name, int size) in Corpus.Pairs().Where(pair => pair.Size <= cap))
            {
                encoder.Reset([]);
                ReadOnlySpan<byte> source = Corpus.Take(name, size).Span;
                Span<byte> room = destination.AsSpan(0, DeflateBound.MaxCompressedLength(size));
                Assert.Equal(StreamEncodeStatus.Done, encoder.Write(source, room, DeflateFlush.Finish, out int consumed, out int written));
                Assert.Equal(size, consumed);
                Assert.True(source.SequenceEqual(Reference.Inflate(room[..written], size)), $"{name} {size} at level {level}");
                Assert.Equal(StreamEncodeStatus.Done, encoder.Write([], room, DeflateFlush.Finish, out _, out int more));
                Assert.Equal(0, more);
                Assert.Equal(StreamEncodeStatus.Failed, encoder.Write([1], room, DeflateFlush.None, out _, out _));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Arbitrary_splits_of_source_and_destination_make_a_valid_stream(int seed)
    {
        Machine.Require(Kind);

        var random = new Random(seed);
        for (int round = 0; round < 40; round++)
        {
            int level = random.Next(Info.MinStreamLevel, Info.MaxLevel + 1);
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, level);
            string name = Corpus.Names[random.Next(Corpus.Names.Length)];
            byte[] source = Corpus.Take(name, random.Next(200_000), random.Next(100_000)).ToArray();
            byte[] stream = WriteInPieces(encoder, source, random, out int flushes);
            Assert.True(source.AsSpan().SequenceEqual(Reference.Inflate(stream, source.Length)), $"{name} {source.Length} level {level}");
            Assert.InRange(stream.Length, 1, DeflateBound.MaxCompressedLength(source.Length, flushes));
        }
    }

    [Fact]
    public void A_destination_of_one_byte_at_a_time_ends_and_writes_one_marker()
    {
        Machine.Require(Kind);

        for (int level = Info.MinStreamLevel; level <= Info.MaxLevel; level++)
        {
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, level);
            byte[] source = Corpus.Take("text", 3000).ToArray();
            byte[] whole = new byte[8000];
            Assert.Equal(StreamEncodeStatus.Done, encoder.Write(source, whole, DeflateFlush.Sync, out _, out int expected));

            encoder.Reset([]);
            var stream = new List<byte>();
            int taken = 0;
            StreamEncodeStatus status;
            var one = new GuardedBuffer(1);
            do
            {
                status = encoder.Write(source.AsSpan(taken), one.Span, DeflateFlush.Sync, out int consumed, out int written);
                one.AssertUntouchedOutside();
                taken += consumed;
                stream.AddRange(one.Span[..written]);
            }
            while (status == StreamEncodeStatus.NeedsOutput && stream.Count < whole.Length);

            Assert.Equal(StreamEncodeStatus.Done, status);
            Assert.Equal(source.Length, taken);
            Assert.Equal(expected, stream.Count);
            Assert.Equal(whole[..expected], stream);
        }
    }

    [Fact]
    public void A_sync_flush_ends_on_a_byte_boundary_with_everything_before_it_readable()
    {
        Machine.Require(Kind);

        var random = new Random(5);
        for (int level = Info.MinStreamLevel; level <= Info.MaxLevel; level++)
        {
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, level);
            byte[] source = Corpus.Take("assembly", 150_000).ToArray();
            byte[] stream = new byte[400_000];
            int taken = 0;
            int made = 0;
            while (taken < source.Length)
            {
                int piece = Math.Min(random.Next(1, 20_000), source.Length - taken);
                StreamEncodeStatus status = encoder.Write(
                    source.AsSpan(taken, piece), stream.AsSpan(made), DeflateFlush.Sync, out int consumed, out int written);
                Assert.Equal(StreamEncodeStatus.Done, status);
                Assert.Equal(piece, consumed);
                taken += consumed;
                made += written;
                Assert.True(stream.AsSpan(0, made).EndsWith(new byte[] { 0, 0, 0xFF, 0xFF }), "the marker of an empty stored block");

                // The reader ends the pieces with an empty final block: valid only at a byte boundary, and after no final block.
                Assert.True(source.AsSpan(0, taken).SequenceEqual(Reference.Inflate([.. stream.AsSpan(0, made), 0x03, 0x00], taken)));
            }

            Assert.Equal(StreamEncodeStatus.Done, encoder.Write([], stream.AsSpan(made), DeflateFlush.Sync, out _, out int again));
            Assert.Equal(0, again);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(32 * 1024)]
    [InlineData(50_000)]
    public void A_history_is_referred_to_and_not_repeated(int historyLength)
    {
        Machine.Require(Kind);

        for (int level = Info.MinStreamLevel; level <= Info.MaxLevel; level++)
        {
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, level);
            ReadOnlySpan<byte> history = Corpus.Take("random", historyLength).Span;
            ReadOnlySpan<byte> source = history[^Math.Min(historyLength, 20_000)..];
            byte[] stream = new byte[DeflateBound.MaxCompressedLength(source.Length)];
            encoder.Write(source[..1], stream, DeflateFlush.None, out _, out _);   // a reset works in any state
            encoder.Reset(history);
            Assert.Equal(StreamEncodeStatus.Done, encoder.Write(source, stream, DeflateFlush.Finish, out int consumed, out int written));
            Assert.Equal(source.Length, consumed);
            if (source.Length >= 300)
            {
                Assert.InRange(written, 1, source.Length / 10);   // random bytes shrink only by reaching into the history
            }

            // A stored block with the history, not final, in front (RFC 1951 §3.2.4) gives the reader its window.
            ReadOnlySpan<byte> window = history[^Math.Min(history.Length, 32 * 1024)..];
            byte[] head = [0, (byte)window.Length, (byte)(window.Length >> 8), (byte)~window.Length, (byte)(~window.Length >> 8)];
            byte[] plain = Reference.Inflate([.. head, .. window, .. stream.AsSpan(0, written)], window.Length + source.Length);
            Assert.True(source.SequenceEqual(plain.AsSpan(window.Length)));
        }
    }

    [Fact]
    public void Random_bytes_stay_below_the_bound()
    {
        Machine.Require(Kind);

        var random = new Random(6);
        for (int level = Info.MinStreamLevel; level <= Info.MaxLevel; level++)
        {
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, level);
            foreach (int size in new[] { 0, 1, 100, 5000, 65536, 300_000 })
            {
                // High literals only: 9 bits each in the fixed code, the worst a block of that kind can meet.
                byte[] source = new byte[size];
                random.NextBytes(source);
                for (int i = 0; i < source.Length; i++)
                {
                    source[i] |= 0x90;
                }

                foreach (DeflateFlush flush in new[] { DeflateFlush.Sync, DeflateFlush.Finish })
                {
                    encoder.Reset([]);
                    var room = new GuardedBuffer(DeflateBound.MaxCompressedLength(size));
                    Assert.Equal(StreamEncodeStatus.Done, encoder.Write(source, room.Span, flush, out int consumed, out _));
                    Assert.Equal(size, consumed);
                    room.AssertUntouchedOutside();
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_stays_inside_buffers_at_the_edge_of_mapped_memory(bool upper)
    {
        Machine.Require(Kind);
        var random = new Random(9);
        using var before = new PageEdge(DeflateStreamEncoder.MaxHistoryLength);
        using var from = new PageEdge(40_000);
        using var to = new PageEdge(20_000);
        for (int round = 0; round < 60; round++)
        {
            int level = random.Next(Info.MinStreamLevel, Info.MaxLevel + 1);
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, level);
            string name = Corpus.Names[random.Next(Corpus.Names.Length)];
            Span<byte> history = before.Span(random.Next(DeflateStreamEncoder.MaxHistoryLength + 1), upper);
            Corpus.Take(name, history.Length).Span.CopyTo(history);
            encoder.Reset(history);
            StreamEncodeStatus status;
            int size = random.Next(3) == 0 ? random.Next(20) : random.Next(40_000);
            int taken = 0;
            do
            {
                Span<byte> source = from.Span(size - taken, upper);
                Corpus.Take(name, size - taken, history.Length + taken).Span.CopyTo(source);
                status = encoder.Write(
                    source, to.Span(random.Next(20_000), upper), (DeflateFlush)(round % 3), out int consumed, out _);
                taken += consumed;
            }
            while (status == StreamEncodeStatus.NeedsOutput);

            Assert.Equal(StreamEncodeStatus.Done, status);
            Assert.Equal(size, taken);
        }
    }

    [Fact]
    public void A_request_allocates_nothing_on_the_managed_heap()
    {
        Machine.Require(Kind);

        using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, Info.MinStreamLevel);
        byte[] source = Corpus.Take("assembly", 4096).ToArray();
        byte[] destination = new byte[DeflateBound.MaxCompressedLength(source.Length)];
        Assert.Equal(0, Machine.AllocatedBy(() =>
        {
            encoder.Reset(source.AsSpan(0, 64));
            encoder.Write(source, destination, DeflateFlush.Sync, out _, out _);
        }));
    }

    [Fact]
    public void Disposing_twice_is_harmless_and_using_it_afterwards_is_misuse()
    {
        Machine.Require(Kind);

        DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(Kind, Info.MaxLevel);
        encoder.Dispose();
        encoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => encoder.Reset([]));
        Assert.Throws<ObjectDisposedException>(() => encoder.Write([], [], DeflateFlush.None, out _, out _));
    }

    private static byte[] WriteInPieces(DeflateStreamEncoder encoder, byte[] source, Random random, out int flushes)
    {
        var stream = new List<byte>();
        int taken = 0;
        flushes = 1;
        while (true)
        {
            int piece = random.Next(4) switch
            {
                0 => random.Next(3),
                1 => random.Next(600),
                _ => random.Next(60_000),
            };
            piece = Math.Min(piece, source.Length - taken);
            bool last = taken + piece == source.Length;
            DeflateFlush flush = last ? DeflateFlush.Finish : random.Next(3) == 0 ? DeflateFlush.Sync : DeflateFlush.None;
            flushes += flush == DeflateFlush.Sync ? 1 : 0;
            int end = taken + piece;
            StreamEncodeStatus status;
            do
            {
                var room = new GuardedBuffer(random.Next(3) switch { 0 => random.Next(9), 1 => random.Next(2000), _ => random.Next(70_000) });
                status = encoder.Write(source.AsSpan(taken, end - taken), room.Span, flush, out int consumed, out int written);
                room.AssertUntouchedOutside();
                stream.AddRange(room.Span[..written]);
                taken += consumed;
            }
            while (status == StreamEncodeStatus.NeedsOutput);

            Assert.Equal(StreamEncodeStatus.Done, status);
            Assert.Equal(end, taken);
            if (last)
            {
                return [.. stream];
            }
        }
    }
}
