using WarpDrive.Engines.PublicKey;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Key agreement with X25519 or X448 (RFC 7748 §6). The runtime has none; libcrypto is the second opinion, or the other party where it is missing.</summary>
internal static class XdhJob
{
    private const int WideSlot = 72;   // numbers of 448 bits (hisi-hpre.md section 3)

    /// <summary>Makes the job with two new keys.</summary>
    internal static PublicKeyJob Create(XdhCurve curve, CryptoOptions options, Accelerators accelerators)
    {
        int size = curve == XdhCurve.X25519 ? 32 : 56;
        byte[] secret = new FixedBytes(size, 4).Span.ToArray();
        var library = XdhKey.Import(curve, secret, options, accelerators);
        var other = XdhKey.Import(curve, new FixedBytes(size, 5).Span, options, accelerators);
        byte[] peer = other.PublicKey.ToArray();
        byte[] mine = DerKeys.XdhPrivate(curve, secret);
        byte[] theirs = DerKeys.XdhPublic(curve, peer);
        byte[] expected = Expected(mine, theirs, library, other);

        EllipticCurve parameters = curve == XdhCurve.X25519 ? EllipticCurve.X25519 : EllipticCurve.X448;
        int slot = curve == XdhCurve.X25519 ? size : WideSlot;
        byte[] block = EngineKey.Block(slot, parameters.Prime.ToArray(), parameters.A.ToArray(), Scalar(curve, secret));
        byte[] input = EngineKey.Block(slot, Reversed(peer));
        return new PublicKeyJob
        {
            Name = $"ec-{parameters.Name}",
            InputSize = size,
            Library = () => new MakingContestant(room => Agree(library, peer, room)) { LastReceipt = () => library.LastReceipt },
            LibCrypto = Makers.ByLibCrypto(() => EvpKey.ForAgreement(mine, theirs), (evp, room) => evp.Derive(room)),
            Engine = Makers.ByEngine(
                (engine, room) => engine.Engine.Montgomery(engine.Keys, block, input, room.AsSpan(0, slot)) == PublicKeyStatus.Ok ? slot : -1,
                number => Reversed(number)[..size]),
            IsRight = contestant => contestant.Output.SequenceEqual(expected),
        }.Own(library, other);
    }

    private static byte[] Expected(byte[] mine, byte[] theirs, XdhKey library, XdhKey other)
    {
        if (!EvpKey.IsAvailable)
        {
            return other.Agree(library.PublicKey);
        }

        using var evp = EvpKey.ForAgreement(mine, theirs);
        byte[] room = new byte[WideSlot];
        return room[..evp.Derive(room)];
    }

    private static int Agree(XdhKey key, byte[] peer, byte[] room)
    {
        byte[] secret = key.Agree(peer);   // there is no form without an array of its own
        secret.CopyTo(room, 0);
        return secret.Length;
    }

    /// <summary>The secret as a number, with the bits set that RFC 7748 §5 sets.</summary>
    private static byte[] Scalar(XdhCurve curve, byte[] secret)
    {
        byte[] scalar = [.. secret];
        if (curve == XdhCurve.X25519)
        {
            scalar[0] &= 248;
            scalar[31] = (byte)((scalar[31] & 127) | 64);
        }
        else
        {
            scalar[0] &= 252;
            scalar[55] |= 128;
        }

        return Reversed(scalar);
    }

    private static byte[] Reversed(byte[] bytes)
    {
        byte[] reversed = [.. bytes];
        Array.Reverse(reversed);
        return reversed;
    }
}
