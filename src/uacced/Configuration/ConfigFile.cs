namespace WarpDrive.Daemon;

/// <summary>The configuration file, as it is written. What is absent has its default.</summary>
internal sealed record ConfigFile
{
    /// <summary>Path of the socket.</summary>
    public string? Socket { get; init; }

    /// <summary>Permissions of the socket file, octal, e.g. <c>"0660"</c>.</summary>
    public string? SocketMode { get; init; }

    /// <summary>Group of the socket file: a name or a number in quotes.</summary>
    public string? SocketGroup { get; init; }

    /// <summary>Who may connect, beside what the permissions say.</summary>
    public ConfigAllow? Allow { get; init; }

    /// <summary>How many devices of each kind.</summary>
    public ConfigDevices? Devices { get; init; }

    /// <summary>What a user may have.</summary>
    public ConfigQuota? Quota { get; init; }

    /// <summary>What certain users may have: by name or number.</summary>
    public Dictionary<string, ConfigQuota>? UserQuotas { get; init; }

    /// <summary>Connections of all users together.</summary>
    public int? TotalConnections { get; init; }

    /// <summary>Seconds that what was rung may take when the daemon ends.</summary>
    public double? DrainSeconds { get; init; }

    /// <summary>Where metrics are served; absent: nowhere.</summary>
    public ConfigMetrics? Metrics { get; init; }

    /// <summary>What is less important is not logged.</summary>
    public string? LogLevel { get; init; }
}
