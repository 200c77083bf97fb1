using System.Diagnostics;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The second pass: times of operations, taken over groups so long that the time stamps are not what is measured.</summary>
internal static class LatencyPass
{
    private const int MaxGroup = 64;
    private const int MaxSamples = 100_000;
    private const double GroupNanoseconds = 10_000;   // a time stamp costs about 25 ns: 0.25 % of a group

    /// <summary>Measures.</summary>
    /// <param name="contestant">Who does the operations.</param>
    /// <param name="expectedNanoseconds">Time of an operation, from the first pass.</param>
    /// <param name="length">How long to measure.</param>
    /// <returns>Median and 99th percentile in nanoseconds an operation, and the operations in a group.</returns>
    internal static (double P50, double P99, int Group) Measure(IContestant contestant, double expectedNanoseconds, TimeSpan length)
    {
        int group = expectedNanoseconds > 0 ? Math.Clamp((int)Math.Ceiling(GroupNanoseconds / expectedNanoseconds), 1, MaxGroup) : MaxGroup;
        long until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var samples = new List<double>(4096);
        long index = 0;
        long before = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < group; i++)
            {
                _ = contestant.Run(index++);
            }

            long now = Stopwatch.GetTimestamp();
            samples.Add((now - before) * 1e9 / Stopwatch.Frequency / group);
            before = Stopwatch.GetTimestamp();   // the list may have grown meanwhile
        }
        while (before < until && samples.Count < MaxSamples);
        samples.Sort();
        return (samples[samples.Count / 2], samples[(int)(samples.Count * 0.99)], group);
    }
}
