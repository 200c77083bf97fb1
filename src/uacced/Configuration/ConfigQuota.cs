namespace WarpDrive.Daemon;

/// <summary>The section <c>quota</c>, and each entry of <c>userQuotas</c>.</summary>
internal sealed record ConfigQuota
{
    /// <summary>Connections.</summary>
    public int? Connections { get; init; }

    /// <summary>Open queues.</summary>
    public int? Queues { get; init; }

    /// <summary>Memory reserved through queues, MiB.</summary>
    public long? ReservedMiB { get; init; }

    /// <summary>Bytes of requests that workers work on at a time, MiB.</summary>
    public long? InFlightMiB { get; init; }

    /// <summary>Copies of the user's memory in the daemon, MiB.</summary>
    public long? StagingMiB { get; init; }
}
