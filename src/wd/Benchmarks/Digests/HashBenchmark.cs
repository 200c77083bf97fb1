using WarpDrive.Engines.Hashing;
using WarpDrive.Engines.Native;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary><c>wd bench hash</c>: the library beside the runtime, libcrypto, its own engine and libIPSec_MB, taking turns.</summary>
internal static class HashBenchmark
{
    /// <summary>Runs one job.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance.</param>
    /// <exception cref="Output.UserErrorException">There is no such engine, nothing to compare with, or a result is wrong.</exception>
    internal static BenchReport Run(HashBenchmarkSettings settings, Accelerators accelerators)
    {
        HashPath path = EnginePaths.ForHash(settings.Engine);
        using var hasher = new Hasher(settings.Algorithm, new CryptoOptions { Engine = settings.Engine }, accelerators);
        return settings.Mode == HashMode.Async ? RunTasks(settings, hasher) : RunBatches(settings, hasher, path);
    }

    private static BenchReport RunBatches(HashBenchmarkSettings settings, Hasher hasher, HashPath path)
    {
        DigestAlgorithm algorithm = settings.Algorithm;
        HashKind kind = algorithm.EngineKind();
        bool isSingle = settings.Mode == HashMode.Single;
        var messages = new MessageSet(settings.Size, isSingle ? 1 : settings.Batch);
        using var opinion = new SecondOpinion(Opinion(messages, algorithm));

        var ours = new ContestEntry("this", () => isSingle ? new AwaitedHash(messages, hasher) : new LibraryHash(messages, hasher), opinion.IsRight);
        var rivals = new RivalList(settings.Against, opinion.IsRight);
        rivals.OfferSystem(
            RuntimeHash.NameOf(algorithm), RuntimeHash.Has(algorithm) ? () => new RuntimeHash(messages, algorithm) : null,
            EvpHash.Has(algorithm) ? () => new EvpHash(messages, algorithm) : null);
        rivals.Offer(Rivals.Engine, "engine called directly", HashEngine.IsAvailable(path, kind) ? () => new EngineHash(messages, algorithm, path) : null);
        rivals.Offer(Rivals.IpsecMb, "ipsec-mb, job interface", HasJobs(kind, settings.Size) ? () => new IpsecMbHash(messages, algorithm) : null);
        return Contest.Run(
            new ContestSettings($"hash-{algorithm.AlgorithmName()}", settings.Size, settings.Threads, settings.Seconds)
            {
                Mode = isSingle ? "single" : "batch",
                OperationsPerRun = messages.Batch,
                Depth = messages.Batch,
                Inputs = messages.Sets,
            },
            ours, rivals.Entries);
    }

    private static BenchReport RunTasks(HashBenchmarkSettings settings, Hasher hasher)
    {
        DigestAlgorithm algorithm = settings.Algorithm;
        var messages = new MessageSet(settings.Size, 1);
        using BatchContestant opinion = Opinion(messages, algorithm);
        var expected = new ExpectedDigests(messages, opinion);
        bool IsRight(Contestant contestant, long index) => expected.AreThoseOf((TaskLoad)contestant);

        var ours = new ContestEntry("this", () => new LibraryTasks(messages, hasher, settings.Tasks), IsRight);
        var rivals = new RivalList(settings.Against, IsRight);
        OneShotTasks Load(Func<BatchContestant> make) => new(messages, make, hasher.HashSize, settings.Tasks);
        rivals.OfferSystem(
            $"{RuntimeHash.NameOf(algorithm)} on the thread pool", RuntimeHash.Has(algorithm) ? () => Load(() => new RuntimeHash(messages, algorithm)) : null,
            EvpHash.Has(algorithm) ? () => Load(() => new EvpHash(messages, algorithm)) : null);
        return Contest.Run(
            new ContestSettings($"hash-{algorithm.AlgorithmName()}", settings.Size, 1, settings.Seconds)
            {
                Mode = "async",
                OperationsPerRun = settings.Tasks * TaskLoad.RoundsFor(settings.Size),
                Depth = settings.Tasks,
                RunsElsewhere = true,
            },
            ours, rivals.Entries);
    }

    private static bool HasJobs(HashKind kind, int size) => IpsecMbHashes.Has(kind) && size <= IpsecMbHash.MostBytes && IpsecMb.IsAvailable;

    private static BatchContestant Opinion(MessageSet messages, DigestAlgorithm algorithm) =>
        RuntimeHash.Has(algorithm) ? new RuntimeHash(messages, algorithm)
        : EvpHash.Has(algorithm) ? new EvpHash(messages, algorithm)
        : new EngineHash(messages, algorithm, HashPath.Scalar);
}
