namespace WarpDrive.Uacce.Compression;

/// <summary>Formats and the names that devices list.</summary>
public static class CompressionFormats
{
    /// <summary>The line of the <c>algorithms</c> attribute, e.g. <c>gzip</c>.</summary>
    /// <param name="format">The format.</param>
    public static string AlgorithmName(this CompressionFormat format) => format switch
    {
        CompressionFormat.Deflate => "deflate",
        CompressionFormat.Zlib => "zlib",
        CompressionFormat.Gzip => "gzip",
        CompressionFormat.Lz77Zstd => "lz77_zstd",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "unknown compression format"),
    };
}
