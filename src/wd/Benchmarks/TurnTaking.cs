using System.Diagnostics;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>Lets several contestants take turns in short slices, so that heat, clocks and neighbours hit all of them alike.</summary>
internal sealed class TurnTaking
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(300);   // enough for the JIT's second tier

    private readonly IContestant[][] _contestants;   // by contestant, then by thread
    private readonly int _threads;

    /// <summary>Makes the contest.</summary>
    /// <param name="threads">Threads that run a slice together.</param>
    /// <param name="contestants">For each contestant, one instance a thread.</param>
    internal TurnTaking(int threads, params IContestant[][] contestants)
    {
        _threads = threads;
        _contestants = contestants;
        Totals = [.. contestants.Select(_ => new SliceTotals())];
    }

    /// <summary>How long a turn is measured, about: long enough that starting threads does not count, short enough that the ratio of neighbouring turns means something.</summary>
    internal TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a contestant works before its turn is measured, as a part of the turn. A processor that has rested, a virtual one above all, is slower for a while.</summary>
    internal double Lead { get; init; }

    /// <summary>What each contestant did.</summary>
    internal SliceTotals[] Totals { get; }

    /// <summary>Warms up, then measures.</summary>
    /// <param name="perContestant">Time that each gets, without the warm-up, which is not longer.</param>
    internal void Measure(TimeSpan perContestant)
    {
        foreach (IContestant[] contestant in _contestants)
        {
            _ = Slice(contestant, perContestant < s_warmUp ? perContestant : s_warmUp, out _);
        }

        int rounds = Math.Clamp((int)(perContestant / Turn), 3, 200);
        TimeSpan slice = perContestant / rounds;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < _contestants.Length; i++)
            {
                int turn = (i + round) % _contestants.Length;   // nobody always follows the same one
                if (Lead > 0)
                {
                    _ = Slice(_contestants[turn], slice * Lead, out _);
                }

                SliceCount count = Slice(_contestants[turn], slice, out double seconds);
                Totals[turn].Add(count, seconds);
            }
        }
    }

    private SliceCount Slice(IContestant[] contestant, TimeSpan length, out double seconds)
    {
        long ticks = (long)(length.TotalSeconds * Stopwatch.Frequency);
        var sum = new SliceCount();
        if (_threads == 1)
        {
            long from = Stopwatch.GetTimestamp();
            sum = Loop(contestant[0], from + ticks);
            seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
            return sum;
        }

        using var start = new Barrier(_threads + 1);
        var counts = new SliceCount[_threads];
        var failures = new Exception?[_threads];
        Thread[] threads = [.. Enumerable.Range(0, _threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                counts[i] = Loop(contestant[i], Stopwatch.GetTimestamp() + ticks);
            }
            catch (Exception e)
            {
                failures[i] = e;   // carried to the thread that waits
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        start.SignalAndWait();
        long begun = Stopwatch.GetTimestamp();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (failures.FirstOrDefault(failure => failure is not null) is Exception failed)
        {
            throw new InvalidOperationException(failed.Message, failed);
        }

        foreach (SliceCount count in counts)
        {
            sum.Add(count);
        }

        return sum;
    }

    private static SliceCount Loop(IContestant contestant, long until)
    {
        var count = new SliceCount();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        do
        {
            int result = contestant.Run(count.Operations);
            count.Operations++;
            if (result < 0)
            {
                count.Errors++;
            }
            else
            {
                count.ResultBytes += result;
            }
        }
        while (Stopwatch.GetTimestamp() < until);
        count.AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return count;
    }
}
