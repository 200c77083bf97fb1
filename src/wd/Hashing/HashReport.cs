namespace WarpDrive.Tool.Hashing;

/// <summary>One file in the output of <c>wd hash --json</c>.</summary>
internal sealed record HashReport
{
    /// <summary>Name of the file, <c>-</c> for the standard input.</summary>
    public required string File { get; init; }

    /// <summary>Algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The digest in hexadecimal digits; null for an error.</summary>
    public string? Digest { get; init; }

    /// <summary>Checking: whether it is the digest of the list; null otherwise.</summary>
    public bool? Matches { get; init; }

    /// <summary>Why there is no digest, or null.</summary>
    public string? Error { get; init; }
}
