namespace WarpDrive.Engines.Hashing;

/// <summary>A path was forced that this machine does not have.</summary>
public sealed class HashPathUnavailableException : InvalidOperationException
{
    /// <summary>Names the path and the reason.</summary>
    /// <param name="path">The path.</param>
    /// <param name="reason">Why it cannot be used, for a person.</param>
    public HashPathUnavailableException(HashPath path, string reason)
        : base($"The hash path {path} cannot be used: {reason}") => Path = path;

    /// <summary>The path.</summary>
    public HashPath Path { get; }
}
