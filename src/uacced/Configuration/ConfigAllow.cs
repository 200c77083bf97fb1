namespace WarpDrive.Daemon;

/// <summary>The section <c>allow</c>.</summary>
internal sealed record ConfigAllow
{
    /// <summary>Users: names or numbers in quotes.</summary>
    public string[]? Users { get; init; }

    /// <summary>Groups: names or numbers in quotes.</summary>
    public string[]? Groups { get; init; }
}
