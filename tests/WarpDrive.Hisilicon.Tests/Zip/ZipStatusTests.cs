using System.Buffers.Binary;
using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Bad input and every status the device has.</summary>
public sealed class ZipStatusTests
{
    public static TheoryData<CompressionFormat, DeflateEngineKind> Cases
    {
        get
        {
            var data = new TheoryData<CompressionFormat, DeflateEngineKind>();
            foreach (CompressionFormat format in new[] { CompressionFormat.Deflate, CompressionFormat.Zlib, CompressionFormat.Gzip })
            {
                foreach (DeflateEngineInfo engine in DeflateEngines.Available)
                {
                    data.Add(format, engine.Kind);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_destination_that_is_too_small_is_said_so_and_nothing_is_written_beyond_it(CompressionFormat format, DeflateEngineKind engine)
    {
        byte[] data = ZipData.Text(5000);
        byte[] packed = ZipData.Compress(format, data);
        using var arena = new Arena(1 << 20);
        using var compress = new ZipLoop(CompressionDirection.Compress, engine: engine == DeflateEngineKind.Managed ? null : engine);
        using var decompress = new ZipLoop(CompressionDirection.Decompress, engine: engine);
        foreach (int space in new[] { 0, 1, 2, 9, 10, 11, 20, 100, 300 })
        {
            Check(compress, data, space, RequestStatus.OutputTooSmall);
        }

        foreach (int space in new[] { 0, 1, 100, 4998, 4999 })
        {
            Check(decompress, packed, space, RequestStatus.OutputTooSmall);
        }

        Check(decompress, packed, 5000, RequestStatus.Ok);

        void Check(ZipLoop loop, byte[] input, int space, RequestStatus expected)
        {
            arena.Rewind();
            ulong source = arena.Put(input);
            ulong destination = arena.Take(space + 64);
            Arena.At(destination, space + 64).Fill(0xA5);
            CompressionRequest request = Request(format, source, input.Length, destination, space);

            CompressionCompletion done = loop.Run(in request, arena);

            Assert.Equal(expected, done.Status);
            Assert.False(Arena.At(destination + (ulong)space, 64).ContainsAnyExcept((byte)0xA5));
            Assert.True(expected == RequestStatus.Ok || (done.Consumed | done.Produced) == 0);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_cut_anywhere_is_truncated(CompressionFormat format, DeflateEngineKind engine)
    {
        byte[] packed = ZipData.Compress(format, ZipData.Text(2000));
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Decompress, engine: engine);
        for (int length = 0; length < packed.Length; length++)
        {
            arena.Rewind();
            CompressionRequest request = Request(format, arena.Put(packed.AsSpan(0, length)), length, arena.Take(4000), 4000);

            CompressionCompletion done = loop.Run(in request, arena);

            Assert.True(done.Status == RequestStatus.Truncated, $"{length} of {packed.Length}: {done.Status}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Damaged_input_is_never_taken_for_good(CompressionFormat format, DeflateEngineKind engine)
    {
        byte[] data = ZipData.Text(2000);
        byte[] packed = ZipData.Compress(format, data);
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Decompress, engine: engine);
        var random = new Random(11);
        int errors = 0;
        for (int i = 0; i < 500; i++)
        {
            arena.Rewind();
            byte[] damaged = [.. packed];
            damaged[random.Next(packed.Length)] ^= (byte)(1 << random.Next(8));
            ulong destination = arena.Take(4000);
            CompressionRequest request = Request(format, arena.Put(damaged), packed.Length, destination, 4000);

            CompressionCompletion done = loop.Run(in request, arena);

            errors += done.Status == RequestStatus.Ok ? 0 : 1;
            Assert.NotEmpty(ZipWords.Describe(in done));
            if (format != CompressionFormat.Deflate && done.Status == RequestStatus.Ok)
            {
                Assert.Equal(data, Arena.At(destination, done.Produced).ToArray());   // a bit of the header that means nothing
            }
        }

        Assert.True(errors > (format == CompressionFormat.Deflate ? 10 : 250), $"{errors} errors");
    }

    [Fact]
    public void A_wrong_trailer_is_a_checksum_mismatch_with_the_status_of_the_table()
    {
        foreach (CompressionFormat format in new[] { CompressionFormat.Zlib, CompressionFormat.Gzip })
        {
            byte[] packed = ZipData.Compress(format, ZipData.Text(2000));
            packed[^2] ^= 1;

            CompressionCompletion done = Decompress(format, packed, out ZipSqe sqe, out _);

            Assert.Equal((RequestStatus.ChecksumMismatch, 0x10), (done.Status, (int)sqe.Status));
        }
    }

    [Fact]
    public void Corrupt_data_has_a_reason()
    {
        CompressionCompletion done = Decompress(CompressionFormat.Deflate, [0x07, 0, 0, 0], out ZipSqe sqe, out ZipOutcome outcome);

        Assert.Equal((RequestStatus.BadData, 0x11), (done.Status, (int)sqe.Status));
        Assert.NotEqual(ZipReason.None, outcome.Reason);
        Assert.Contains("block type", ZipWords.Describe(in done), StringComparison.Ordinal);
    }

    [Fact]
    public void Preset_dictionaries_and_foreign_headers_are_refused_with_words()
    {
        byte[] dictionary = [0x78, 0xBB, 1, 2, 3, 4, 3, 0, 0, 0, 0, 1];
        CompressionCompletion done = Decompress(CompressionFormat.Zlib, dictionary, out _, out _);
        Assert.Equal(RequestStatus.BadHeader, done.Status);
        Assert.Contains("dictionary", ZipWords.Describe(in done), StringComparison.Ordinal);

        done = Decompress(CompressionFormat.Gzip, ZipData.Compress(CompressionFormat.Zlib, [1, 2, 3]), out _, out _);
        Assert.Equal(RequestStatus.BadHeader, done.Status);
    }

    [Fact]
    public void What_does_not_shrink_is_negative_compression_and_still_valid()
    {
        var data = new byte[3000];
        new Random(5).NextBytes(data);
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        ulong destination = arena.Take(4000);
        CompressionRequest request = Request(CompressionFormat.Gzip, arena.Put(data), data.Length, destination, 4000);

        CompressionCompletion done = loop.Run(in request, arena);

        Assert.Equal((RequestStatus.Ok, 0x0D), (done.Status, done.DeviceStatus));
        Assert.Equal(data, ZipData.Decompress(CompressionFormat.Gzip, Arena.At(destination, done.Produced).ToArray()));
    }

    [Fact]
    public void What_follows_a_stream_is_not_consumed()
    {
        foreach (CompressionFormat format in new[] { CompressionFormat.Deflate, CompressionFormat.Zlib, CompressionFormat.Gzip })
        {
            byte[] packed = ZipData.Compress(format, ZipData.Text(100));

            CompressionCompletion done = Decompress(format, [.. packed, 1, 2, 3], out _, out _);

            Assert.Equal((RequestStatus.Ok, packed.Length, 100), (done.Status, done.Consumed, done.Produced));
        }
    }

    [Fact]
    public void Bad_addresses_fail_the_request_and_are_named()
    {
        using var arena = new Arena(1 << 16);
        ulong good = arena.Take(1000);
        using var loop = new ZipLoop(CompressionDirection.Compress);

        Expect(Request(CompressionFormat.Zlib, arena.End + 4096, 100, good, 1000) with { Flags = CompressionRequestFlags.Headerless }, arena.End + 4096);
        Expect(Request(CompressionFormat.Zlib, arena.End - 50, 100, good, 1000) with { Flags = CompressionRequestFlags.Headerless }, arena.End);
        Expect(Request(CompressionFormat.Zlib, good, 100, 0x10, 1000) with { Flags = CompressionRequestFlags.Headerless }, 0x10);
        Expect(Request(CompressionFormat.Zlib, good, 100, ulong.MaxValue - 10, 1000) with { Flags = CompressionRequestFlags.Headerless }, ulong.MaxValue - 10);
        arena.ReadOnlyFrom = arena.End - 4096;
        Expect(Request(CompressionFormat.Zlib, good, 100, arena.End - 4100, 1000) with { Flags = CompressionRequestFlags.Headerless }, arena.End - 4096);

        void Expect(CompressionRequest request, ulong fault)
        {
            CompressionCompletion done = loop.Run(in request, arena);
            Assert.Equal((RequestStatus.BadAddress, fault), (done.Status, done.FaultAddress));
            Assert.Contains($"0x{fault:x}", ZipWords.Describe(in done), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0x04, 0x17)]
    [InlineData(0x40, 0x17)]
    [InlineData(0x10, 0x17)]
    [InlineData(0x00, 0x17)]
    public void Operations_that_are_not_modelled_are_unsupported(byte operation, byte status)
    {
        using var arena = new Arena(1 << 16);
        using var executor = new ZipExecutor(3);
        var sqe = new ZipSqe { Control = 0x3A000000, OperationWord = operation, Source = arena.Take(64), Destination = arena.Take(64), InputLength = 64, OutputSpace = 64 };

        executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), arena, leased: false, out _);

        Assert.Equal(status, (byte)sqe.Status);
    }

    [Fact]
    public void A_descriptor_of_the_other_generation_is_malformed_and_raw_deflate_unknown_to_version_2()
    {
        using var arena = new Arena(1 << 16);
        using var executor = new ZipExecutor(2);
        var sqe = new ZipSqe { Control = 0x3A000000, OperationWord = 2, Source = arena.Take(64), Destination = arena.Take(64), InputLength = 64, OutputSpace = 64 };
        executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), arena, leased: false, out ZipOutcome outcome);
        Assert.Equal((ZipStatus.MalformedDescriptor, ZipReason.WrongType), (sqe.Status, outcome.Reason));

        sqe.Control = 0x0A000000;
        sqe.OperationWord = 1;
        executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), arena, leased: false, out _);
        Assert.Equal(ZipStatus.UnsupportedOperation, sqe.Status);
    }

    [Fact]
    public void Stream_rules_are_applied_in_their_order()
    {
        using var arena = new Arena(1 << 18);
        ulong context = arena.Take(ZipContextLayout.BufferSize);
        var decoder = new ZipCompletionDecoder(CompressionDirection.Decompress);
        var pending = new ZipPending { Context = context, Offered = 100, Space = 1000, Format = CompressionFormat.Deflate };

        Assert.Equal(RequestStatus.MoreOutput, Status(state: 1, status: 0x0E));
        Assert.Equal(RequestStatus.OutputTooSmall, Status(state: 2, status: 0x0E));
        Assert.Equal(RequestStatus.MoreOutput, Status(state: 2, final: true, word1: 5, consumed: 100, status: 0));
        Assert.Equal(RequestStatus.Ok, Status(state: 2, final: true, word1: 5, consumed: 99, status: 0));
        Assert.Equal(RequestStatus.StreamEnd, Status(state: 1, status: 0x113));
        Assert.Equal(RequestStatus.Ok, Status(state: 0, status: 0x13));
        Assert.Equal(RequestStatus.Ok, Status(state: 3, status: 0));
        Cache(0b0000000_01_1);   // fixed block with BFINAL, end of block
        Assert.Equal(RequestStatus.MoreOutput, Status(state: 3, cached: 10, status: 0));
        Cache(0b111);
        Assert.Equal(RequestStatus.BadData, Status(state: 3, cached: 3, status: 0));

        void Cache(ulong bits) => BinaryPrimitives.WriteUInt64LittleEndian(Arena.At(context + 0x40 + 0xC00 + 16, 8), bits);

        RequestStatus Status(uint state, uint status, bool final = false, uint word1 = 0, uint consumed = 0, int cached = 0)
        {
            var sqe = new ZipSqe
            {
                CtxDw0 = ZipStreamState.Pack(state, final, cached),
                CtxDw1 = word1,
                CtxDw2 = 9,
                StatusWord = status,
                Consumed = consumed,
            };
            decoder.Decode(in sqe, in pending, default, out CompressionCompletion completion);
            return completion.Status;
        }
    }

    [Theory]
    [InlineData("0300", 10, 1)]                // fixed, final, end of block
    [InlineData("0300", 9, 0)]
    [InlineData("020 0", 10, 0)]               // fixed, not final
    [InlineData("07", 3, 2)]                   // type 3
    [InlineData("05", 3, 0)]                   // dynamic
    [InlineData("4b0400", 18, 1)]              // literal 'a', end
    public void Cached_bits_are_judged_as_RFC_1951_says(string hex, int count, int verdict)
    {
        var bytes = new byte[8];
        Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)).CopyTo(bytes, 0);

        Assert.Equal(verdict, (int)ZipCachedTail.Inspect(BinaryPrimitives.ReadUInt64LittleEndian(bytes), count));
    }

    [Theory]
    [InlineData("020000ffff", 1)]   // empty
    [InlineData("020100feff", 0)]   // one byte to come
    [InlineData("020000feff", 2)]   // no complement
    public void Cached_bits_of_a_stored_block_end_on_a_byte_boundary(string hex, int verdict)
    {
        var bytes = new byte[8];
        Convert.FromHexString(hex).CopyTo(bytes, 0);

        // The first bit of the first byte is decoded already: 39 are left.
        Assert.Equal(verdict, (int)ZipCachedTail.Inspect(BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 1, 39));
    }

    [Fact]
    public void Length_codes_have_the_extra_bits_of_RFC_1951()
    {
        int[] expected = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

        Assert.Equal(expected, Enumerable.Range(257, 29).Select(ZipCachedTail.LengthExtraBits));
    }

    private static CompressionCompletion Decompress(CompressionFormat format, byte[] packed, out ZipSqe sqe, out ZipOutcome outcome)
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Decompress);
        CompressionRequest request = Request(format, arena.Put(packed), packed.Length, arena.Take(10_000), 10_000);
        CompressionCompletion done = loop.Run(in request, arena);
        sqe = loop.LastSqe;
        outcome = loop.LastOutcome;
        return done;
    }

    private static CompressionRequest Request(CompressionFormat format, ulong source, int length, ulong destination, int space) => new()
    {
        Format = format,
        WindowCode = 4,
        Source = source,
        SourceLength = length,
        Destination = destination,
        DestinationLength = space,
    };
}
