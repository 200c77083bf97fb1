using System.Text.Json.Serialization;

namespace WarpDrive.Tool.Files;

/// <summary>One file in the output of <c>--json</c>.</summary>
internal sealed record FileSummary
{
    /// <summary>Name of the input, <c>-</c> for the standard input.</summary>
    public required string File { get; init; }

    /// <summary>Name of the output, <c>-</c> for the standard output, null when nothing was written.</summary>
    public string? Output { get; init; }

    /// <summary>Bytes read.</summary>
    public long In { get; init; }

    /// <summary>Bytes written, or found when only testing.</summary>
    public long Out { get; init; }

    /// <summary>Uncompressed bytes by compressed bytes; null for an error.</summary>
    public double? Ratio { get; init; }

    /// <summary>Seconds from opening to closing.</summary>
    public double Seconds { get; init; }

    /// <summary>Device that did the work.</summary>
    public string Device { get; init; } = "";

    /// <summary>Its provider.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Engine path.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Why the exit code is 2, or null.</summary>
    public string? Warning { get; init; }

    /// <summary>Why the exit code is 1, or null.</summary>
    public string? Error { get; init; }

    /// <summary>What this file means for the exit code.</summary>
    [JsonIgnore]
    public Output.ExitCode Code => Error is not null ? Tool.Output.ExitCode.Error : Warning is not null ? Tool.Output.ExitCode.Warning : Tool.Output.ExitCode.Ok;
}
