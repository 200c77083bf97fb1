using System.Buffers;
using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>Sequences of several segments go to a device as a list where one request can have them.</summary>
public sealed class ScatterTests
{
    [Theory]
    [InlineData(true, 40, 9000, 2)]
    [InlineData(true, 1, 256, 0)]   // one piece more than a list has
    [InlineData(false, 40, 9000, 0)]
    public void A_device_that_shares_addresses_gets_a_list(bool sharesAddresses, int segment, int size, int lists)
    {
        var device = new FakeDevice("fake-0") { Flags = sharesAddresses ? DeviceFlags.Sva : DeviceFlags.None };
        using Accelerators accelerators = new FakeProvider("fake", device).Open();
        byte[] noise = new byte[size];   // does not shrink, so that both directions have as many pieces
        new Random(1).NextBytes(noise);

        RoundTrip(accelerators, CompressionFormat.Gzip, noise, segment);

        Assert.Equal(lists, device.Engine.Scattered);
    }

    [Theory]
    [InlineData(CompressionFormat.Gzip, 4, 8)]
    [InlineData(CompressionFormat.Zlib, 1000, 200_000)]
    [InlineData(CompressionFormat.Deflate, 7000, 1_000_000)]
    [InlineData(CompressionFormat.Gzip, 9000, 3_000_000)]
    public void The_zip_device_reads_lists_in_both_directions(CompressionFormat format, int segment, int size)
    {
        using var accelerators = new Accelerators();
        RoundTrip(accelerators, format, TestData.Mixed(size, 2), segment);
    }

    private static void RoundTrip(Accelerators accelerators, CompressionFormat format, byte[] data, int segment)
    {
        using var compressor = new Compressor(new CompressionOptions { Format = format }, accelerators);
        using var decompressor = new Decompressor(new DecompressionOptions { Format = format }, accelerators);
        var compressed = new ArrayBufferWriter<byte>();
        CompressionTotals totals = compressor.Compress(Segments.Of(data, segment), compressed);
        Assert.Equal(data.Length, totals.BytesRead);
        Assert.Equal(compressed.WrittenCount, totals.BytesWritten);
        Assert.Equal(data, TestData.ReferenceDecode(compressed.WrittenSpan, format));
        var back = new ArrayBufferWriter<byte>();
        totals = decompressor.Decompress(Segments.Of(compressed.WrittenSpan.ToArray(), segment), back);
        Assert.Equal(compressed.WrittenCount, totals.BytesRead);
        Assert.Equal(data, back.WrittenSpan.ToArray());
    }
}
