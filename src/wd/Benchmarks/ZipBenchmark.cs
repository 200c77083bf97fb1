using WarpDrive.Engines.Deflate;
using WarpDrive.Tool.CommandLine;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary><c>wd bench zip</c>: the library beside the runtime's stream and beside its own engine called directly, taking turns.</summary>
internal static class ZipBenchmark
{
    private const int MostBuffers = 256;
    private const int CorpusBytes = 8 * 1024 * 1024;   // above that only the cache misses of the corpus are measured
    private const double LongestLatencyPass = 1;       // seconds

    /// <summary>Runs one job.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance.</param>
    /// <exception cref="UserErrorException">There is no device, or its results are wrong.</exception>
    internal static BenchReport Run(ZipBenchmarkSettings settings, Accelerators accelerators)
    {
        byte[][] plain = BenchCorpus.Cut(settings.Size, Math.Clamp(CorpusBytes / settings.Size, 1, MostBuffers));
        using var compressor = new Compressor(new CompressionOptions { Format = settings.Format, Level = settings.Level }, accelerators);
        using var decompressor = new Decompressor(new DecompressionOptions { Format = settings.Format }, accelerators);
        bool compress = settings.Direction == CompressionDirection.Compress;

        // Both directions of the runtime read and write the same files, so that only speed differs.
        byte[][] inputs = compress ? plain : [.. plain.Select(buffer => RuntimeStreamContestant.Compress(buffer, settings.Format, settings.Level))];
        LibraryContestant Ours() => compress ? new LibraryContestant(inputs, compressor) : new LibraryContestant(inputs, decompressor, settings.Size);

        LibraryContestant[] ours = [.. Enumerable.Range(0, settings.Threads).Select(_ => Ours())];
        long compressed = Check(settings, ours[0], plain, inputs);
        Receipt receipt = ours[0].Receipt;

        var contestants = new List<IContestant[]> { ours, Instances(settings, () => new RuntimeStreamContestant(inputs, settings)) };
        DeflateChoice? choice = EngineContestant.Parse(receipt.Engine);
        if (choice is DeflateChoice engine)
        {
            contestants.Add(Instances(settings, () => new EngineContestant(inputs, settings, engine)));
        }

        try
        {
            var turns = new TurnTaking(settings.Threads, [.. contestants]);
            turns.Measure(TimeSpan.FromSeconds(settings.Seconds));
            SliceTotals mine = turns.Totals[0];
            (double p50, double p99, int group) = LatencyPass.Measure(
                ours[0], 1e9 / mine.OperationsPerSecond * settings.Threads, TimeSpan.FromSeconds(Math.Min(settings.Seconds, LongestLatencyPass)));
            _ = Check(settings, ours[0], plain, inputs);
            return new BenchReport
            {
                Job = compress ? "zip-compress" : "zip-decompress",
                Provider = receipt.Provider,
                Device = receipt.Device,
                Engine = receipt.Engine,
                Size = settings.Size,
                Depth = 1,
                Threads = settings.Threads,
                Seconds = mine.Seconds,
                Operations = mine.Operations,
                OperationsPerSecond = mine.OperationsPerSecond,
                BytesPerSecond = mine.OperationsPerSecond * settings.Size,
                P50Nanoseconds = p50,
                P99Nanoseconds = p99,
                LatencyGroup = group,
                AllocatedBytesPerOperation = (double)mine.AllocatedBytes / mine.Operations,
                Errors = mine.Errors,
                Baseline = Compare(RuntimeStreamContestant.Name(settings), mine, turns.Totals[1], settings.Size),
                Others = choice is null ? [] : [Compare($"{receipt.Engine} called directly", mine, turns.Totals[2], settings.Size)],
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
        [.. Enumerable.Range(0, settings.Threads).Select(_ => make())];

    private static BenchBaseline Compare(string name, SliceTotals mine, SliceTotals other, int size) =>
        new(name, other.OperationsPerSecond, other.OperationsPerSecond * size, mine.MedianRatioTo(other));

    private static double BaselineRatio(ZipBenchmarkSettings settings, byte[][] plain) =>
        (double)plain.Sum(buffer => (long)buffer.Length) / plain.Sum(buffer => (long)RuntimeStreamContestant.Compress(buffer, settings.Format, settings.Level).Length);

    /// <summary>One pass over all inputs with every result compared.</summary>
    /// <returns>Bytes of all results.</returns>
    private static long Check(ZipBenchmarkSettings settings, LibraryContestant ours, byte[][] plain, byte[][] inputs)
    {
        long total = 0;
        byte[] read = new byte[settings.Size];
        for (int i = 0; i < inputs.Length; i++)
        {
            int length = ours.Run(i);
            if (length < 0)
            {
                throw new UserErrorException($"{settings.Direction} of {settings.Size} bytes failed; see 'wd devices'");
            }

            total += length;
            bool same;
            if (settings.Direction == CompressionDirection.Decompress)
            {
                same = ours.Destination[..length].SequenceEqual(plain[i]);
            }
            else
            {
                using Stream decoder = RuntimeStreamContestant.Decoder(new MemoryStream(ours.Destination[..length].ToArray()), settings.Format);
                decoder.ReadExactly(read);
                same = read.AsSpan().SequenceEqual(plain[i]) && decoder.ReadByte() < 0;
            }

            if (!same)
            {
                throw new UserErrorException($"{ours.Receipt.Engine} on {ours.Receipt.Device} gave a wrong result; this is a fault of the device");
            }
        }

        return total;
    }
}
