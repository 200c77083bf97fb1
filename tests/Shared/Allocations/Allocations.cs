namespace WarpDrive.Testing;

/// <summary>Counts what warm calls allocate on the managed heap.</summary>
internal static class Allocations
{
    private const int Rounds = 4;

    /// <summary>
    /// Bytes that a number of calls allocate on this thread: the least of some rounds. A collection, which other tests bring about, counts the unused rest
    /// of the thread's allocation buffer as allocated; what the calls themselves allocate is there in every round.
    /// </summary>
    /// <param name="calls">Calls of a round.</param>
    /// <param name="once">The call, warm, with its number.</param>
    internal static long Least(int calls, Action<int> once)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < calls; i++)
            {
                once(i);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
