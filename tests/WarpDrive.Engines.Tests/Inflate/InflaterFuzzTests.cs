using System.Buffers.Binary;
using System.IO.Compression;
using WarpDrive.Engines.Inflate;

namespace WarpDrive.Engines.Tests.Inflate;

/// <summary>Damaged and invented streams: the runtime's decoder has to agree on every one.</summary>
public sealed class InflaterFuzzTests
{
    private readonly Inflater _inflater = new();
    private readonly byte[] _mine = new byte[8192];
    private readonly byte[] _theirs = new byte[8192];

    [Fact]
    public void Mutated_streams_end_as_in_the_runtime()
    {
        byte[][] seeds =
        [
            Samples.Deflate(Samples.Text(300, 1), CompressionLevel.Optimal),
            Samples.Deflate(Samples.Text(3000, 2), CompressionLevel.Fastest),
            Samples.Deflate(Samples.Text(30, 3), CompressionLevel.SmallestSize),
            Samples.Deflate(Samples.Assembly(2000), CompressionLevel.Optimal),
            Samples.Deflate(Samples.Random(200, 4), CompressionLevel.NoCompression),
            Samples.Deflate(new byte[4000], CompressionLevel.Optimal),
            Samples.Mixed().Compressed,
        ];
        using var runtime = new RuntimeInflate();
        var random = new Random(41);
        int finished = 0;
        int failed = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] seed = seeds[i % seeds.Length];
            byte[] stream = seed.AsSpan().ToArray();
            for (int n = random.Next(4); n >= 0; n--)
            {
                // Mostly near the start, where the headers are.
                int at = random.Next(random.Next(2) == 0 ? Math.Min(80, stream.Length) : stream.Length);
                stream[at] = random.Next(2) == 0 ? (byte)(stream[at] ^ (1 << random.Next(8))) : (byte)random.Next(256);
            }

            Compare(runtime, stream, ref finished, ref failed);
        }

        Assert.InRange(finished, 1000, 99_000);
        Assert.InRange(failed, 1000, 99_000);
    }

    [Fact]
    public void Random_streams_end_as_in_the_runtime()
    {
        using var runtime = new RuntimeInflate();
        var random = new Random(42);
        int finished = 0;
        int failed = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] stream = new byte[random.Next(200)];
            random.NextBytes(stream);
            if (stream.Length > 0)
            {
                // A third each: as it is, a fixed block, a dynamic block with few codes.
                stream[0] = (i % 3) switch { 0 => stream[0], 1 => (byte)((stream[0] & 0xF8) | 3), _ => (byte)((stream[0] & 0x18) | 5) };
            }

            Compare(runtime, stream, ref finished, ref failed);
        }

        Assert.InRange(finished, 100, 99_000);
        Assert.InRange(failed, 1000, 99_000);
    }

    [Fact]
    public void Blocks_with_invented_codes_end_as_in_the_runtime()
    {
        using var runtime = new RuntimeInflate();
        var random = new Random(43);
        int finished = 0;
        int failed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] literals = Code(random, 257 + random.Next(30), mustHave: 256);
            byte[] distances = Code(random, 1 + random.Next(30), mustHave: -1);
            byte[] tail = new byte[random.Next(300)];
            random.NextBytes(tail);
            var writer = new BitWriter().Dynamic(random.Next(4) != 0, literals, distances);
            foreach (byte value in tail)
            {
                writer.Number(value, 8);
            }

            Compare(runtime, writer.ToArray(), ref finished, ref failed);
        }

        Assert.InRange(finished, 1000, 19_000);
        Assert.InRange(failed, 1000, 19_000);
    }

    [Fact]
    public void Random_states_neither_hang_nor_write_outside()
    {
        var random = new Random(44);
        (_, byte[] stream) = Samples.Mixed();
        byte[] state = new byte[Inflater.StateSize];
        byte[] guarded = new byte[600];
        int loaded = 0;
        for (int i = 0; i < 100_000; i++)
        {
            if (i % 4 == 0)
            {
                random.NextBytes(state);
                BinaryPrimitives.WriteUInt32LittleEndian(state, 0x01464E49);
                state[4] %= 11;
                state[5] &= 3;
                state[7] %= 40;
                state.AsSpan(48).Clear();
                BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(8), (ulong)random.NextInt64() & ((1UL << state[7]) - 1));
            }
            else
            {
                // A real state with a few bytes changed.
                _inflater.InflateAll(stream.AsSpan(0, random.Next(stream.Length)), _mine.AsSpan(0, random.Next(_mine.Length)), out _, out _);
                _inflater.Save(state);
                for (int n = random.Next(3); n >= 0; n--)
                {
                    state[random.Next(random.Next(2) == 0 ? 48 : state.Length)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 12);
                }
            }

            guarded.AsSpan().Fill(0xA5);
            bool good = _inflater.Load(state);
            loaded += good ? 1 : 0;
            int space = random.Next(500);
            byte[] source = stream.AsSpan(random.Next(stream.Length)).ToArray();
            InflateStatus status = _inflater.Inflate(_theirs.AsSpan(0, random.Next(300)), source, guarded.AsSpan(50, space), out int consumed, out int produced);
            Assert.True(good || status == InflateStatus.BadState);
            Assert.InRange(consumed, 0, source.Length);
            Assert.InRange(produced, 0, space);
            Assert.InRange(_inflater.CachedBits, 0, 39);
            Assert.False(guarded.AsSpan(0, 50).ContainsAnyExcept((byte)0xA5));
            Assert.False(guarded.AsSpan(50 + space).ContainsAnyExcept((byte)0xA5));
        }

        Assert.InRange(loaded, 10_000, 95_000);
    }

    [Fact]
    public void Memory_that_changes_during_a_call_does_no_harm()
    {
        // Another thread scribbles over the source, the history, the state and the destination all the time.
        (_, byte[] stream) = Samples.Mixed();
        byte[] pristine = new byte[Inflater.StateSize];
        _inflater.InflateAll(stream.AsSpan(0, stream.Length / 2), _mine, out int consumed, out _);
        _inflater.Save(pristine);
        byte[] source = stream.AsSpan(consumed).ToArray();
        byte[] state = [.. pristine];
        byte[] history = new byte[300];
        byte[] guarded = new byte[3000];
        guarded.AsSpan().Fill(0xA5);
        bool stop = false;
        var scribbler = new Thread(() =>
        {
            var random = new Random(45);
            while (!Volatile.Read(ref stop))
            {
                source[random.Next(source.Length)] = (byte)random.Next(256);
                history[random.Next(history.Length)] = (byte)random.Next(256);
                guarded[random.Next(100, 2900)] = (byte)random.Next(256);

                // Mostly lengths of codes, good and bad by turns, so that the check sees the one and the builder might the other.
                int at = random.Next(48, state.Length);
                state[at] = 0xFF;
                state[at] = pristine[at];
            }
        });
        scribbler.Start();
        int loaded = 0;
        try
        {
            for (int i = 0; i < 20_000; i++)
            {
                if (i % 16 == 0)
                {
                    stream.AsSpan(consumed).CopyTo(source);
                }

                loaded += _inflater.Load(state) ? 1 : 0;
                _inflater.Inflate(history, source, guarded.AsSpan(100, 2800), out int used, out int produced);
                Assert.InRange(used, 0, source.Length);
                Assert.InRange(produced, 0, 2800);
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            scribbler.Join();
        }

        Assert.True(loaded > 0);
        Assert.False(guarded.AsSpan(0, 100).ContainsAnyExcept((byte)0xA5));
        Assert.False(guarded.AsSpan(2900).ContainsAnyExcept((byte)0xA5));
    }

    /// <summary>Lengths of a complete code, with now and then one of them wrong.</summary>
    private static byte[] Code(Random random, int symbols, int mustHave)
    {
        var lengths = new byte[symbols];
        int words = random.Next(1, Math.Min(symbols, 60) + 1);
        List<int> leaves = [0];
        while (leaves.Count < words)
        {
            // Splitting a word gives two that are a bit longer.
            int at = random.Next(4) == 0 ? leaves.Count - 1 : random.Next(leaves.Count);
            if (leaves[at] == 15)
            {
                break;
            }

            leaves[at]++;
            leaves.Add(leaves[at]);
        }

        int[] places = [.. Enumerable.Range(0, symbols)];
        random.Shuffle(places);
        for (int i = 0; i < leaves.Count; i++)
        {
            lengths[places[i]] = (byte)Math.Max(1, leaves[i]);
        }

        if (mustHave >= 0 && lengths[mustHave] == 0)
        {
            (lengths[mustHave], lengths[places[0]]) = (lengths[places[0]], lengths[mustHave]);
        }

        if (random.Next(8) == 0)
        {
            lengths[random.Next(symbols)] = (byte)random.Next(16);
        }

        return lengths;
    }

    private void Compare(RuntimeInflate runtime, byte[] stream, ref int finished, ref int failed)
    {
        int theirs = runtime.Inflate(stream, _theirs, out int theirConsumed, out int theirProduced);
        InflateStatus mine = _inflater.InflateAll(stream, _mine, out int consumed, out int produced);
        string what = $"{mine}, runtime {theirs}, stream {Convert.ToHexString(stream)}";
        switch (theirs)
        {
            case RuntimeInflate.StreamEnd:
                finished++;
                Assert.True(mine == InflateStatus.Finished && consumed == theirConsumed && produced == theirProduced, what);
                break;
            case RuntimeInflate.DataError:
                failed++;
                Assert.True(mine.IsError(), what);
                return;
            default:
                // Both see an error as soon as its bits are there, but not the same bits are needed to see each.
                Assert.True(mine is InflateStatus.NeedsInput or InflateStatus.NeedsOutput, what);
                break;
        }

        Assert.True(_theirs.AsSpan(0, theirProduced).SequenceEqual(_mine.AsSpan(0, Math.Min(produced, theirProduced))[..theirProduced]), what);
    }
}
