using WarpDrive.Engines.Headers;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Headers as the driver writes and reads them (hisi-qm-zip.md B5).</summary>
internal static class ZipHeaders
{
    private static ReadOnlySpan<byte> Zlib => [0x78, 0x9C];   // RFC 1950 §2.2: 32 KiB window, default level, no dictionary

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];   // RFC 1952 §2.3: no flags, no time, Unix

    /// <summary>The header that goes in front of compressed data.</summary>
    internal static ReadOnlySpan<byte> For(CompressionFormat format) => format switch
    {
        CompressionFormat.Zlib => Zlib,
        CompressionFormat.Gzip => Gzip,
        _ => [],
    };

    /// <summary>Recognises a header without optional fields that is there in one piece.</summary>
    internal static bool TrySkipPlain(CompressionFormat format, ReadOnlySpan<byte> source, out int length)
    {
        length = For(format).Length;
        if (source.Length < length)
        {
            return false;
        }

        return format switch
        {
            CompressionFormat.Gzip => source.StartsWith(Gzip[..4]),
            CompressionFormat.Zlib => source.StartsWith(Zlib),
            _ => true,
        };
    }

    /// <summary>Reads on in a header.</summary>
    internal static HeaderStatus Parse(CompressionFormat format, ref ZipHeaderState state, ReadOnlySpan<byte> source, out int consumed)
    {
        switch (format)
        {
            case CompressionFormat.Gzip:
                return state.Gzip.Parse(source, out consumed);
            case CompressionFormat.Zlib:
                return state.Zlib.Parse(source, out consumed);
            default:
                consumed = 0;
                return HeaderStatus.Ok;
        }
    }
}
