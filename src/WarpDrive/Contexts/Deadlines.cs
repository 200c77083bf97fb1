using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WarpDrive;

/// <summary>Deadlines as <see cref="Stopwatch"/> time stamps: one comparison a look, no allocation.</summary>
internal static class Deadlines
{
    /// <summary>The longest that anything here may be told to wait.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    internal static void Check(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > Longest)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be more than zero and at most a day");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long After(long now, TimeSpan span) => now + ToTicks(span);

    internal static long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Time left, never negative.</summary>
    internal static TimeSpan Left(long deadline)
    {
        long left = deadline - Stopwatch.GetTimestamp();
        return left <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)(left * ((double)TimeSpan.TicksPerSecond / Stopwatch.Frequency)));
    }
}
