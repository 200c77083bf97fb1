using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>ECDSA on P-256 (FIPS 186-5, 6).</summary>
internal static class EcdsaJobs
{
    /// <summary>Makes a job with a new key.</summary>
    internal static PublicKeyJob Create(bool verifies, CryptoOptions options, Accelerators accelerators)
    {
        var runtime = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters key = runtime.ExportParameters(includePrivateParameters: true);
        var library = new WarpECDsa(key, options, accelerators);
        PublicKeyJob job = verifies ? Verify(runtime, library, key) : Sign(runtime, library, key);
        return job.Own(runtime, library);
    }

    private static PublicKeyJob Sign(ECDsa runtime, WarpECDsa library, ECParameters key)
    {
        byte[] block = CurveBlocks.Private(EllipticCurve.Secp256r1, key.D!);
        byte[] input = CurveBlocks.SignInput(Samples.Digest);
        byte[] der = runtime.ExportPkcs8PrivateKey();
        return new PublicKeyJob
        {
            Name = "ec-p256-sign",
            InputSize = Samples.Digest.Length,
            Library = () => new MakingContestant(room => Sign(library, room)) { LastReceipt = () => library.LastReceipt },
            Runtime = () => new MakingContestant(room => Sign(runtime, room)),
            RuntimeName = "ECDsa.SignHash",
            LibCrypto = Makers.ByLibCrypto(
                () => EvpKey.ForSigning(der, pads: false), (evp, room) => evp.Sign(Samples.Digest, room), SignatureForms.FromDer),
            Engine = Makers.ByEngine((engine, room) => engine.Engine.EcdsaSign(engine.Keys, block, input, room.AsSpan(0, SignatureForms.Length)) == PublicKeyStatus.Ok
                ? SignatureForms.Length
                : -1),
            IsRight = contestant => runtime.VerifyHash(Samples.Digest, contestant.Output),
        };
    }

    private static PublicKeyJob Verify(ECDsa runtime, WarpECDsa library, ECParameters key)
    {
        byte[] block = CurveBlocks.Public(EllipticCurve.Secp256r1, key.Q.X!, key.Q.Y!);
        byte[] der = runtime.ExportSubjectPublicKeyInfo();
        byte[] good = runtime.SignHash(Samples.Digest);
        byte[] bad = Samples.Spoil(good);
        return new PublicKeyJob
        {
            Name = "ec-p256-verify",
            InputSize = Samples.Digest.Length,
            Library = () => new VerifyingContestant(good, bad, signature => library.VerifyHash(Samples.Digest.AsSpan(), signature)) { LastReceipt = () => library.LastReceipt },
            Runtime = () => new VerifyingContestant(good, bad, signature => runtime.VerifyHash(Samples.Digest.AsSpan(), signature)),
            RuntimeName = "ECDsa.VerifyHash",
            LibCrypto = Makers.VerifiedByLibCrypto(() => EvpKey.ForVerifying(der, pads: false), SignatureForms.ToDer(good), SignatureForms.ToDer(bad)),
            Engine = Makers.VerifiedByEngine(
                CurveBlocks.VerifyInput(Samples.Digest, good), CurveBlocks.VerifyInput(Samples.Digest, bad),
                (engine, input) => engine.Engine.EcdsaVerify(engine.Keys, block, input, out bool valid) == PublicKeyStatus.Ok && valid),
            IsRight = contestant => contestant.Output[0] == 1,
        };
    }

    private static int Sign(ECDsa ecdsa, byte[] room) => ecdsa.TrySignHash(Samples.Digest, room, out int written) ? written : -1;
}
