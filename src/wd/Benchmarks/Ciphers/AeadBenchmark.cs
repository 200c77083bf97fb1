using WarpDrive.Engines.Ciphers;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary><c>wd bench aead</c>: the library beside the runtime, libcrypto and its own engine, taking turns.</summary>
internal static class AeadBenchmark
{
    /// <summary>Runs one job.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance.</param>
    /// <exception cref="UserErrorException">There is nothing to compare with, or a result is wrong.</exception>
    internal static BenchReport Run(BufferSettings settings, Accelerators accelerators)
    {
        CipherPath path = EnginePaths.ForCipher(settings.Engine);
        if (!AeadSpec.TryParse(settings.Algorithm, out AeadSpec spec))
        {
            throw new UserErrorException($"there is no authenticated encryption '{settings.Algorithm}'");
        }

        var work = new AeadWork(spec, settings.Decrypt, settings.Size, settings.Batch);
        if (settings.Decrypt)
        {
            work.FillWith(Opinion);
        }

        using var aead = new Aead(spec.Algorithm, work.Key, new CryptoOptions { Engine = settings.Engine }, accelerators);
        using var opinion = new SecondOpinion(Opinion(work));
        var rivals = new RivalList(settings.Against, opinion.IsRight);
        rivals.OfferSystem(
            RuntimeAead.NameOf(spec), RuntimeAead.Has(spec) ? () => new RuntimeAead(work) : null, EvpGcm.Has(spec) ? () => new EvpGcm(work) : null);
        rivals.Offer(Rivals.Engine, "engine called directly", AeadEngine.IsAvailable(path, spec.Kind) ? () => new EngineAead(work, path) : null);
        return Contest.Run(
            settings.ForContest("aead", work.Messages.Sets), new ContestEntry("this", () => new LibraryAead(work, aead), opinion.IsRight), rivals.Entries);
    }

    private static BatchContestant Opinion(AeadWork work) =>
        RuntimeAead.Has(work.Spec) ? new RuntimeAead(work) : EvpGcm.Has(work.Spec) ? new EvpGcm(work) : new EngineAead(work, CipherPath.Managed);
}
