using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>SM2 signatures of a digest (GB/T 32918.2). The runtime has none; libcrypto and the engine check each other.</summary>
internal static class Sm2Jobs
{
    /// <summary>Makes a job with a new key.</summary>
    internal static PublicKeyJob Create(bool verifies, CryptoOptions options, Accelerators accelerators)
    {
        var library = Sm2.Generate(options, accelerators);
        ECParameters key = library.ExportParameters(includePrivateParameters: true);
        byte[] publicKey = DerKeys.Sm2Public(key.Q.X!, key.Q.Y!);
        byte[] privateKey = DerKeys.Sm2Private(key.D!, key.Q.X!, key.Q.Y!);
        PublicKeyJob job = verifies ? Verify(library, key, privateKey, publicKey) : Sign(library, key, privateKey, publicKey);
        return job.Own(library);
    }

    private static PublicKeyJob Sign(Sm2 library, ECParameters key, byte[] privateKey, byte[] publicKey)
    {
        byte[] block = CurveBlocks.Private(EllipticCurve.Sm2, key.D!);
        byte[] input = CurveBlocks.SignInput(Samples.Digest);
        EvpKey? verifier = EvpKey.IsAvailable ? EvpKey.ForVerifying(publicKey, pads: false) : null;
        return new PublicKeyJob
        {
            Name = "ec-sm2-sign",
            InputSize = Samples.Digest.Length,
            Library = () => new MakingContestant(room => Sign(library, room)) { LastReceipt = () => library.LastReceipt },
            LibCrypto = Makers.ByLibCrypto(
                () => EvpKey.ForSigning(privateKey, pads: false), (evp, room) => evp.Sign(Samples.Digest, room), SignatureForms.FromDer),
            Engine = Makers.ByEngine((engine, room) =>
                engine.Engine.Sm2Sign(engine.Keys, block, input, drawsNonce: true, room.AsSpan(0, SignatureForms.Length)) == PublicKeyStatus.Ok
                    ? SignatureForms.Length
                    : -1),
            IsRight = contestant => library.VerifyDigest(Samples.Digest, contestant.Output)
                && (verifier is null || verifier.Verify(Samples.Digest, SignatureForms.ToDer(contestant.Output.ToArray()))),
        }.Own(verifier);
    }

    private static PublicKeyJob Verify(Sm2 library, ECParameters key, byte[] privateKey, byte[] publicKey)
    {
        byte[] block = CurveBlocks.Public(EllipticCurve.Sm2, key.Q.X!, key.Q.Y!);
        byte[] good = SignedByAnother(library, privateKey);
        byte[] bad = Samples.Spoil(good);
        return new PublicKeyJob
        {
            Name = "ec-sm2-verify",
            InputSize = Samples.Digest.Length,
            Library = () => new VerifyingContestant(good, bad, signature => library.VerifyDigest(Samples.Digest, signature)) { LastReceipt = () => library.LastReceipt },
            LibCrypto = Makers.VerifiedByLibCrypto(() => EvpKey.ForVerifying(publicKey, pads: false), SignatureForms.ToDer(good), SignatureForms.ToDer(bad)),
            Engine = Makers.VerifiedByEngine(
                CurveBlocks.VerifyInput(Samples.Digest, good), CurveBlocks.VerifyInput(Samples.Digest, bad),
                (engine, input) => engine.Engine.Sm2Verify(engine.Keys, block, input, out bool valid) == PublicKeyStatus.Ok && valid),
            IsRight = contestant => contestant.Output[0] == 1,
        };
    }

    private static byte[] SignedByAnother(Sm2 library, byte[] privateKey)
    {
        if (!EvpKey.IsAvailable)
        {
            return library.SignDigest(Samples.Digest);
        }

        using var evp = EvpKey.ForSigning(privateKey, pads: false);
        byte[] room = new byte[128];
        return SignatureForms.FromDer(room[..evp.Sign(Samples.Digest, room)]);
    }

    private static int Sign(Sm2 key, byte[] room)
    {
        byte[] signature = key.SignDigest(Samples.Digest);   // there is no form without an array of its own
        signature.CopyTo(room, 0);
        return signature.Length;
    }
}
