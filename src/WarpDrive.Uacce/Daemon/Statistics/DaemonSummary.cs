namespace WarpDrive.Uacce.Daemon;

/// <summary>The daemon itself.</summary>
public sealed record DaemonSummary
{
    /// <summary>Tells this run of the daemon from its predecessor and its successor.</summary>
    public required Guid Instance { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Its process.</summary>
    public required int Pid { get; init; }

    /// <summary>Seconds since it started, on a clock that never goes back.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>Whether it is ending: nothing is opened any more.</summary>
    public required bool Ending { get; init; }

    /// <summary>Whether the document is about everybody; false: about the client that asked.</summary>
    public required bool Everybody { get; init; }
}
