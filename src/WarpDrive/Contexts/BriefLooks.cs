using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>Looking again and again before a sleep: only while the device looks too, and while nobody else wants the processor.</summary>
internal struct BriefLooks
{
    /// <summary>Between two looks, as <see cref="Thread.SpinWait"/> counts: less than a microsecond.</summary>
    private const int Pause = 4;

    /// <summary>Looks between two offers of the processor to others.</summary>
    private const int Offer = 32;

    private static readonly bool s_severalProcessors = Environment.ProcessorCount > 1;

    private static readonly long s_least = Deadlines.ToTicks(TimeSpan.FromMicroseconds(50));
    private static readonly long s_most = Deadlines.ToTicks(TimeSpan.FromMicroseconds(500));

    private long _until;
    private long _last;
    private int _looks;

    /// <summary>Begins.</summary>
    /// <param name="now">Time stamp.</param>
    /// <param name="usual">How long such a wait takes usually, in ticks; 0 when that is not known. Waits beyond 500 µs are slept from their beginning.</param>
    internal BriefLooks(long now, long usual)
    {
        _last = now;
        _until = !s_severalProcessors || usual > s_most || Crowd.IsHere(now) ? 0 : now + Math.Clamp(usual * 2, s_least, s_most);
    }

    /// <summary>Waits for a moment before the next look.</summary>
    /// <param name="file">The queue that is looked at.</param>
    /// <returns>False when it is time to sleep.</returns>
    internal bool TryPause(QueueFile file)
    {
        if (_last >= _until || !file.IsAttended)
        {
            return false;
        }

        Thread.SpinWait(Pause);
        if (++_looks % Offer == 0)
        {
            Crowd.Offer();
        }

        long now = Stopwatch.GetTimestamp();
        if (Crowd.WasInterrupted(_last, now))
        {
            _until = 0;
        }

        _last = now;
        return true;
    }
}
