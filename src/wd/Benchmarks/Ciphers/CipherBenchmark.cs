using WarpDrive.Engines.Ciphers;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary><c>wd bench cipher</c>: the library beside the runtime, libcrypto and its own engine, taking turns.</summary>
internal static class CipherBenchmark
{
    /// <summary>Runs one job.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance.</param>
    /// <exception cref="UserErrorException">The size does not fit, there is nothing to compare with, or a result is wrong.</exception>
    internal static BenchReport Run(BufferSettings settings, Accelerators accelerators)
    {
        CipherPath path = EnginePaths.ForCipher(settings.Engine);
        if (!CipherSpec.TryParse(settings.Algorithm, out CipherSpec spec))
        {
            throw new UserErrorException($"there is no cipher '{settings.Algorithm}'");
        }

        if (spec.TakesWholeBlocks && settings.Size % spec.BlockSize != 0)
        {
            throw new UserErrorException($"{settings.Algorithm} takes whole blocks of {spec.BlockSize} bytes, not {settings.Size} bytes");
        }

        var work = new CipherWork(spec, settings.Decrypt, settings.Size, settings.Batch);
        using var cipher = new Cipher(spec.Algorithm, spec.Mode, work.Key, new CryptoOptions { Engine = settings.Engine }, accelerators);
        Func<Contestant>? runtime = RuntimeCipher.Has(spec, settings.Size) ? () => new RuntimeCipher(work) : null;
        Func<Contestant>? libCrypto = EvpCipherRun.Has(spec) ? () => new EvpCipherRun(work) : null;
        using var opinion = new SecondOpinion((runtime ?? libCrypto ?? (() => new EngineCipher(work, CipherPath.Managed)))());

        var rivals = new RivalList(settings.Against, opinion.IsRight);
        rivals.OfferSystem(RuntimeCipher.NameOf(spec, settings.Decrypt), runtime, libCrypto);
        rivals.Offer(
            Rivals.Engine, "engine called directly",
            CipherEngine.IsAvailable(path, spec.Kind, spec.BlockMode) ? () => new EngineCipher(work, path) : null);
        return Contest.Run(
            settings.ForContest("cipher", work.Messages.Sets), new ContestEntry("this", () => new LibraryCipher(work, cipher), opinion.IsRight), rivals.Entries);
    }
}
