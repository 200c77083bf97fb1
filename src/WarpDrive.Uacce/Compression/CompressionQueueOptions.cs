namespace WarpDrive.Uacce.Compression;

/// <summary>What a compression queue is set up for; fixed for its life.</summary>
public sealed record CompressionQueueOptions : QueueOptions
{
    /// <summary>Direction.</summary>
    public CompressionDirection Direction { get; init; }

    /// <summary>Promised ratio: 0 = fastest (the runtime's Fastest), 1…9 = zlib's at that level. Hardware has one level and ignores it.</summary>
    public int Level { get; init; }
}
