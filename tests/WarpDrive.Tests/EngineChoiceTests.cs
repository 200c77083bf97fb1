using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>An engine that must be used and cannot be: words at the first use.</summary>
public sealed class EngineChoiceTests
{
    [Fact]
    public async Task An_unknown_engine_is_named_with_the_known_ones()
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { Engine = "warp9" });
        using var compressor = new Compressor(null, accelerators);
        using var decompressor = new Decompressor(null, accelerators);

        CompressionException thrown = Assert.Throws<CompressionException>(() => compressor.Compress("hello"u8));
        CompressionException queued = await Assert.ThrowsAsync<CompressionException>(async () => await compressor.CompressAsync(new byte[10], new byte[100]));
        CompressionException other = Assert.Throws<CompressionException>(() => decompressor.Decompress(new byte[10]));

        foreach (CompressionException each in new[] { thrown, queued, other })
        {
            Assert.Equal(RequestStatus.Refused, each.Status);
            Assert.Contains("'warp9'", each.Message, StringComparison.Ordinal);
            Assert.Contains("zlib-ng", each.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_engine_that_only_decompresses_is_refused_for_compression_alone()
    {
        byte[] data = TestData.Mixed(10_000);
        using var accelerators = new Accelerators(new AcceleratorOptions { Engine = "managed" });
        using var compressor = new Compressor(null, accelerators);
        using var decompressor = new Decompressor(null, accelerators);

        CompressionException thrown = Assert.Throws<CompressionException>(() => compressor.Compress(data));
        Assert.Equal(RequestStatus.Refused, thrown.Status);
        Assert.Contains("'managed'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("does not compress", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(", managed", thrown.Message, StringComparison.Ordinal);
        byte[] back = new byte[data.Length];
        Assert.Equal("managed", decompressor.Decompress(TestData.Reference(data, CompressionFormat.Gzip), back).Receipt.Engine);
        Assert.Equal(data, back);
    }
}
