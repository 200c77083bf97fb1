namespace WarpDrive.Tool.Benchmarks;

/// <summary>What <see cref="QueueBenchmark"/> found.</summary>
internal sealed record QueueBenchmarkResult
{
    /// <summary>Name of the job: <c>queue</c>.</summary>
    public string Job { get; } = "queue";
    /// <summary>Provider of the device.</summary>
    public required string Provider { get; init; }
    /// <summary>Device name.</summary>
    public required string Device { get; init; }
    /// <summary>What did the work: <c>none</c>, the null device has no engine.</summary>
    public string Engine { get; } = "none";
    /// <summary>Bytes of a descriptor.</summary>
    public required int Size { get; init; }
    /// <summary>Requests in flight.</summary>
    public required int Depth { get; init; }
    /// <summary>Threads that took part.</summary>
    public required int Threads { get; init; }
    /// <summary>Idle queues beside the busy one.</summary>
    public required int IdleQueues { get; init; }
    /// <summary>Seconds measured, without warm-up and baseline.</summary>
    public required double Seconds { get; init; }
    /// <summary>Operations in that time.</summary>
    public required long Operations { get; init; }
    /// <summary>Their rate.</summary>
    public double OperationsPerSecond => Operations / Seconds;
    /// <summary>Bytes of descriptors moved in, each second.</summary>
    public double BytesPerSecond => OperationsPerSecond * Size;
    /// <summary>Nanoseconds for each operation, median over groups of 64.</summary>
    public required double P50Nanoseconds { get; init; }
    /// <summary>The same, 99th percentile.</summary>
    public required double P99Nanoseconds { get; init; }
    /// <summary>Managed bytes for each of 10^6 warm operations, all threads of the process.</summary>
    public required double AllocatedBytesPerOperation { get; init; }
    /// <summary>Operations that came back wrong.</summary>
    public required long Errors { get; init; }
    /// <summary>What the baseline is.</summary>
    public required string BaselineName { get; init; }
    /// <summary>Its rate, measured in turns with the job.</summary>
    public required double BaselineOperationsPerSecond { get; init; }
    /// <summary>Rate of the job by that of the baseline: the median over the turns.</summary>
    public required double BaselineRatio { get; init; }
    /// <summary>The same of the median stretch of each, some 50 µs long at depth 1: both sides were awake, and nobody else had their processors.</summary>
    public required double BaselineAwakeRatio { get; init; }
}
