using System.Diagnostics;
using System.Numerics;

namespace WarpDrive.Uacce.Core;

/// <summary>How many clients the workers of a pool work for: those that were served in the last tenths of a second.</summary>
/// <remarks>Time is cut into periods, and each client counts once in each; workers count at any time.</remarks>
internal sealed class ActiveClients
{
    /// <summary>Length of a period, Stopwatch ticks: an eighth to a quarter of a second.</summary>
    internal static readonly long Period = 1L << BitOperations.Log2((ulong)Stopwatch.Frequency / 4);

    private static readonly int s_shift = BitOperations.TrailingZeroCount(Period);

    private readonly Lock _lock = new();
    private long _period;
    private int _count;
    private int _before;

    /// <summary>A client was served. No more than a look, but for its first time in a period.</summary>
    /// <param name="share">The client.</param>
    /// <param name="now">Stopwatch ticks.</param>
    internal void OnServed(ClientShare share, long now)
    {
        long period = now >> s_shift;
        if (share.ServedIn == period)
        {
            return;
        }

        share.ServedIn = period;   // two workers at once count it twice, until the next period
        lock (_lock)
        {
            Begin(period);
            _count++;
        }
    }

    /// <summary>Clients in this period or in the one before, whichever had more.</summary>
    /// <param name="now">Stopwatch ticks.</param>
    internal int Count(long now)
    {
        lock (_lock)
        {
            Begin(now >> s_shift);
            return Math.Max(_count, _before);
        }
    }

    private void Begin(long period)
    {
        if (period > _period)
        {
            _before = period == _period + 1 ? _count : 0;
            _count = 0;
            _period = period;
        }
    }
}
