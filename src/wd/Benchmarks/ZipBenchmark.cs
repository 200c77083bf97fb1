using WarpDrive.Engines.Deflate;
using WarpDrive.Tool.CommandLine;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary><c>wd bench zip</c>: the library beside the runtime's stream, its own engine called directly, and itself on devices elsewhere, taking turns.</summary>
internal static class ZipBenchmark
{
    private const int MostBuffers = 256;
    private const int CorpusBytes = 8 * 1024 * 1024;   // above that only the cache misses of the corpus are measured
    private const double LongestLatencyPass = 1;       // seconds
    private const double LeadOfLongTurns = 0.25;

    // A daemon's processor rests while others have their turns, and theirs does not rest in the daemon's.
    private static readonly TimeSpan s_longTurn = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs one job.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance.</param>
    /// <param name="openBeside">Makes another instance that takes turns too, told the engine that the first used; null for none.</param>
    /// <exception cref="UserErrorException">There is no device, its results are wrong, or the two instances do not do the same.</exception>
    internal static BenchReport Run(ZipBenchmarkSettings settings, Accelerators accelerators, Func<string?, Accelerators>? openBeside = null)
    {
        byte[][] plain = BenchCorpus.Cut(settings.Size, Math.Clamp(CorpusBytes / settings.Size, 1, MostBuffers));

        // Both directions of the runtime read and write the same files, so that only speed differs.
        byte[][] inputs = settings.Direction == CompressionDirection.Compress
            ? plain
            : [.. plain.Select(buffer => RuntimeStreamContestant.Compress(buffer, settings.Format, settings.Level))];
        using var ours = new ZipLibrary(settings, accelerators, inputs);
        long compressed = ZipResultCheck.Run(settings, ours.First, plain);
        Receipt receipt = ours.First.Receipt;
        DeflateChoice? choice = EngineContestant.Parse(receipt.Engine);
        string? engineName = choice is DeflateChoice same ? EngineNames.Of(same.Kind) : null;
        using Accelerators? elsewhere = openBeside?.Invoke(engineName);
        using ZipLibrary? beside = elsewhere is null ? null : new ZipLibrary(settings, elsewhere, inputs);

        var names = new List<string> { RuntimeStreamContestant.Name(settings) };
        IContestant[] taking = ours.CreateContestants(engineName);
        var contestants = new List<IContestant[]> { taking, Instances(settings, () => new RuntimeStreamContestant(inputs, settings)) };
        if (choice is DeflateChoice engine)
        {
            names.Add($"{receipt.Engine} called directly");
            contestants.Add(Instances(settings, () => new EngineContestant(inputs, settings, engine)));
        }

        if (beside is not null)
        {
            if (choice is DeflateChoice handed)
            {
                names.Add($"{receipt.Engine} on another thread");
                contestants.Add(PerThread(settings, () => new OtherThreadContestant(new EngineContestant(inputs, settings, handed), settings.Depth)));
            }

            _ = ZipResultCheck.Run(settings, beside.First, plain);
            names.Add(NameOfBeside(receipt, beside.First.Receipt));
            contestants.Add(beside.CreateContestants(engineName));
        }

        try
        {
            TurnTaking turns = beside is null
                ? new TurnTaking(settings.Threads, [.. contestants])
                : new TurnTaking(settings.Threads, [.. contestants]) { Turn = s_longTurn, Lead = LeadOfLongTurns };
            turns.Measure(TimeSpan.FromSeconds(settings.Seconds));
            SliceTotals mine = turns.Totals[0];
            (double p50, double p99, int group) = LatencyPass.Measure(
                taking[0], 1e9 / mine.OperationsPerSecond * settings.Threads, TimeSpan.FromSeconds(Math.Min(settings.Seconds, LongestLatencyPass)));
            _ = ZipResultCheck.Run(settings, ours.First, plain);
            BenchBaseline[] baselines = [.. names.Select((name, i) => Compare(name, mine, turns.Totals[i + 1], settings))];
            bool compress = settings.Direction == CompressionDirection.Compress;
            double rate = mine.OperationsPerSecond * settings.Depth;
            return new BenchReport
            {
                Job = compress ? "zip-compress" : "zip-decompress",
                Provider = receipt.Provider,
                Device = receipt.Device,
                Engine = receipt.Engine,
                Size = settings.Size,
                Depth = settings.Depth,
                Threads = settings.Threads,
                Seconds = mine.Seconds,
                Operations = mine.Operations * settings.Depth,
                OperationsPerSecond = rate,
                BytesPerSecond = rate * settings.Size,
                P50Nanoseconds = p50 / settings.Depth,
                P99Nanoseconds = p99 / settings.Depth,
                LatencyGroup = group * settings.Depth,
                AllocatedBytesPerOperation = (double)mine.AllocatedBytes / mine.Operations / settings.Depth,
                Errors = mine.Errors + (beside is null ? 0 : turns.Totals[^1].Errors),
                Baseline = baselines[0],
                Others = baselines[1..],
                Level = compress ? Levels.Name(settings.Level) : null,
                Format = settings.Format.AlgorithmName(),
                CompressionRatio = compress ? (double)plain.Sum(buffer => (long)buffer.Length) / compressed : null,
                BaselineCompressionRatio = compress ? BaselineRatio(settings, plain) : null,
            };
        }
        finally
        {
            foreach (IContestant contestant in contestants.SelectMany(instances => instances))
            {
                contestant.Dispose();
            }
        }
    }

    private static IContestant[] Instances(ZipBenchmarkSettings settings, Func<IContestant> make) =>
        PerThread(settings, () => settings.Depth == 1 ? make() : new RepeatingContestant(make(), settings.Depth));

    private static IContestant[] PerThread(ZipBenchmarkSettings settings, Func<IContestant> make) => [.. Enumerable.Range(0, settings.Threads).Select(_ => make())];

    private static string NameOfBeside(Receipt receipt, Receipt other)
    {
        if (other.Provider == receipt.Provider)
        {
            throw new UserErrorException($"the job runs on the {receipt.Provider} provider itself; name a daemon with --socket to compare it");
        }

        return other.Engine == receipt.Engine
            ? other.Provider
            : throw new UserErrorException($"{receipt.Provider} used {receipt.Engine}, {other.Provider} {other.Engine}; name an --engine that both have");
    }

    private static BenchBaseline Compare(string name, SliceTotals mine, SliceTotals other, ZipBenchmarkSettings settings)
    {
        double rate = other.OperationsPerSecond * settings.Depth;
        return new BenchBaseline(name, rate, rate * settings.Size, mine.MedianRatioTo(other));
    }

    private static double BaselineRatio(ZipBenchmarkSettings settings, byte[][] plain) =>
        (double)plain.Sum(buffer => (long)buffer.Length) / plain.Sum(buffer => (long)RuntimeStreamContestant.Compress(buffer, settings.Format, settings.Level).Length);
}
