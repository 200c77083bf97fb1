using System.Numerics;

namespace WarpDrive.Uacce.Core;

/// <summary>How often durations occurred, on a logarithmic scale of four steps to the octave: a quantile is at most a quarter too high.</summary>
/// <remarks>Any thread adds, any thread reads; nothing is allocated after construction.</remarks>
public sealed class LatencyHistogram
{
    private const int StepsPerOctave = 4;
    private const int Octaves = 40;   // 2^40 ns are 18 minutes; what is longer counts as that

    private readonly long[] _counts = new long[Octaves * StepsPerOctave];

    /// <summary>Durations counted.</summary>
    public long Count
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                sum += Volatile.Read(ref _counts[i]);
            }

            return sum;
        }
    }

    /// <summary>Counts durations.</summary>
    /// <param name="nanoseconds">How long; below 1 counts as 1.</param>
    /// <param name="count">How many of them.</param>
    public void Add(long nanoseconds, long count = 1) => AddAt(Index(nanoseconds), count);

    /// <summary>The duration that a share of all stays below.</summary>
    /// <param name="share">0…1, e.g. 0.99.</param>
    /// <returns>Zero when nothing was counted.</returns>
    public TimeSpan Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        long wanted = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += Volatile.Read(ref _counts[i]);
            if (seen >= wanted && seen > 0)
            {
                return TimeSpan.FromMicroseconds(Top(i) / 1000.0);
            }
        }

        return TimeSpan.Zero;
    }

    internal void AddAt(int index, long count) => Interlocked.Add(ref _counts[index], count);

    // The two bits behind the leading one tell the step inside the octave.
    internal static int Index(long nanoseconds)
    {
        ulong value = (ulong)Math.Max(nanoseconds, 1);
        int octave = BitOperations.Log2(value);
        int step = octave >= 2 ? (int)(value >> (octave - 2)) & 3 : (int)(value << (2 - octave)) & 3;
        return octave < Octaves ? (octave * StepsPerOctave) + step : (Octaves * StepsPerOctave) - 1;
    }

    private static double Top(int index) => Math.ScaleB(1 + (((index % StepsPerOctave) + 1) / (double)StepsPerOctave), index / StepsPerOctave);
}
