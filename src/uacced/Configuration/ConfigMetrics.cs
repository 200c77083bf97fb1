namespace WarpDrive.Daemon;

/// <summary>The section <c>metrics</c>.</summary>
internal sealed record ConfigMetrics
{
    /// <summary>Address and port, or <c>unix:/path</c>.</summary>
    public string? Listen { get; init; }

    /// <summary>Whether the address may be one that other machines can reach.</summary>
    public bool? AllowRemote { get; init; }
}
