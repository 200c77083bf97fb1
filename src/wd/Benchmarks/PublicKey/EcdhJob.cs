using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Elliptic-curve Diffie–Hellman on P-256 (SP 800-56A, 5.7.1.2): the x coordinate of the shared point.</summary>
internal static class EcdhJob
{
    /// <summary>Makes the job with two new keys.</summary>
    internal static PublicKeyJob Create(CryptoOptions options, Accelerators accelerators)
    {
        var runtime = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        ECDiffieHellmanPublicKey peer = other.PublicKey;
        ECParameters key = runtime.ExportParameters(includePrivateParameters: true);
        ECPoint point = other.ExportParameters(includePrivateParameters: false).Q;
        var library = new WarpECDiffieHellman(key, options, accelerators);
        byte[] expected = runtime.DeriveRawSecretAgreement(peer);
        byte[] block = CurveBlocks.Multiply(EllipticCurve.Secp256r1, key.D!);
        byte[] input = EngineKey.Block(CurveBlocks.Slot, point.X!, point.Y!);
        byte[] mine = runtime.ExportPkcs8PrivateKey();
        byte[] theirs = other.ExportSubjectPublicKeyInfo();
        return new PublicKeyJob
        {
            Name = "ec-p256-ecdh",
            InputSize = input.Length,
            Library = () => new MakingContestant(room => Agree(library, peer, room)) { LastReceipt = () => library.LastReceipt },
            Runtime = () => new MakingContestant(room => Agree(runtime, peer, room)),
            RuntimeName = "ECDiffieHellman.DeriveRawSecretAgreement",
            LibCrypto = Makers.ByLibCrypto(() => EvpKey.ForAgreement(mine, theirs), (evp, room) => evp.Derive(room)),
            Engine = Makers.ByEngine((engine, room) =>
                engine.Engine.PointMultiply(engine.Keys, block, input, room.AsSpan(0, input.Length)) == PublicKeyStatus.Ok ? CurveBlocks.Slot : -1),
            IsRight = contestant => contestant.Output.SequenceEqual(expected),
        }.Own(runtime, other, library, peer);
    }

    private static int Agree(ECDiffieHellman key, ECDiffieHellmanPublicKey peer, byte[] room)
    {
        byte[] secret = key.DeriveRawSecretAgreement(peer);   // there is no form without an array of its own
        secret.CopyTo(room, 0);
        return secret.Length;
    }
}
