namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>What <c>wd bench daemon idle</c> found.</summary>
internal sealed record IdleReport
{
    /// <summary>Name of the job.</summary>
    public string Job { get; } = "daemon-idle";

    /// <summary>Open queues that did nothing.</summary>
    public required int Queues { get; init; }

    /// <summary>Seconds of each of the two looks.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time of the daemon before the queues were opened, in percent of one core.</summary>
    public required double PercentBefore { get; init; }

    /// <summary>The same with the queues open.</summary>
    public required double Percent { get; init; }

    /// <summary>The most that is wanted of <see cref="Percent"/>.</summary>
    public double WantedBelow { get; } = 0.5;
}
