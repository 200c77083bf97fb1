using System.Numerics;

namespace WarpDrive.Engines.Tests.PublicKey;

/// <summary>Operands of tests.</summary>
internal static class Bytes
{
    /// <summary>Seeded bytes.</summary>
    internal static byte[] Random(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A big-endian number in a wider field.</summary>
    internal static byte[] Wide(ReadOnlySpan<byte> number, int width)
    {
        byte[] bytes = new byte[width];
        number.CopyTo(bytes.AsSpan(width - number.Length));
        return bytes;
    }

    /// <summary>A seeded number in [1, bound), as wide as the bound.</summary>
    internal static byte[] Below(ReadOnlySpan<byte> bound, int seed)
    {
        var limit = new BigInteger(bound, isUnsigned: true, isBigEndian: true);
        BigInteger number = new BigInteger(Random(bound.Length + 8, seed), isUnsigned: true, isBigEndian: true) % (limit - 1) + 1;
        return Wide(number.ToByteArray(isUnsigned: true, isBigEndian: true), bound.Length);
    }

    /// <summary>Bytes from hexadecimal digits; blanks do not count.</summary>
    internal static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));
}
