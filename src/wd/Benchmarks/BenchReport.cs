namespace WarpDrive.Tool.Benchmarks;

/// <summary>One job of <c>wd bench</c>.</summary>
internal sealed record BenchReport
{
    /// <summary>What was measured, e.g. <c>zip-compress</c>.</summary>
    public required string Job { get; init; }

    /// <summary>Provider of the device.</summary>
    public required string Provider { get; init; }

    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>Engine path that did the work; empty where there is none.</summary>
    public required string Engine { get; init; }

    /// <summary>Bytes of one operation's input; of a descriptor for queues.</summary>
    public required int Size { get; init; }

    /// <summary>Operations in flight on one thread.</summary>
    public required int Depth { get; init; }

    /// <summary>Threads that submit.</summary>
    public required int Threads { get; init; }

    /// <summary>Queues that are open beside the busy ones and do nothing.</summary>
    public int IdleQueues { get; init; }

    /// <summary>Seconds measured, without warm-up and baselines.</summary>
    public required double Seconds { get; init; }

    /// <summary>Operations in these seconds.</summary>
    public required long Operations { get; init; }

    /// <summary>Operations a second, all threads together.</summary>
    public required double OperationsPerSecond { get; init; }

    /// <summary>Uncompressed bytes a second, all threads together; 0 where nothing is moved.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>Median time of an operation, from the second pass.</summary>
    public required double P50Nanoseconds { get; init; }

    /// <summary>99th percentile of the time of an operation, from the second pass.</summary>
    public required double P99Nanoseconds { get; init; }

    /// <summary>Operations between two time stamps of the second pass.</summary>
    public required int LatencyGroup { get; init; }

    /// <summary>Managed bytes allocated by an operation.</summary>
    public required double AllocatedBytesPerOperation { get; init; }

    /// <summary>Operations that failed or gave a wrong result.</summary>
    public required long Errors { get; init; }

    /// <summary>What it is compared with, measured in the same run.</summary>
    public required BenchBaseline Baseline { get; init; }

    /// <summary>Further comparisons in the same run.</summary>
    public IReadOnlyList<BenchBaseline> Others { get; init; } = [];

    /// <summary>How callers call: <c>batch</c>, <c>single</c> or <c>async</c>; null where there is one way only.</summary>
    public string? Mode { get; init; }

    /// <summary>Operations that ran together, e.g. in SIMD lanes; the mean of asynchronous ones. Null where it is not told.</summary>
    public double? Lanes { get; init; }

    /// <summary>Level, <c>fastest</c> or 1 to 9; null where there is none.</summary>
    public string? Level { get; init; }

    /// <summary>Format; null where there is none.</summary>
    public string? Format { get; init; }

    /// <summary>Uncompressed by compressed bytes; null where nothing is compressed.</summary>
    public double? CompressionRatio { get; init; }

    /// <summary>The same of <see cref="Baseline"/>.</summary>
    public double? BaselineCompressionRatio { get; init; }
}
