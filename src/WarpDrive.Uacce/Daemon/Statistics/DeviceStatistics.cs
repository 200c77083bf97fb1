namespace WarpDrive.Uacce.Daemon;

/// <summary>One device of the daemon.</summary>
public sealed record DeviceStatistics
{
    /// <summary>Name, e.g. <c>hisi_zip-0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Queue protocol.</summary>
    public required string Api { get; init; }

    /// <summary>What it does.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }

    /// <summary>Worker threads that it may have.</summary>
    public required int Workers { get; init; }

    /// <summary>Queues that are open, of everybody.</summary>
    public required int OpenQueues { get; init; }

    /// <summary>Queues that it has.</summary>
    public required int QueueLimit { get; init; }

    /// <summary>Whether it must not be used any more.</summary>
    public required bool Isolated { get; init; }

    /// <summary>What was done on it, for everybody; null in a document about one's own queues.</summary>
    public DeviceWork? Work { get; init; }
}
