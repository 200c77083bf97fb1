using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Streams in pieces of any size, every piece on another executor, equal the whole.</summary>
public sealed class ZipStreamTests
{
    private const int ContextSize = ZipContextLayout.BufferSize;

    public static TheoryData<CompressionFormat, int, int> Splits
    {
        get
        {
            var data = new TheoryData<CompressionFormat, int, int>();
            foreach (CompressionFormat format in new[] { CompressionFormat.Deflate, CompressionFormat.Zlib, CompressionFormat.Gzip })
            {
                foreach ((int input, int output) in new[] { (1, 1), (7, 3), (1, 5000), (5000, 1), (4096, 250), (65536, 4096), (100_000, 100_000), (333, 201) })
                {
                    data.Add(format, input, output);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void Any_split_compresses_to_what_the_runtime_reads(CompressionFormat format, int maxInput, int maxOutput)
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress, executors: 3);
        int size = Math.Min(70_000, 200 * Math.Min(maxInput, maxOutput) + 300);
        foreach ((string name, byte[] data) in ZipData.Of(size))
        {
            byte[] packed = Compress(loop, arena, format, data, maxInput, maxOutput, new Random(7));

            Assert.True(data.AsSpan().SequenceEqual(ZipData.Decompress(format, packed)), name);
        }
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void Any_split_decompresses_what_the_runtime_wrote(CompressionFormat format, int maxInput, int maxOutput)
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Decompress, executors: 3);
        int size = Math.Min(70_000, 200 * Math.Min(maxInput, maxOutput) + 1000);
        foreach ((string name, byte[] data) in ZipData.Of(size))
        {
            byte[] packed = [.. ZipData.Compress(format, data), 0xAA, 0xBB, 0xCC];

            byte[] back = Decompress(loop, arena, format, packed, maxInput, maxOutput, new Random(8), out int consumed);

            Assert.True(data.AsSpan().SequenceEqual(back), name);
            Assert.Equal(packed.Length - 3, consumed);
        }
    }

    [Theory]
    [InlineData(CompressionFormat.Deflate)]
    [InlineData(CompressionFormat.Zlib)]
    [InlineData(CompressionFormat.Gzip)]
    public void A_stream_of_nothing_is_a_valid_empty_stream(CompressionFormat format)
    {
        using var arena = new Arena(1 << 20);
        foreach (int space in new[] { 1, 3, 100, 1000 })
        {
            using var loop = new ZipLoop(CompressionDirection.Compress);

            byte[] packed = Compress(loop, arena, format, [], 10, space, new Random(1));

            Assert.Equal(ZipData.Compress(format, []), packed);
            Assert.Empty(ZipData.Decompress(format, packed));
        }
    }

    [Theory]
    [InlineData(CompressionFormat.Zlib, "010000ffff60aef86a")]
    [InlineData(CompressionFormat.Gzip, "010000ffff822091a200100000")]
    [InlineData(CompressionFormat.Deflate, "010000ffff")]
    public void An_empty_end_is_an_empty_stored_block_and_the_trailer(CompressionFormat format, string expected)
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        ulong context = arena.Take(ContextSize);
        byte[] input = [.. Enumerable.Range(0, 4096).Select(i => (byte)i)];
        ulong destination = arena.Take(8192);
        CompressionRequest request = Request(format, arena.Put(input), 4096, destination, 8192, context, first: true);
        CompressionCompletion done = loop.Run(in request, arena);
        byte[] packed = Arena.At(destination, done.Produced).ToArray();

        request = Request(format, request.Source, 0, destination, 8192, context, last: true);
        request.Checksum = done.Checksum;
        request.UncompressedLength = done.UncompressedLength;
        done = loop.Run(in request, arena);

        byte[] end = Arena.At(destination, done.Produced).ToArray();
        Assert.Equal((RequestStatus.StreamEnd, 0, expected), (done.Status, done.Consumed, Convert.ToHexStringLower(end)));
        Assert.Equal(input, ZipData.Decompress(format, [.. packed, .. end]));
    }

    [Fact]
    public void A_gzip_header_with_every_field_may_come_in_single_bytes()
    {
        byte[] data = ZipData.Text(500);
        byte[] plain = ZipData.Compress(CompressionFormat.Gzip, data);
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 1, 2, 3, 4, 2, 3, 5, 0, .. "extra"u8, .. "name"u8, 0, .. "comment"u8, 0];
        ushort check = (ushort)WarpDrive.Engines.Checksums.Crc32.Compute(header);
        byte[] packed = [.. header, (byte)check, (byte)(check >> 8), .. plain[10..]];
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Decompress, executors: 2);

        Assert.Equal(data, Decompress(loop, arena, CompressionFormat.Gzip, packed, 1, 1000, new Random(3), out int consumed));
        Assert.Equal(packed.Length, consumed);

        packed[^(plain.Length - 10 + 1)] ^= 1;
        CompressionRequest request = Request(CompressionFormat.Gzip, arena.Put(packed), packed.Length, arena.Take(1000), 1000, arena.Take(ContextSize), first: true);
        CompressionCompletion done = loop.Run(in request, arena);
        Assert.Equal(RequestStatus.BadHeader, done.Status);
        Assert.Contains("checksum", ZipWords.Describe(in done), StringComparison.Ordinal);
    }

    [Fact]
    public void A_live_engine_that_missed_a_request_is_not_used()
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        byte[] a = ZipData.Text(5000);
        byte[] b = [.. a.Reverse()];
        ulong context = arena.Take(ContextSize);
        ulong destination = arena.Take(20_000);
        CompressionRequest request = Request(CompressionFormat.Deflate, arena.Put(a), a.Length, destination, 20_000, context, first: true);
        CompressionCompletion done = loop.Run(in request, arena);
        byte[] first = Arena.At(destination, done.Produced).ToArray();
        byte[] snapshot = Arena.At(context, ContextSize).ToArray();

        // One continuation, then the context goes back in time and another one follows.
        request = Request(CompressionFormat.Deflate, arena.Put(b), b.Length, destination, 20_000, context, last: true);
        _ = loop.Run(in request, arena);
        snapshot.CopyTo(Arena.At(context, ContextSize));
        request = Request(CompressionFormat.Deflate, arena.Put(a), a.Length, destination, 20_000, context, last: true);
        done = loop.Run(in request, arena);

        Assert.Equal(RequestStatus.StreamEnd, done.Status);
        Assert.Equal([.. a, .. a], ZipData.Decompress(CompressionFormat.Deflate, [.. first, .. Arena.At(destination, done.Produced)]));
    }

    [Theory]
    [InlineData(CompressionFormat.Zlib)]
    [InlineData(CompressionFormat.Gzip)]
    public void A_damaged_trailer_is_a_checksum_mismatch_however_it_is_cut(CompressionFormat format)
    {
        byte[] data = ZipData.Text(3000);
        byte[] packed = ZipData.Compress(format, data);
        packed[^1] ^= 0x40;
        using var arena = new Arena(1 << 20);
        foreach (int cut in new[] { packed.Length, packed.Length - 1, packed.Length - 3, packed.Length - 5 })
        {
            arena.Rewind();
            using var loop = new ZipLoop(CompressionDirection.Decompress);
            ulong source = arena.Put(packed);
            ulong context = arena.Take(ContextSize);
            ulong destination = arena.Take(4000);
            CompressionRequest request = Request(format, source, cut, destination, 4000, context, first: true);
            CompressionCompletion done = loop.Run(in request, arena);
            if (cut < packed.Length)
            {
                Assert.Equal(RequestStatus.Ok, done.Status);
                request = Request(format, source + (ulong)cut, packed.Length - cut, destination, 4000, context);
                request.Checksum = done.Checksum;
                request.UncompressedLength = done.UncompressedLength;
                done = loop.Run(in request, arena);
            }

            Assert.Equal(RequestStatus.ChecksumMismatch, done.Status);
        }
    }

    [Fact]
    public void Random_contexts_never_crash_and_never_pass_for_streams()
    {
        using var arena = new Arena(1 << 19);
        using var compress = new ZipExecutor(3);
        var random = new Random(99);
        ulong context = arena.Take(ContextSize) + ZipContextLayout.ContextOffset;
        ulong source = arena.Put(ZipData.Compress(CompressionFormat.Deflate, ZipData.Text(2000)));
        ulong destination = arena.Take(4096);
        for (int i = 0; i < 3000; i++)
        {
            random.NextBytes(Arena.At(context, ZipContextLayout.DeviceSize));
            if (i % 2 == 0)
            {
                Arena.At(context + ZipContextLayout.Phase, 8).Clear();
                "INF\x01"u8.CopyTo(Arena.At(context + ZipContextLayout.Decoder, 4));
                Arena.At(context + ZipContextLayout.Decoder + 4, 1)[0] = (byte)random.Next(10);
                Arena.At(context + ZipContextLayout.Decoder + 5, 1)[0] = (byte)random.Next(4);
            }

            var sqe = new ZipSqe
            {
                InputLength = 300,
                OutputSpace = 4096,
                Source = source,
                Destination = destination,
                StreamContext = context,
                CtxDw0 = (uint)random.Next(),
                CtxDw1 = (uint)random.Next(),
                CtxDw2 = (uint)random.Next(40_000),
                OperationWord = ZipSqe.PackOperation((ZipOperation)(1 + (i % 3)), lists: false, 4),
                Control = ZipSqe.PackControl(ZipSqe.TypeV3, newStream: false, stateful: true, finish: i % 5 == 0, 0),
            };

            compress.Execute(ref sqe, ZipGoldenTests.Plan(compress: i % 7 == 0), arena, leased: false, out _);

            Assert.InRange(sqe.Consumed, 0u, 300u);
            Assert.InRange(sqe.Produced, 0u, 4096u);
        }
    }

    internal static CompressionRequest Request(
        CompressionFormat format, ulong source, int length, ulong destination, int space, ulong context, bool first = false, bool last = false) => new()
        {
            Format = format,
            WindowCode = 4,
            Flags = CompressionRequestFlags.Stateful | (first ? CompressionRequestFlags.First : 0) | (last ? CompressionRequestFlags.Last : 0),
            Source = source,
            SourceLength = length,
            Destination = destination,
            DestinationLength = space,
            StreamContext = context,
        };

    private static byte[] Compress(ZipLoop loop, Arena arena, CompressionFormat format, byte[] data, int maxInput, int maxOutput, Random random)
    {
        arena.Rewind();
        var packed = new List<byte>();
        ulong source = arena.Put([.. data, 0]);
        ulong destination = arena.Take(maxOutput);
        ulong context = arena.Take(ContextSize);
        random.NextBytes(Arena.At(context, ContextSize));
        int at = 0;
        CompressionCompletion done = default;
        for (int i = 0; ; i++)
        {
            Assert.True(i < 20 * (data.Length + 100), "no progress");
            int length = Math.Min(random.Next(maxInput) + 1, data.Length - at);
            bool last = at + length == data.Length;
            CompressionRequest request = Request(format, source + (ulong)at, length, destination, random.Next(maxOutput) + 1, context, i == 0, last);
            request.Checksum = done.Checksum;
            request.UncompressedLength = done.UncompressedLength;
            done = loop.Run(in request, arena);
            Assert.True(done.Status is RequestStatus.Ok or RequestStatus.MoreOutput or RequestStatus.StreamEnd, $"{done.Status} at {at}");
            packed.AddRange(Arena.At(destination, done.Produced).ToArray());
            at += done.Consumed;
            if (done.Status == RequestStatus.StreamEnd)
            {
                Assert.Equal(data.Length, at);
                return [.. packed];
            }
        }
    }

    private static byte[] Decompress(
        ZipLoop loop, Arena arena, CompressionFormat format, byte[] packed, int maxInput, int maxOutput, Random random, out int consumed)
    {
        arena.Rewind();
        var back = new List<byte>();
        ulong source = arena.Put([.. packed, 0]);
        ulong destination = arena.Take(maxOutput);
        ulong context = arena.Take(ContextSize);
        random.NextBytes(Arena.At(context, ContextSize));
        consumed = 0;
        CompressionCompletion done = default;
        for (int i = 0; ; i++)
        {
            Assert.True(i < 400_000, "no progress");
            int length = done.Status == RequestStatus.MoreOutput ? 0 : Math.Min(random.Next(maxInput) + 1, packed.Length - consumed);
            CompressionRequest request = Request(format, source + (ulong)consumed, length, destination, random.Next(maxOutput) + 1, context, i == 0);
            request.Checksum = done.Checksum;
            request.UncompressedLength = done.UncompressedLength;
            done = loop.Run(in request, arena);
            Assert.True(done.Status is RequestStatus.Ok or RequestStatus.MoreOutput or RequestStatus.StreamEnd, $"{done.Status} at {consumed}");
            back.AddRange(Arena.At(destination, done.Produced).ToArray());
            consumed += done.Consumed;
            if (done.Status == RequestStatus.StreamEnd)
            {
                return [.. back];
            }
        }
    }
}
