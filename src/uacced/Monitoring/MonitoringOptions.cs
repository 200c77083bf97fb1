namespace WarpDrive.Daemon;

/// <summary>Bounds of <see cref="MonitoringServer"/>.</summary>
internal sealed record MonitoringOptions
{
    /// <summary>Time for a request, and again for its answer.</summary>
    internal TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a request.</summary>
    internal int LargestRequest { get; init; } = 8192;

    /// <summary>Connections that are served at once; others wait in line.</summary>
    internal int Connections { get; init; } = 8;
}
