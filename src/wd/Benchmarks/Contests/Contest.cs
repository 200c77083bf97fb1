using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>The library beside others that do the same work: each result is checked, then all take turns.</summary>
internal static class Contest
{
    private const double LongestLatencyPass = 1;   // seconds
    private const int AllocationRuns = 4;

    /// <summary>Runs one job.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="ours">The library.</param>
    /// <param name="others">What it is compared with; the first is the baseline.</param>
    /// <exception cref="UserErrorException">There is nothing to compare with, or a result is wrong.</exception>
    internal static BenchReport Run(ContestSettings settings, ContestEntry ours, IReadOnlyList<ContestEntry> others)
    {
        if (others.Count == 0)
        {
            throw new UserErrorException($"{settings.Job}: there is nothing of that here to compare with; leave --against out for all that is");
        }

        ContestEntry[] entries = [ours, .. others];
        var made = new List<Contestant>();
        try
        {
            Contestant[][] contestants = [.. entries.Select(entry => Make(entry, settings, made))];
            var turns = new TurnTaking(settings.Threads, contestants);
            turns.Measure(TimeSpan.FromSeconds(settings.Seconds));
            BenchReport report = Report(settings, turns, contestants[0][0], others);
            Check(ours, contestants[0][0], settings);   // after all the heat, too
            return report;
        }
        finally
        {
            foreach (Contestant contestant in made)
            {
                contestant.Dispose();
            }
        }
    }

    private static Contestant[] Make(ContestEntry entry, ContestSettings settings, List<Contestant> made)
    {
        var instances = new Contestant[settings.Threads];
        for (int i = 0; i < instances.Length; i++)
        {
            instances[i] = entry.Make();
            made.Add(instances[i]);
            Check(entry, instances[i], settings);
        }

        return instances;
    }

    private static void Check(ContestEntry entry, Contestant contestant, ContestSettings settings)
    {
        for (int index = 0; index < settings.Inputs; index++)
        {
            if (contestant.Run(index) < 0 || !entry.IsRight(contestant, index))
            {
                throw new UserErrorException($"{settings.Job}: {entry.Name} gave a wrong result");
            }
        }
    }

    private static BenchReport Report(ContestSettings settings, TurnTaking turns, Contestant first, IReadOnlyList<ContestEntry> others)
    {
        SliceTotals mine = turns.Totals[0];
        int operations = settings.OperationsPerRun;
        double rate = mine.OperationsPerSecond * operations;
        double allocated = settings.RunsElsewhere ? AllocatedByAll(first) : (double)mine.AllocatedBytes / mine.Operations;
        double lanes = first.Lanes;
        Receipt receipt = first.Receipt;
        (double p50, double p99, int group) = first.MeasureLatency(
            1e9 / mine.OperationsPerSecond * settings.Threads, operations, TimeSpan.FromSeconds(Math.Min(settings.Seconds, LongestLatencyPass)));
        BenchBaseline[] baselines = [.. others.Select((other, i) => Compare(settings, other.Name, mine, turns.Totals[i + 1]))];
        return new BenchReport
        {
            Job = settings.Job,
            Mode = settings.Mode,
            Provider = receipt.Provider,
            Device = receipt.Device,
            Engine = receipt.Engine,
            Lanes = lanes > 0 ? lanes : null,
            Size = settings.Size,
            Depth = settings.Depth,
            Threads = settings.Threads,
            Seconds = mine.Seconds,
            Operations = mine.Operations * operations,
            OperationsPerSecond = rate,
            BytesPerSecond = settings.MovesBytes ? rate * settings.Size : 0,
            P50Nanoseconds = p50,
            P99Nanoseconds = p99,
            LatencyGroup = group,
            AllocatedBytesPerOperation = allocated / operations,
            Errors = mine.Errors + turns.Totals.Skip(1).Sum(other => other.Errors),
            Baseline = baselines[0],
            Others = baselines[1..],
        };
    }

    private static BenchBaseline Compare(ContestSettings settings, string name, SliceTotals mine, SliceTotals other)
    {
        double rate = other.OperationsPerSecond * settings.OperationsPerRun;
        return new BenchBaseline(name, rate, settings.MovesBytes ? rate * settings.Size : 0, mine.MedianRatioTo(other));
    }

    /// <summary>Managed bytes of a run, of all threads of the process: nothing else runs meanwhile.</summary>
    private static double AllocatedByAll(Contestant contestant)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < AllocationRuns; i++)
        {
            _ = contestant.Run(i);
        }

        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / AllocationRuns;
    }
}
