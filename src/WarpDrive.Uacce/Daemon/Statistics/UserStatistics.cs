namespace WarpDrive.Uacce.Daemon;

/// <summary>What one user has, and did since the daemon started, over all its clients, those that have ended included.</summary>
public sealed record UserStatistics
{
    /// <summary>User id; null: all users for whom there was no row left.</summary>
    public uint? Uid { get; init; }

    /// <summary>Client processes now.</summary>
    public required int Clients { get; init; }

    /// <summary>Queues open now.</summary>
    public required int OpenQueues { get; init; }

    /// <summary>Bytes of reserved memory now.</summary>
    public required long ReservedBytes { get; init; }

    /// <summary>Bytes of requests that workers work on now.</summary>
    public long InFlightBytes { get; init; }

    /// <summary>Bytes of the daemon that hold copies of the user's memory now.</summary>
    public long StagingBytes { get; init; }

    /// <summary>What its clients used.</summary>
    public required ClientWork Work { get; init; }
}
