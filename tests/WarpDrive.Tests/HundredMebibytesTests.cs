using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>One input far beyond every limit of a request, on the software ZIP device.</summary>
public sealed class HundredMebibytesTests
{
    [Fact]
    public void A_hundred_mebibytes_go_both_ways_in_one_call_and_in_parallel()
    {
        byte[] data = new byte[100 << 20];
        byte[] pattern = TestData.Mixed(1_000_003, 30);
        for (int at = 0; at < data.Length; at += pattern.Length)
        {
            pattern.AsSpan(0, Math.Min(pattern.Length, data.Length - at)).CopyTo(data.AsSpan(at));
        }

        using var accelerators = new Accelerators();
        var options = new CompressionOptions { Level = CompressionOptions.Fastest, Format = CompressionFormat.Zlib };
        using var compressor = new Compressor(options, accelerators);
        using var decompressor = new Decompressor(new DecompressionOptions { Format = CompressionFormat.Zlib }, accelerators);
        byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)], back = new byte[data.Length];

        int length = compressor.Compress(data, room).BytesWritten;
        Assert.Equal(data.Length, decompressor.Decompress(room.AsSpan(0, length), back).BytesWritten);
        Assert.True(data.AsSpan().SequenceEqual(back));

        var joined = new MemoryStream(room);
        CompressionTotals totals = new ParallelCompressor(new ParallelCompressionOptions { Compression = options }, accelerators)
            .Compress(new MemoryStream(data), joined);
        Assert.Equal(data.Length, decompressor.Decompress(room.AsSpan(0, (int)totals.BytesWritten), back).BytesWritten);
        Assert.True(data.AsSpan().SequenceEqual(back));
    }
}
