using System.Diagnostics;
using WarpDrive.Linux;

namespace WarpDrive.Uacce;

/// <summary>Whether others want the processors that looking again and again takes: one answer for the whole process.</summary>
/// <remarks>
/// Who was not run for a while in the middle of looking has taken the processor from somebody. Once may be chance; when it happens soon again the process
/// counts as crowded for a time, and for longer each time. Several threads may write at once, and any of their values will do.
/// </remarks>
internal static class Crowd
{
    private static readonly long s_gap = Ticks(0.05);   // between two looks: an interrupt takes less, a time slice more
    private static readonly long s_least = Ticks(0.5);
    private static readonly long s_most = Ticks(5);

    [ThreadStatic]
    private static long s_preemptions;   // of this thread, at its last offer or gap

    private static long s_until;
    private static long s_last;   // how long it was the last time

    /// <summary>Whether looking should be short, or not be at all.</summary>
    /// <param name="now">Time stamp.</param>
    internal static bool IsHere(long now) => now < Volatile.Read(ref s_until);

    /// <summary>Lets others have the processor if they want it. Between looks, every few microseconds: what happens behind it is told apart by it.</summary>
    internal static void Offer()
    {
        s_preemptions = Libc.PreemptionsOfThisThread();
        Thread.Yield();   // to whoever waits for this processor, which may be the device itself; that somebody did shows in the time that it took
    }

    /// <summary>Told after each look.</summary>
    /// <param name="before">Time stamp of the look before.</param>
    /// <param name="now">Time stamp.</param>
    /// <returns>True when this thread was not run in between.</returns>
    internal static bool WasInterrupted(long before, long now)
    {
        if (now - before <= s_gap || !WasAnotherRun())
        {
            return false;
        }

        long last = Volatile.Read(ref s_last);
        bool isChance = now - Volatile.Read(ref s_until) >= 4 * last;
        long next = isChance ? s_least : Math.Min(2 * last, s_most);
        Volatile.Write(ref s_last, next);
        Volatile.Write(ref s_until, isChance ? now : now + next);
        return true;
    }

    // Otherwise it was a hypervisor, and nobody waits for what a look takes.
    private static bool WasAnotherRun()
    {
        long preemptions = Libc.PreemptionsOfThisThread();
        bool isMore = preemptions != s_preemptions;
        s_preemptions = preemptions;
        return isMore;
    }

    private static long Ticks(double milliseconds) => (long)(milliseconds / 1000 * Stopwatch.Frequency);
}
