using WarpDrive.Engines.PublicKey;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary><c>wd bench rsa</c> and <c>wd bench ec</c>: the library beside the runtime, libcrypto and its own engine, taking turns.</summary>
internal static class PublicKeyBenchmark
{
    /// <summary>Operations with curves.</summary>
    internal static readonly string[] CurveNames = ["p256-sign", "p256-verify", "p256-ecdh", "x25519", "x448", "sm2-sign", "sm2-verify"];

    /// <summary>Sizes of RSA keys.</summary>
    internal static readonly string[] RsaSizes = ["1024", "2048", "3072", "4096"];

    /// <summary>Runs one job.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="accelerators">The library instance.</param>
    /// <exception cref="UserErrorException">There is nothing to compare with, or a result is wrong.</exception>
    internal static BenchReport Run(PublicKeySettings settings, Accelerators accelerators)
    {
        var options = new CryptoOptions { Engine = settings.Engine };
        using PublicKeyJob job = Create(settings.Algorithm, options, accelerators);
        bool IsRight(Contestant contestant, long index) => job.IsRight(contestant);
        var rivals = new RivalList(settings.Against, IsRight);
        rivals.OfferSystem(job.RuntimeName, job.Runtime, job.LibCrypto);
        rivals.Offer(Rivals.Engine, "engine called directly", PublicKeyEngine.IsAvailable ? job.Engine : null);
        return Contest.Run(
            new ContestSettings(job.Name, job.InputSize, settings.Threads, settings.Seconds) { MovesBytes = false },
            new ContestEntry("this", job.Library, IsRight), rivals.Entries);
    }

    private static PublicKeyJob Create(string name, CryptoOptions options, Accelerators accelerators)
    {
        string[] parts = name.Split('-');
        bool verifies = parts[^1] == "verify";
        return (parts[0], parts[^1]) switch
        {
            ("rsa", _) => RsaJobs.Create(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), verifies, options, accelerators),
            ("p256", "ecdh") => EcdhJob.Create(options, accelerators),
            ("p256", _) => EcdsaJobs.Create(verifies, options, accelerators),
            ("x25519", _) => XdhJob.Create(XdhCurve.X25519, options, accelerators),
            ("x448", _) => XdhJob.Create(XdhCurve.X448, options, accelerators),
            ("sm2", _) => Sm2Jobs.Create(verifies, options, accelerators),
            _ => throw new UserErrorException($"there is no operation '{name}'"),
        };
    }
}
