using System.Diagnostics;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>A slice of work between two moments of the clock that all processes of a machine share.</summary>
internal static class WorkSlice
{
    /// <summary>Works from now on, and counts between the two moments.</summary>
    /// <param name="work">The work; idle afterwards.</param>
    /// <param name="from">Time stamp.</param>
    /// <param name="until">Time stamp.</param>
    /// <returns>Requests, and the ticks that they took.</returns>
    internal static (long Operations, long Ticks) Run(IClientWork work, long from, long until)
    {
        do
        {
            _ = work.Round();   // both sides awake before the clock runs
        }
        while (Stopwatch.GetTimestamp() < from);
        long operations = 0;
        long start = Stopwatch.GetTimestamp();
        long now;
        do
        {
            operations += work.Round();
        }
        while ((now = Stopwatch.GetTimestamp()) < until);
        work.Rest();
        return (operations, now - start);
    }
}
