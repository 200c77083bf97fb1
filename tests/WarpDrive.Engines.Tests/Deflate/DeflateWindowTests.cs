using WarpDrive.Engines.Deflate;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>An encoder with a limited window never reaches back farther, and reaches back at all.</summary>
public sealed class DeflateWindowTests
{
    public static TheoryData<DeflateEngineKind, int> Windows
    {
        get
        {
            var all = new TheoryData<DeflateEngineKind, int>();
            foreach (DeflateEngineInfo info in DeflateEngines.Available.Where(info => info.CanLimitWindow))
            {
                foreach (int bits in (int[])[9, 12, 13, 14, 15])
                {
                    all.Add(info.Kind, bits);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void No_match_of_a_whole_stream_reaches_back_beyond_the_window(DeflateEngineKind kind, int bits)
    {
        DeflateEngineInfo info = DeflateEngines.Describe(kind);
        byte[] data = Data();
        for (int level = info.MinLevel; level <= info.MaxLevel; level++)
        {
            using DeflateEncoder encoder = DeflateEngines.CreateEncoder(kind, level, bits);
            var packed = new byte[DeflateBound.MaxEncodedLength(data.Length)];
            Assert.Equal(EncodeStatus.Done, encoder.Encode(data, packed, out int written));
            DeflateWalker walker = DeflateWalker.Walk(packed[..written]);
            Assert.True(data.AsSpan().SequenceEqual(walker.Output));
            Assert.True(walker.LargestDistance <= 1 << bits, $"{kind}-{level}: {walker.LargestDistance}");
            Assert.True(bits < 12 || walker.LargestDistance > 1 << (bits - 2), $"{kind}-{level}: {walker.LargestDistance}");
            Assert.Equal(bits, encoder.WindowBits);
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void No_match_of_a_stream_reaches_back_beyond_the_window_nor_into_a_history_beyond_it(DeflateEngineKind kind, int bits)
    {
        DeflateEngineInfo info = DeflateEngines.Describe(kind);
        byte[] data = Data();
        for (int level = info.MinStreamLevel; level <= info.MaxLevel; level++)
        {
            using DeflateStreamEncoder encoder = DeflateEngines.CreateStreamEncoder(kind, level, bits);
            var packed = new byte[DeflateBound.MaxCompressedLength(data.Length) + 1000];
            int made = 0;
            for (int at = 0, piece = 5000; at < data.Length; at += piece)
            {
                piece = Math.Min(piece, data.Length - at);
                if (at is 0 or 40_000)
                {
                    encoder.Reset(data.AsSpan(0, at));   // as when an engine takes over a stream
                }

                DeflateFlush flush = at + piece == data.Length ? DeflateFlush.Finish : DeflateFlush.Sync;
                Assert.Equal(StreamEncodeStatus.Done, encoder.Write(data.AsSpan(at, piece), packed.AsSpan(made), flush, out int taken, out int written));
                Assert.Equal(piece, taken);
                made += written;
            }

            DeflateWalker walker = DeflateWalker.Walk(packed[..made]);
            Assert.True(data.AsSpan().SequenceEqual(walker.Output));
            Assert.True(walker.LargestDistance <= 1 << bits, $"{kind}-{level}: {walker.LargestDistance}");
            Assert.True(bits < 12 || walker.LargestDistance > 1 << (bits - 2), $"{kind}-{level}: {walker.LargestDistance}");
        }
    }

    [Fact]
    public void Windows_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateEngines.CreateEncoder(DeflateEngineKind.Runtime, 1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateEngines.CreateEncoder(DeflateEngineKind.Runtime, 1, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeflateEngines.CreateStreamEncoder(DeflateEngineKind.Runtime, 1, 16));
        Assert.Throws<DeflateEngineUnavailableException>(() => DeflateEngines.CreateEncoder(DeflateEngineKind.LibDeflate, 1, 14));
    }

    [Fact]
    public void The_pool_keeps_windows_apart()
    {
        using var pool = new EncoderPool(2);
        var choice = new DeflateChoice(DeflateEngineKind.Runtime, 1);
        DeflateEncoder narrow = pool.Rent(choice, 12);
        DeflateStreamEncoder narrowStream = pool.RentStream(choice, 12);
        pool.Return(narrow);
        pool.Return(narrowStream);

        Assert.NotSame(narrow, pool.Rent(choice));
        Assert.NotSame(narrowStream, pool.RentStream(choice));
        Assert.Same(narrow, pool.Rent(choice, 12));
        Assert.Same(narrowStream, pool.RentStream(choice, 12));
    }

    /// <summary>Random pieces that come again at many distances, up to beyond the largest window.</summary>
    private static byte[] Data()
    {
        var random = new Random(15);
        var data = new byte[100_000];
        foreach (ref byte item in data.AsSpan())
        {
            item = (byte)random.Next(100);   // 8 bits in the fixed code: matches alone decide whether it shrinks
        }

        for (int at = 1000; at + 200 < data.Length; at += 300)
        {
            int distance = Math.Min(at, (int)Math.Pow(2, 7 + (random.NextDouble() * 9)));
            data.AsSpan(at - distance, Math.Min(100, distance)).CopyTo(data.AsSpan(at));
        }

        return data;
    }
}
