using WarpDrive.Uacce.Compression;

namespace WarpDrive.Queues;

/// <summary>What a <see cref="WdQueue"/> is requested for.</summary>
public sealed record WdQueueOptions
{
    /// <summary>Algorithm, as devices list it, e.g. <c>gzip</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Direction.</summary>
    public CompressionDirection Direction { get; init; }

    /// <summary>Promised ratio on software devices: 0 fastest, 1…9 as zlib.</summary>
    public int Level { get; init; } = 6;

    /// <summary>Engine that a software device must use; null lets it choose.</summary>
    public string? Engine { get; init; }

    /// <summary>Only this device; null for the best.</summary>
    public string? Device { get; init; }

    /// <summary>True to run the work of a software device inside receive calls; others serve the queue all the same.</summary>
    public bool Inline { get; init; }

    internal CompressionQueueOptions ToDriver() => new() { Direction = Direction, Level = Level, Engine = Engine, WantNotes = false };
}
