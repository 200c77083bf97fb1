using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>RSA signatures with the padding of PKCS #1 v1.5 and SHA-256 (RFC 8017 §8.2).</summary>
internal static class RsaJobs
{
    /// <summary>Makes a job with a new key.</summary>
    internal static PublicKeyJob Create(int bits, bool verifies, CryptoOptions options, Accelerators accelerators)
    {
        var runtime = RSA.Create(bits);
        RSAParameters key = runtime.ExportParameters(includePrivateParameters: true);
        var library = new WarpRsa(key, options, accelerators);
        byte[] padded = new byte[bits / 8];
        RsaPadding.EncodePkcs1Signature(Samples.Digest, HashAlgorithmName.SHA256, padded);
        PublicKeyJob job = verifies ? Verify(bits, runtime, library, key, padded) : Sign(bits, runtime, library, key, padded);
        return job.Own(runtime, library);
    }

    private static PublicKeyJob Sign(int bits, RSA runtime, WarpRsa library, RSAParameters key, byte[] padded)
    {
        byte[] block = EngineKey.Block(bits / 16, key.DQ!, key.DP!, key.Q!, key.P!, key.InverseQ!);
        byte[] der = runtime.ExportPkcs8PrivateKey();
        return new PublicKeyJob
        {
            Name = $"rsa-{bits}-sign",
            InputSize = Samples.Digest.Length,
            Library = () => new MakingContestant(room => Sign(library, room)) { LastReceipt = () => library.LastReceipt },
            Runtime = () => new MakingContestant(room => Sign(runtime, room)),
            RuntimeName = "RSA.SignHash",
            LibCrypto = Makers.ByLibCrypto(() => EvpKey.ForSigning(der, pads: true), (evp, room) => evp.Sign(Samples.Digest, room)),
            Engine = Makers.ByEngine((engine, room) =>
                engine.Engine.CrtPower(engine.Keys, block, padded, room.AsSpan(0, padded.Length)) == PublicKeyStatus.Ok ? padded.Length : -1),
            IsRight = contestant => runtime.VerifyHash(Samples.Digest, contestant.Output, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
    }

    private static PublicKeyJob Verify(int bits, RSA runtime, WarpRsa library, RSAParameters key, byte[] padded)
    {
        byte[] block = EngineKey.Block(bits / 8, key.Exponent!, key.Modulus!);
        byte[] der = runtime.ExportSubjectPublicKeyInfo();
        byte[] good = runtime.SignHash(Samples.Digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        byte[] bad = Samples.Spoil(good);
        return new PublicKeyJob
        {
            Name = $"rsa-{bits}-verify",
            InputSize = Samples.Digest.Length,
            Library = () => new VerifyingContestant(good, bad, signature => Verify(library, signature)) { LastReceipt = () => library.LastReceipt },
            Runtime = () => new VerifyingContestant(good, bad, signature => Verify(runtime, signature)),
            RuntimeName = "RSA.VerifyHash",
            LibCrypto = Makers.VerifiedByLibCrypto(() => EvpKey.ForVerifying(der, pads: true), good, bad),
            Engine = Makers.VerifiedByEngine(good, bad, (engine, signature) => Recovers(engine, block, signature, padded)),
            IsRight = contestant => contestant.Output[0] == 1,
        };
    }

    private static bool Recovers(EngineKey engine, byte[] block, byte[] signature, byte[] padded)
    {
        Span<byte> room = stackalloc byte[padded.Length];
        return engine.Engine.ModPower(engine.Keys, block, signature, room) == PublicKeyStatus.Ok && room.SequenceEqual(padded);
    }

    private static int Sign(RSA rsa, byte[] room) =>
        rsa.TrySignHash(Samples.Digest, room, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out int written) ? written : -1;

    private static bool Verify(RSA rsa, byte[] signature) =>
        rsa.VerifyHash(Samples.Digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
