namespace WarpDrive.Tool.Benchmarks;

/// <summary>What <see cref="QueueBenchmark"/> measures.</summary>
internal sealed record QueueBenchmarkOptions
{
    /// <summary>Bytes of a descriptor, one of <see cref="QueueBenchmark.Sizes"/>.</summary>
    public int Size { get; init; } = 64;
    /// <summary>Requests in flight, 1…1023.</summary>
    public int Depth { get; init; } = 1;
    /// <summary>1: the caller runs the device itself (Inline). 2: a worker thread does (Served).</summary>
    public int Threads { get; init; } = 1;
    /// <summary>Socket of a daemon whose null device is measured, and whose workers are the second thread; null for a device of this process.</summary>
    public string? Socket { get; init; }
    /// <summary>Queues that are open on the same device and do nothing, 0…1023; with any, the baseline is the same job without them.</summary>
    public int IdleQueues { get; init; }
    /// <summary>Seconds for the measurement and its baseline together, after warm-up.</summary>
    public double Seconds { get; init; } = 2;
    /// <summary>Warm operations over which managed allocations are counted.</summary>
    public long AllocationOperations { get; init; } = 1_000_000;
}
