using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>How often somebody cried wolf. A few times are the usual races; those who keep on are heard once a millisecond.</summary>
internal struct EmptyLooks
{
    private const int Tolerated = 8;

    /// <summary>How long a channel is not looked at.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(1);

    private static readonly long s_forgiven = Stopwatch.Frequency / 100;   // 10 ms

    private int _count;
    private long _last;

    /// <summary>Another one.</summary>
    /// <param name="now">Stopwatch ticks.</param>
    /// <returns>Whether they keep coming.</returns>
    internal bool Count(long now)
    {
        _count = now - _last > s_forgiven ? 1 : Math.Min(_count + 1, Tolerated + 1);
        _last = now;
        return _count > Tolerated;
    }

    /// <summary>There was something this time.</summary>
    internal void Forget() => _count = 0;
}
