using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>The first piece of a stream by an engine that knows whole streams only; whatever follows by one of streams.</summary>
public sealed class ZipPieceTests
{
    private const string Piecewise = "libdeflate-";

    public static TheoryData<CompressionFormat> Formats => [CompressionFormat.Deflate, CompressionFormat.Zlib, CompressionFormat.Gzip];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_stream_goes_on_after_such_a_piece(CompressionFormat format)
    {
        RequireEngine();
        using var arena = new Arena(1 << 20);
        foreach (int executors in new[] { 1, 3 })
        {
            using var loop = new ZipLoop(CompressionDirection.Compress, level: 6, engine: DeflateEngineKind.LibDeflate, executors: executors);
            foreach (int size in new[] { 1, 2, 200, 4096, 32_768, 32_769, 100_000 })
            {
                foreach ((string name, byte[] data) in ZipData.Of(size))
                {
                    arena.Rewind();
                    var stream = new ZipTestStream(loop, arena, format);
                    byte[] packed =
                    [
                        .. stream.Compress(data, first: true), .. Engine(loop, Piecewise),
                        .. stream.Compress(data.AsSpan(size / 2)), .. Engine(loop, ""),
                        .. stream.Compress([]),
                        .. stream.Compress(data, last: true),
                    ];

                    byte[] plain = [.. data, .. data.AsSpan(size / 2), .. data];
                    Assert.True(plain.AsSpan().SequenceEqual(ZipData.Decompress(format, packed)), $"{name} {size}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_stream_of_one_piece_is_whole(CompressionFormat format)
    {
        RequireEngine();
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress, level: 6, engine: DeflateEngineKind.LibDeflate);
        foreach (int size in ZipData.EdgeSizes.Where(size => size > 0))
        {
            foreach ((string name, byte[] data) in ZipData.Of(size))
            {
                arena.Rewind();
                byte[] packed = [.. new ZipTestStream(loop, arena, format).Compress(data, first: true, last: true), .. Engine(loop, Piecewise)];
                Assert.True(data.AsSpan().SequenceEqual(ZipData.Decompress(format, packed)), $"{name} {size}");
            }
        }
    }

    [Fact]
    public void The_next_piece_refers_to_the_window()
    {
        RequireEngine();
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress, level: 6, engine: DeflateEngineKind.LibDeflate, executors: 2);
        byte[] random = new byte[60_000];
        new Random(5).NextBytes(random);
        var stream = new ZipTestStream(loop, arena, CompressionFormat.Deflate);

        byte[] first = stream.Compress(random, first: true);
        Assert.InRange(first.Length, random.Length, DeflateBound.MaxCompressedLength(random.Length));
        Assert.InRange(stream.Compress(random.AsSpan(random.Length - 30_000)).Length, 1, 3000);
    }

    [Fact]
    public void Less_room_than_the_bound_takes_less_input_in_the_same_way()
    {
        RequireEngine();
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress, level: 6, engine: DeflateEngineKind.LibDeflate);
        byte[] data = ZipData.Text(50_000);
        var stream = new ZipTestStream(loop, arena, CompressionFormat.Gzip);

        byte[] packed = stream.Compress(data, first: true, room: 20_000);
        int taken = stream.Taken;
        Assert.InRange(taken, 15_000, 20_000);
        packed = [.. packed, .. Engine(loop, Piecewise), .. stream.Compress(data.AsSpan(taken), last: true)];

        Assert.Equal(data, ZipData.Decompress(CompressionFormat.Gzip, packed));
    }

    [Fact]
    public void A_warm_piece_allocates_nothing()
    {
        RequireEngine();
        using var arena = new Arena(1 << 20);
        using var executor = new ZipExecutor(3);
        var plan = new ZipQueuePlan(Compress: true, new ZipEngineChoice(6, DeflateEngineKind.LibDeflate));
        var request = new ZipSqe
        {
            InputLength = 4096,
            OutputSpace = 8192,
            Source = arena.Put(ZipData.Text(4096)),
            Destination = arena.Take(8192),
            StreamContext = arena.Take(ZipContextLayout.BufferSize) + ZipContextLayout.ContextOffset,
            OperationWord = ZipSqe.PackOperation(ZipOperation.Deflate, lists: false, 4),
            Control = ZipSqe.PackControl(ZipSqe.TypeV3, newStream: true, stateful: true, finish: false, 0),
        };

        // A collection that other tests bring about counts the rest of the allocation buffer: what is allocated is there in every round.
        long consumed = 0;
        ushort engine = 0;
        long least = long.MaxValue;
        int rounds = 0;
        for (; rounds < 5 && least > 0; rounds++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 300; i++)
            {
                ZipSqe sqe = request;
                executor.Execute(ref sqe, plan, arena, leased: false, out ZipOutcome outcome);
                consumed += sqe.Consumed;
                engine = outcome.Engine;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(4096L * 300 * rounds, consumed);
        Assert.StartsWith(Piecewise, ZipEngineNames.Describe(engine), StringComparison.Ordinal);
    }

    private static void RequireEngine()
    {
        DeflateEngineInfo info = DeflateEngines.Describe(DeflateEngineKind.LibDeflate);
        Assert.SkipUnless(info.IsAvailable, info.Reason);
    }

    /// <summary>Nothing, after a look at the engine of the last request: its name begins so, or is another one.</summary>
    private static byte[] Engine(ZipLoop loop, string prefix)
    {
        string name = ZipEngineNames.Describe(loop.LastOutcome.Engine);
        Assert.Equal(prefix == Piecewise, name.StartsWith(Piecewise, StringComparison.Ordinal));
        return [];
    }
}
