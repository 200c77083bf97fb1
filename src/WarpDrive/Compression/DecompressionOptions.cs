using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>What a <see cref="Decompressor"/> reads.</summary>
public sealed record DecompressionOptions
{
    /// <summary>Format: deflate, zlib or gzip.</summary>
    public CompressionFormat Format { get; init; } = CompressionFormat.Gzip;

    /// <summary>
    /// Most bytes that one call, or one stream, may produce where the library provides the memory or writes to a stream: the guard against decompression
    /// bombs. At least 0; the default is 1 GiB. Calls that fill the caller's own buffer are limited by that buffer.
    /// </summary>
    public long MaxOutputLength { get; init; } = 1L << 30;

    /// <summary>Deadline of each request; null for that of the library instance.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Only this device; null for any.</summary>
    public string? Device { get; init; }

    /// <summary>How requests are spread over devices; null for the choice of the library instance.</summary>
    public SchedulingPolicy? Scheduling { get; init; }

    internal void Validate()
    {
        Formats.Check(Format);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxOutputLength);
        if (Deadline is TimeSpan deadline)
        {
            Deadlines.Check(deadline, nameof(Deadline));
        }
    }
}
