namespace WarpDrive.Uacce.Compression;

/// <summary>What a compression request produces or reads. The names of <c>algorithms</c> attributes are in <see cref="CompressionFormats"/>.</summary>
public enum CompressionFormat
{
    /// <summary>Raw DEFLATE (RFC 1951).</summary>
    Deflate = 0,
    /// <summary>zlib (RFC 1950).</summary>
    Zlib = 1,
    /// <summary>gzip (RFC 1952).</summary>
    Gzip = 2,
    /// <summary>Literals and sequences for a zstd entropy coder (hisi-qm-zip.md B13); compression only.</summary>
    Lz77Zstd = 3,
}
