using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Headers and trailers of the formats that the typed operations know.</summary>
internal static class Formats
{
    /// <summary>gzip: no options, no time, unknown flags, made on Unix (RFC 1952 §2.3).</summary>
    internal static ReadOnlySpan<byte> GzipHeader => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>zlib: deflate, 32 KiB window, default effort, no dictionary (RFC 1950 §2.2).</summary>
    internal static ReadOnlySpan<byte> ZlibHeader => [0x78, 0x9c];

    internal static void Check(CompressionFormat format)
    {
        if (format is not (CompressionFormat.Deflate or CompressionFormat.Zlib or CompressionFormat.Gzip))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, "the format is deflate, zlib or gzip");
        }
    }

    internal static ReadOnlySpan<byte> Header(CompressionFormat format) => format switch
    {
        CompressionFormat.Gzip => GzipHeader,
        CompressionFormat.Zlib => ZlibHeader,
        _ => [],
    };
}
