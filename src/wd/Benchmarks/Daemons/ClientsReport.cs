namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>What <c>wd bench daemon clients</c> found.</summary>
internal sealed record ClientsReport
{
    /// <summary>Name of the job.</summary>
    public string Job { get; } = "daemon-clients";

    /// <summary>What clients do: <c>null</c> or <c>zip</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Bytes of a buffer; 0 where there is none.</summary>
    public required int Size { get; init; }

    /// <summary>Requests that each client has in flight.</summary>
    public required int Depth { get; init; }

    /// <summary>How they wait: <c>look</c> for a moment before each sleep, or <c>sleep</c>.</summary>
    public required string Waits { get; init; }

    /// <summary>Seconds for each number of clients.</summary>
    public required double Seconds { get; init; }

    /// <summary>Each number of clients, in the order of the command line.</summary>
    public required IReadOnlyList<ClientCount> Counts { get; init; }

    /// <summary>Requests that failed or came back wrong.</summary>
    public required long Errors { get; init; }

    /// <summary>Throughput with the last number of clients by that with the first, the median over the turns.</summary>
    public required double Ratio { get; init; }

    /// <summary>The least that is wanted of <see cref="Ratio"/>.</summary>
    public double WantedAtLeast { get; } = 0.95;
}
