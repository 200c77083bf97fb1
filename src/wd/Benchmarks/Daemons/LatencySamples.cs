using System.Diagnostics;
using WarpDrive.Tool.Benchmarks.Partners;

namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>Times of single requests, slice by slice.</summary>
internal sealed class LatencySamples
{
    private const int MostOfSlice = 1 << 20;

    private readonly long[] _slice = new long[MostOfSlice];   // ticks
    private readonly List<long> _all = [];
    private readonly List<double> _p99 = [];

    /// <summary>Requests so far.</summary>
    internal int Count => _all.Count;

    /// <summary>99th percentile of each slice, in ticks.</summary>
    internal IReadOnlyList<double> P99OfSlices => _p99;

    /// <summary>Does one request after the other, and times those between two moments.</summary>
    /// <param name="work">With one request in flight.</param>
    /// <param name="from">Time stamp.</param>
    /// <param name="until">Time stamp.</param>
    internal void Measure(IClientWork work, long from, long until)
    {
        int count = 0;
        long before = Stopwatch.GetTimestamp();
        do
        {
            _ = work.Round();
            long now = Stopwatch.GetTimestamp();
            if (before >= from)
            {
                _slice[count++] = now - before;
            }

            before = now;
        }
        while ((before < until || count == 0) && count < MostOfSlice);
        Array.Sort(_slice, 0, count);
        _p99.Add(_slice[(int)(count * 0.99)]);
        _all.AddRange(_slice.AsSpan(0, count));
    }

    /// <summary>A percentile of all slices together, nanoseconds.</summary>
    /// <param name="part">0 to below 1.</param>
    internal double Percentile(double part)
    {
        _all.Sort();
        return _all[(int)(_all.Count * part)] * 1e9 / Stopwatch.Frequency;
    }
}
