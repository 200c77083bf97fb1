using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.Hashing;

/// <summary>What is hashed and how it is told, as the command line says it.</summary>
internal sealed record HashSettings
{
    /// <summary>Algorithm.</summary>
    public required DigestAlgorithm Algorithm { get; init; }

    /// <summary>Files; <c>-</c> is the standard input. With <see cref="Check"/>: lists of checksums.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Compare files with lists of checksums.</summary>
    public bool Check { get; init; }

    /// <summary>Write the form of BSD.</summary>
    public bool Tag { get; init; }

    /// <summary>End lines with NUL.</summary>
    public bool Zero { get; init; }

    /// <summary>Checking: say nothing of files that match.</summary>
    public bool Quiet { get; init; }

    /// <summary>Checking: say nothing; the exit code tells.</summary>
    public bool Status { get; init; }

    /// <summary>Checking: a line that is no checksum is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Checking: pass over files that are not there.</summary>
    public bool IgnoreMissing { get; init; }

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Threads that read and hash.</summary>
    public int Threads { get; init; }

    /// <summary>Name of the algorithm in lines of the form of BSD, e.g. <c>SHA256</c>.</summary>
    internal string TagName => Algorithm.AlgorithmName().ToUpperInvariant().Replace("SHA512-", "SHA512/", StringComparison.Ordinal);
}
