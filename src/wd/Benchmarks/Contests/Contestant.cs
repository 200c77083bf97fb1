namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>A contestant whose result can be looked at, so that it is checked before it is believed.</summary>
internal abstract class Contestant : IContestant
{
    /// <summary>Result of the last run.</summary>
    internal virtual ReadOnlySpan<byte> Output => [];

    /// <summary>Where the last operation ran; default for those that write no receipts.</summary>
    internal virtual Receipt Receipt => default;

    /// <summary>Operations executed together; 0 when it is not known.</summary>
    internal virtual double Lanes => Receipt.BatchSize;

    /// <inheritdoc/>
    public abstract int Run(long index);

    /// <summary>The second pass.</summary>
    /// <param name="expectedNanoseconds">Time of a run, from the first pass.</param>
    /// <param name="operations">Operations of a run.</param>
    /// <param name="length">How long to measure.</param>
    /// <returns>Median and 99th percentile in nanoseconds an operation, and the operations in a group.</returns>
    internal virtual (double P50, double P99, int Group) MeasureLatency(double expectedNanoseconds, int operations, TimeSpan length)
    {
        (double p50, double p99, int group) = LatencyPass.Measure(this, expectedNanoseconds, length);
        return (p50 / operations, p99 / operations, group * operations);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Frees what the contestant owns.</summary>
    protected virtual void Close()
    {
    }
}
