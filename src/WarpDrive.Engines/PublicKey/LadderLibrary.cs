using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>Whether libcrypto's X25519 and X448 can be used as <see cref="LadderContext"/> uses them, tried out once.</summary>
internal static unsafe class LadderLibrary
{
    /// <summary>libcrypto multiplies, and sees the public key that is written into a peer it already has.</summary>
    internal static bool HasX25519 { get; } = LibCrypto.Agreement.Reason.Length == 0 && Works(LibCrypto.Agreement.NID_X25519, 32);

    /// <summary>As <see cref="HasX25519"/>.</summary>
    internal static bool HasX448 { get; } = LibCrypto.Agreement.Reason.Length == 0 && Works(LibCrypto.Agreement.NID_X448, 56);

    /// <summary>Two keys agree, by one context each that has seen another peer before.</summary>
    private static bool Works(int nid, int size)
    {
        Span<byte> bytes = stackalloc byte[5 * 56];
        Span<byte> basis = bytes[..size];
        Span<byte> first = bytes.Slice(56, size);
        Span<byte> second = bytes.Slice(2 * 56, size);
        Span<byte> shared = bytes.Slice(3 * 56, size);
        Span<byte> other = bytes.Slice(4 * 56, size);
        bytes.Clear();
        basis[0] = nid == LibCrypto.Agreement.NID_X25519 ? (byte)9 : (byte)5;
        using LadderKey? mine = LadderKey.Create(nid, Scalar(first, 0x40));
        using LadderKey? theirs = LadderKey.Create(nid, Scalar(second, 0x48));
        return mine is not null && theirs is not null
            && mine.TryMultiply(basis, first) && theirs.TryMultiply(basis, second)
            && mine.TryMultiply(second, shared) && theirs.TryMultiply(first, other)
            && shared.SequenceEqual(other) && !shared.SequenceEqual(first);
    }

    private static Span<byte> Scalar(Span<byte> bytes, byte low)
    {
        bytes.Fill(0x55);
        bytes[0] = low;
        bytes[^1] = (byte)(bytes.Length == 32 ? 0x55 : 0xD5);   // clamped as RFC 7748 section 5 wants it
        return bytes;
    }
}
