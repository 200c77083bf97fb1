namespace WarpDrive.Testing;

/// <summary>Counts what warm calls allocate on the managed heap.</summary>
internal static class Allocations
{
    private const int Rounds = 4;
    private const int TaskRounds = 6;

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

    /// <summary>
    /// Bytes that a number of tasks allocate in the whole process, each of which awaits one call after the other: the least of some rounds, because other
    /// threads count as well. The tasks themselves are in it, some hundred bytes each.
    /// </summary>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="calls">Calls of each task in a round.</param>
    /// <param name="enough">No more rounds when no more bytes were allocated than these.</param>
    /// <param name="once">The call, with the number of the task.</param>
    /// <returns>The bytes, and how many calls of that round had not ended when they returned.</returns>
    internal static async Task<(long Bytes, int Pending)> LeastOfTasks<T>(int tasks, int calls, long enough, Func<int, ValueTask<T>> once)
    {
        (long Bytes, int Pending) least = (long.MaxValue, 0);
        var running = new Task<int>[tasks];
        for (int round = 0; round <= TaskRounds && least.Bytes > enough; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < tasks; i++)
            {
                int task = i;
                running[i] = Task.Run(() => Repeat(task, calls, once));
            }

            int pending = (await Task.WhenAll(running).ConfigureAwait(false)).Sum();
            long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            if (round > 0 && bytes < least.Bytes)   // the first fills pools
            {
                least = (bytes, pending);
            }
        }

        return least;
    }

    private static async Task<int> Repeat<T>(int task, int calls, Func<int, ValueTask<T>> once)
    {
        int pending = 0;
        for (int i = 0; i < calls; i++)
        {
            ValueTask<T> call = once(task);
            pending += call.IsCompleted ? 0 : 1;
            _ = await call.ConfigureAwait(false);
        }

        return pending;
    }
}
