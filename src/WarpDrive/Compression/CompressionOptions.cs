using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>What a <see cref="Compressor"/> produces.</summary>
public sealed record CompressionOptions
{
    /// <summary>The level named <c>fastest</c>.</summary>
    public const int Fastest = 0;

    /// <summary>Format: deflate, zlib or gzip.</summary>
    public CompressionFormat Format { get; init; } = CompressionFormat.Gzip;

    /// <summary>
    /// A promise of ratio, not of an algorithm: <see cref="Fastest"/> that of the runtime's Fastest, 1…9 that of zlib at the same level. The fastest
    /// engine that keeps it does the work. Hardware has one level; the receipt tells.
    /// </summary>
    public int Level { get; init; } = 6;

    /// <summary>Bytes that a match reaches back: 4096, 8192, 16384, 24576 or 32768.</summary>
    public int WindowSize { get; init; } = 32768;

    /// <summary>Deadline of each request; null for that of the library instance.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Only this device; null for any.</summary>
    public string? Device { get; init; }

    /// <summary>How requests are spread over devices; null for the choice of the library instance.</summary>
    public SchedulingPolicy? Scheduling { get; init; }

    internal byte WindowCode => WindowSize switch
    {
        4096 => 0,
        8192 => 1,
        16384 => 2,
        24576 => 3,
        _ => 4,
    };

    internal void Validate()
    {
        Formats.Check(Format);
        if (Level is < 0 or > 9)
        {
            throw new ArgumentOutOfRangeException(nameof(Level), Level, "the level is 0 (fastest) or 1…9");
        }

        if (WindowSize is not (4096 or 8192 or 16384 or 24576 or 32768))
        {
            throw new ArgumentOutOfRangeException(nameof(WindowSize), WindowSize, "the window is 4096, 8192, 16384, 24576 or 32768 bytes");
        }

        if (Deadline is TimeSpan deadline)
        {
            Deadlines.Check(deadline, nameof(Deadline));
        }
    }
}
