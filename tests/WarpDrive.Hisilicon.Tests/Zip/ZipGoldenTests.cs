using System.Runtime.InteropServices;
using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>The worked examples of hisi-qm-zip.md B16 and the table of B3, for driver and device separately.</summary>
public sealed class ZipGoldenTests
{
    private const string Submitted = """
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 3a
        00 00 00 00 02 40 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 fe 1f 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 10 00 a0 ff ff 00 00
        02 00 01 a0 ff ff 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        """;

    private static readonly ulong s_source = 0x0000FFFFA0001000;
    private static readonly ulong s_destination = 0x0000FFFFA0010000;

    [Fact]
    public void A_descriptor_has_128_bytes() => Assert.Equal(128, Marshal.SizeOf<ZipSqe>());

    [Fact]
    public unsafe void The_driver_writes_the_submit_row_of_type_3()
    {
        // The example's destination is no memory of ours, so the header goes by Headerless, and length and address say what it would have left.
        ZipSqe sqe = Encode(ZipSqe.TypeV3, CompressionFormat.Zlib, headerBytes: 2);

        Assert.Equal(Parse(Submitted), Bytes(in sqe));
    }

    [Fact]
    public void The_driver_writes_the_submit_row_of_type_0()
    {
        byte[] expected = Parse(Submitted);
        expected[0x1F] = 0x0A;
        expected[0x34] = 0x01;
        expected[0x68] = 0;

        ZipSqe sqe = Encode(ZipSqe.TypeV2, CompressionFormat.Zlib, headerBytes: 2);

        Assert.Equal(expected, Bytes(in sqe));
    }

    [Fact]
    public void The_driver_writes_the_gzip_variant()
    {
        byte[] expected = Parse(Submitted);
        expected[0x24] = 0x03;
        expected[0x38] = 0xF6;
        expected[0x50] = 0x0A;

        ZipSqe sqe = Encode(ZipSqe.TypeV3, CompressionFormat.Gzip, headerBytes: 10);

        Assert.Equal(expected, Bytes(in sqe));
    }

    [Theory]
    [InlineData(CompressionFormat.Zlib, new byte[] { 0x78, 0x9C })]
    [InlineData(CompressionFormat.Gzip, new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 })]
    public void The_driver_writes_the_header_and_points_the_descriptor_behind_it(CompressionFormat format, byte[] header)
    {
        using var arena = new Arena(1 << 16);
        ulong destination = arena.Take(8192);
        var request = new CompressionRequest
        {
            Tag = 1,
            Format = format,
            WindowCode = 4,
            Source = arena.Take(4096),
            SourceLength = 4096,
            Destination = destination,
            DestinationLength = 8192,
        };
        using var lists = new ZipLists(0);

        Assert.True(new ZipRequestEncoder(CompressionDirection.Compress, ZipSqe.TypeV3).TryEncode(in request, lists, out ZipSqe sqe, out _));

        Assert.Equal(header, Arena.At(destination, header.Length).ToArray());
        Assert.Equal(destination + (ulong)header.Length, sqe.Destination);
        Assert.Equal(8192u - (uint)header.Length, sqe.OutputSpace);
    }

    [Fact]
    public void The_driver_skips_the_header_of_what_it_decompresses()
    {
        using var arena = new Arena(1 << 16);
        byte[] data = new byte[315];
        data[0] = 0x78;
        data[1] = 0x9C;
        ulong source = arena.Put(data);
        ulong destination = arena.Take(8192);
        var request = new CompressionRequest
        {
            Tag = 2,
            Format = CompressionFormat.Zlib,
            WindowCode = 4,
            Source = source,
            SourceLength = 315,
            Destination = destination,
            DestinationLength = 8192,
        };
        using var lists = new ZipLists(0);

        Assert.True(new ZipRequestEncoder(CompressionDirection.Decompress, ZipSqe.TypeV3).TryEncode(in request, lists, out ZipSqe sqe, out _));

        byte[] expected = new byte[128];
        MemoryMarshal.Write(expected.AsSpan(0x10), 0x139u);
        expected[0x1F] = 0x3A;
        expected[0x24] = 0x02;
        expected[0x25] = 0x40;
        MemoryMarshal.Write(expected.AsSpan(0x38), 0x2000u);
        MemoryMarshal.Write(expected.AsSpan(0x48), source + 2);
        MemoryMarshal.Write(expected.AsSpan(0x50), destination);
        expected[0x68] = 2;
        Assert.Equal(expected, Bytes(in sqe));
    }

    [Fact]
    public void The_driver_reads_the_complete_row()
    {
        ZipSqe sqe = MemoryMarshal.Read<ZipSqe>(Parse(Submitted));
        sqe.Consumed = 0x1000;
        sqe.Produced = 0x139;
        sqe.UncompressedLength = 0x1000;
        sqe.Checksum = 0x60AEF86A;
        var pending = new ZipPending { Tag = 1, Offered = 4096, Space = 8190, MadeByDriver = 2, Format = CompressionFormat.Zlib };

        new ZipCompletionDecoder(CompressionDirection.Compress).Decode(in sqe, in pending, default, out CompressionCompletion completion);

        Assert.Equal((RequestStatus.Ok, 4096, 315, 1u), (completion.Status, completion.Consumed, completion.Produced, completion.Tag));
    }

    [Theory]
    [InlineData(2, CompressionFormat.Zlib, 0x60AEF86Au)]
    [InlineData(3, CompressionFormat.Zlib, 0x60AEF86Au)]
    [InlineData(3, CompressionFormat.Gzip, 0xBEFB76BAu)]
    public void The_device_executes_the_example(int version, CompressionFormat format, uint register)
    {
        using var arena = new Arena(1 << 16);
        byte[] input = [.. Enumerable.Range(0, 4096).Select(i => (byte)i)];
        ulong source = arena.Put(input);
        ulong destination = arena.Take(8192);
        byte[] bytes = Parse(Submitted);
        if (version == 2)
        {
            bytes[0x1F] = 0x0A;
        }

        bytes[0x24] = (byte)((int)format + 1);
        MemoryMarshal.Write(bytes.AsSpan(0x48), source);
        MemoryMarshal.Write(bytes.AsSpan(0x50), destination);
        ZipSqe sqe = MemoryMarshal.Read<ZipSqe>(bytes);

        using var executor = new ZipExecutor(version);
        executor.Execute(ref sqe, Plan(compress: true), arena, leased: false, out _);

        byte[] completed = Bytes(in sqe);
        int produced = MemoryMarshal.Read<int>(completed.AsSpan(4));
        Assert.Equal(0x1000, MemoryMarshal.Read<int>(completed));
        Assert.InRange(produced, 20, 400);
        Assert.Equal(0u, MemoryMarshal.Read<uint>(completed.AsSpan(0x0C)));
        Assert.Equal(0x1000u, MemoryMarshal.Read<uint>(completed.AsSpan(0x78)));
        Assert.Equal(register, MemoryMarshal.Read<uint>(completed.AsSpan(0x7C)));
        byte[] trailer = format == CompressionFormat.Zlib ? [0x60, 0xAE, 0xF8, 0x6A] : [0x82, 0x20, 0x91, 0xA2, 0x00, 0x10, 0x00, 0x00];
        Assert.Equal(trailer, Arena.At(destination + (ulong)(produced - trailer.Length), trailer.Length).ToArray());
        AssertEchoed(bytes, completed);

        // And back: the device of a decompress queue.
        ulong back = arena.Take(8192);
        ZipSqe inverse = MemoryMarshal.Read<ZipSqe>(bytes);
        inverse.InputLength = (uint)produced;
        inverse.OutputSpace = 0x2000;
        inverse.Source = destination;
        inverse.Destination = back;
        executor.Execute(ref inverse, Plan(compress: false), arena, leased: false, out _);

        Assert.Equal(((uint)produced, 0x1000u, 0u), (inverse.Consumed, inverse.Produced, inverse.StatusWord));
        Assert.Equal((0x1000u, register), (inverse.UncompressedLength, inverse.Checksum));
        Assert.Equal(input, Arena.At(back, 4096).ToArray());
    }

    [Theory]
    [InlineData(ZipSqe.TypeV2, false, false, false, 0x0A000000u)]
    [InlineData(ZipSqe.TypeV3, false, false, false, 0x3A000000u)]
    [InlineData(ZipSqe.TypeV2, true, true, false, 0x0C000000u)]
    [InlineData(ZipSqe.TypeV3, true, true, false, 0x3C000000u)]
    [InlineData(ZipSqe.TypeV2, true, true, true, 0x0E000000u)]
    [InlineData(ZipSqe.TypeV3, true, true, true, 0x3E000000u)]
    [InlineData(ZipSqe.TypeV2, true, false, false, 0x04000000u)]
    [InlineData(ZipSqe.TypeV3, true, false, false, 0x34000000u)]
    [InlineData(ZipSqe.TypeV2, true, false, true, 0x06000000u)]
    [InlineData(ZipSqe.TypeV3, true, false, true, 0x36000000u)]
    public void Dword_7_is_that_of_the_table(uint type, bool stateful, bool first, bool last, uint expected)
    {
        using var arena = new Arena(1 << 18);
        ulong context = arena.Take(ZipContextLayout.BufferSize);
        CompressionRequestFlags flags = (stateful ? CompressionRequestFlags.Stateful : 0) | (first ? CompressionRequestFlags.First : 0)
            | (last ? CompressionRequestFlags.Last : 0);
        if (stateful && !first)
        {
            new ZipContextBuffer(context).Flags = ZipStreamFlags.DeviceBegun | ZipStreamFlags.HeaderDone;
        }

        var request = new CompressionRequest
        {
            Format = CompressionFormat.Zlib,
            Flags = flags,
            Source = arena.Take(64),
            SourceLength = 64,
            Destination = arena.Take(1024),
            DestinationLength = 1024,
            StreamContext = context,
        };
        using var lists = new ZipLists(0);

        Assert.True(new ZipRequestEncoder(CompressionDirection.Compress, type).TryEncode(in request, lists, out ZipSqe sqe, out _));

        Assert.Equal(expected, sqe.Control);
    }

    [Theory]
    [InlineData(4096, 1000, 884, 998)]
    [InlineData(4096, 150, 208, 234)]
    public void Input_shrinks_to_what_surely_fits(int input, int output, uint expectedInput, uint expectedOutput)
    {
        using var arena = new Arena(1 << 18);
        var request = new CompressionRequest
        {
            Format = CompressionFormat.Zlib,
            Flags = CompressionRequestFlags.Stateful | CompressionRequestFlags.First | CompressionRequestFlags.Last,
            Source = arena.Take(input),
            SourceLength = input,
            Destination = arena.Take(output),
            DestinationLength = output,
            StreamContext = arena.Take(ZipContextLayout.BufferSize),
        };
        using var lists = new ZipLists(0);

        Assert.True(new ZipRequestEncoder(CompressionDirection.Compress, ZipSqe.TypeV3).TryEncode(in request, lists, out ZipSqe sqe, out _));

        Assert.Equal((expectedInput, expectedOutput), (sqe.InputLength, sqe.OutputSpace));
        Assert.False(sqe.IsFinish);
    }

    [Fact]
    public void The_checksum_register_is_the_reversed_inverted_crc()
    {
        uint crc = WarpDrive.Engines.Checksums.Crc32.Compute("WarpDrive"u8);

        Assert.Equal(0xF3507961u, crc);
        Assert.Equal(0x7961F530u, ZipChecksum.ToRegister(ZipOperation.Gzip, crc));
        Assert.Equal(crc, ZipChecksum.FromRegister(ZipOperation.Gzip, 0x7961F530u));
    }

    internal static ZipQueuePlan Plan(bool compress) => new(compress, new ZipEngineChoice(6, DeflateEngineKind.Runtime));

    internal static byte[] Bytes(in ZipSqe sqe) => MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in sqe, 1)).ToArray();

    private static ZipSqe Encode(uint type, CompressionFormat format, int headerBytes)
    {
        var request = new CompressionRequest
        {
            Tag = 1,
            Format = format,
            Flags = CompressionRequestFlags.Headerless,
            WindowCode = 4,
            Source = s_source,
            SourceLength = 4096,
            Destination = s_destination + (ulong)headerBytes,
            DestinationLength = 8192 - headerBytes,
        };
        using var lists = new ZipLists(0);
        Assert.True(new ZipRequestEncoder(CompressionDirection.Compress, type).TryEncode(in request, lists, out ZipSqe sqe, out _));
        return sqe;
    }

    private static void AssertEchoed(byte[] submitted, byte[] completed)
    {
        // dw0–3, dw30 and dw31 are results; all else comes back as it was.
        Assert.Equal(submitted[16..120], completed[16..120]);
    }

    private static byte[] Parse(string rows) => Convert.FromHexString(string.Concat(rows.Where(char.IsAsciiHexDigit)));
}
