namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>One job, whatever the operation is.</summary>
/// <param name="Job">What reports call it, e.g. <c>hash-sha256</c>.</param>
/// <param name="Size">Bytes of one operation's input.</param>
/// <param name="Threads">Threads that call at the same time.</param>
/// <param name="Seconds">Time that each contestant gets.</param>
internal sealed record ContestSettings(string Job, int Size, int Threads, double Seconds)
{
    /// <summary>Operations of one run of a contestant.</summary>
    internal int OperationsPerRun { get; init; } = 1;

    /// <summary>Operations that are with the library at the same time, by one thread.</summary>
    internal int Depth { get; init; } = 1;

    /// <summary>How callers call; null where there is one way only.</summary>
    internal string? Mode { get; init; }

    /// <summary>Whether bytes a second mean something.</summary>
    internal bool MovesBytes { get; init; } = true;

    /// <summary>Different inputs, all of which are checked.</summary>
    internal int Inputs { get; init; } = 1;

    /// <summary>The work is done on other threads than the one that runs the contestant.</summary>
    internal bool RunsElsewhere { get; init; }
}
