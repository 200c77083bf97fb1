using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Checksums;

/// <summary>The Adler-32 of zlib streams: two sums modulo 65521 (RFC 1950 section 8.2 and 9).</summary>
/// <remarks>All members may be called from any thread; nothing is allocated.</remarks>
public static partial class Adler32
{
    /// <summary>The checksum of no bytes, and the seed to start with.</summary>
    public const uint Initial = 1;

    // The largest prime below 65536.
    private const uint Modulus = 65521;

    private static readonly Adler32Path s_path = FindBest();

    /// <summary>The path that <see cref="Compute(ReadOnlySpan{byte}, uint)"/> takes on this machine.</summary>
    public static Adler32Path Path => s_path;

    /// <summary>Whether this machine has the instructions that a path needs.</summary>
    /// <param name="path">The path in question.</param>
    public static bool IsSupported(Adler32Path path) => path switch
    {
        Adler32Path.Sequential => true,
        Adler32Path.Vector128 => System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated,
        Adler32Path.Vector256 => Avx2.IsSupported,
        Adler32Path.Vector512 => Avx512BW.IsSupported,
        _ => false,
    };

    /// <summary>Continues a checksum over more bytes.</summary>
    /// <param name="data">The bytes that follow.</param>
    /// <param name="seed">The checksum of everything before them; <see cref="Initial"/> at the start.</param>
    /// <returns>The checksum of everything so far.</returns>
    public static uint Compute(ReadOnlySpan<byte> data, uint seed = Initial) => Compute(data, seed, s_path);

    /// <summary>The checksum of A followed by B, from the checksums of A and of B.</summary>
    /// <param name="adler1">The checksum of A.</param>
    /// <param name="adler2">The checksum of B alone, begun with <see cref="Initial"/>.</param>
    /// <param name="length2">The length of B in bytes, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length2"/> is negative.</exception>
    public static uint Combine(uint adler1, uint adler2, long length2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length2);
        ulong length = (ulong)length2 % Modulus;
        ulong a1 = (adler1 & 0xFFFF) % Modulus;
        ulong a2 = (adler2 & 0xFFFF) % Modulus;
        ulong b1 = (adler1 >> 16) % Modulus;
        ulong b2 = (adler2 >> 16) % Modulus;

        // B began with 1 instead of a1; each of its bytes carried that difference into the second sum.
        ulong difference = a1 + Modulus - 1;
        ulong a = (difference + a2) % Modulus;
        ulong b = (b1 + b2 + (length * (difference % Modulus))) % Modulus;
        return (uint)((b << 16) | a);
    }

    /// <summary>As <see cref="Compute(ReadOnlySpan{byte}, uint)"/>, by a chosen path that must be supported.</summary>
    internal static uint Compute(ReadOnlySpan<byte> data, uint seed, Adler32Path path)
    {
        // A caller may force only what IsSupported allows; anything else computes sequentially.
        switch (path)
        {
            case Adler32Path.Vector512 when Avx512BW.IsSupported:
                return ComputeVector512(data, seed);
            case Adler32Path.Vector256 when Avx2.IsSupported:
                return ComputeVector256(data, seed);
            case Adler32Path.Vector128:
                return ComputeVector128(data, seed);
            default:
                return ComputeSequential(data, seed);
        }
    }

    /// <summary>The sequential form.</summary>
    internal static uint ComputeSequential(ReadOnlySpan<byte> data, uint seed)
    {
        // 5552 is the most bytes of 255 for which the second sum stays below 2^32, both sums starting below the modulus.
        const int MaxRun = 5552;
        uint a = (seed & 0xFFFF) % Modulus;
        uint b = (seed >> 16) % Modulus;
        while (!data.IsEmpty)
        {
            ReadOnlySpan<byte> run = data[..Math.Min(MaxRun, data.Length)];
            foreach (byte value in run)
            {
                a += value;
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
            data = data[run.Length..];
        }

        return (b << 16) | a;
    }

    private static Adler32Path FindBest()
    {
        for (Adler32Path path = Adler32Path.Vector512; path > Adler32Path.Sequential; path--)
        {
            if (IsSupported(path))
            {
                return path;
            }
        }

        return Adler32Path.Sequential;
    }
}
