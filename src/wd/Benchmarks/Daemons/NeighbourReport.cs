namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>What <c>wd bench daemon neighbour</c> found.</summary>
internal sealed record NeighbourReport
{
    /// <summary>Name of the job.</summary>
    public string Job { get; } = "daemon-neighbour";

    /// <summary>What client and neighbour use: <c>null</c> or <c>zip</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Bytes of a buffer; 0 where there is none.</summary>
    public required int Size { get; init; }

    /// <summary>Requests that the neighbour has in flight; the client has one.</summary>
    public required int Depth { get; init; }

    /// <summary>Seconds beside each neighbour.</summary>
    public required double Seconds { get; init; }

    /// <summary>Beside each neighbour.</summary>
    public required IReadOnlyList<NeighbourFigures> Beside { get; init; }

    /// <summary>The client's and the honest neighbour's requests that failed or came back wrong.</summary>
    public required long Errors { get; init; }

    /// <summary>99th percentile beside the hostile neighbour by that beside the honest one, the median over the turns.</summary>
    public required double Ratio { get; init; }

    /// <summary>The most that is wanted of <see cref="Ratio"/>.</summary>
    public double WantedAtMost { get; } = 2;
}
