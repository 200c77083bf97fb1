using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Checksums;

/// <summary>
/// The CRC-32 of gzip and zip: polynomial 0x04C11DB7, bits reflected, register preset and result inverted (RFC 1952 section 8).
/// </summary>
/// <remarks>All members may be called from any thread; nothing is allocated.</remarks>
public static class Crc32
{
    /// <summary>The checksum of no bytes, and the seed to start with.</summary>
    public const uint Initial = 0;

    private static readonly Crc32Path s_path = FindBest();

    /// <summary>The path that <see cref="Compute(ReadOnlySpan{byte}, uint)"/> takes on this machine.</summary>
    public static Crc32Path Path => s_path;

    /// <summary>Whether this machine has the instructions that a path needs.</summary>
    /// <param name="path">The path in question.</param>
    public static bool IsSupported(Crc32Path path) => path switch
    {
        Crc32Path.Sequential => true,
        Crc32Path.ArmCrc => System.Runtime.Intrinsics.Arm.Crc32.Arm64.IsSupported,
        Crc32Path.Clmul128 => Pclmulqdq.IsSupported,
        Crc32Path.Clmul256 => Pclmulqdq.V256.IsSupported && Avx2.IsSupported,
        Crc32Path.Clmul512 => Pclmulqdq.V512.IsSupported && Avx512F.IsSupported,
        _ => false,
    };

    /// <summary>Continues a checksum over more bytes.</summary>
    /// <param name="data">The bytes that follow.</param>
    /// <param name="seed">The checksum of everything before them; <see cref="Initial"/> at the start.</param>
    /// <returns>The checksum of everything so far.</returns>
    public static uint Compute(ReadOnlySpan<byte> data, uint seed = Initial) => Compute(data, seed, s_path);

    /// <summary>The checksum of A followed by B, from the checksums of A and of B.</summary>
    /// <param name="crc1">The checksum of A.</param>
    /// <param name="crc2">The checksum of B alone, begun with <see cref="Initial"/>.</param>
    /// <param name="length2">The length of B in bytes, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length2"/> is negative.</exception>
    public static uint Combine(uint crc1, uint crc2, long length2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length2);
        return ReflectedCrc<Crc32Generator>.Combine(crc1, crc2, length2);
    }

    /// <summary>As <see cref="Compute(ReadOnlySpan{byte}, uint)"/>, by a chosen path that must be supported.</summary>
    internal static uint Compute(ReadOnlySpan<byte> data, uint seed, Crc32Path path)
    {
        // A caller may force only what IsSupported allows; anything else computes sequentially.
        switch (path)
        {
            case Crc32Path.Clmul512 when Pclmulqdq.V512.IsSupported:
                return ReflectedCrc<Crc32Generator>.ComputeClmul512(data, seed);
            case Crc32Path.Clmul256 when Pclmulqdq.V256.IsSupported:
                return ReflectedCrc<Crc32Generator>.ComputeClmul256(data, seed);
            case Crc32Path.Clmul128 when Pclmulqdq.IsSupported:
                return ReflectedCrc<Crc32Generator>.ComputeClmul128(data, seed);
            case Crc32Path.ArmCrc when System.Runtime.Intrinsics.Arm.Crc32.Arm64.IsSupported:
                return ComputeArm(data, seed);
            default:
                return ReflectedCrc<Crc32Generator>.ComputeSequential(data, seed);
        }
    }

    private static uint ComputeArm(ReadOnlySpan<byte> data, uint seed)
    {
        uint crc = ~seed;
        while (data.Length >= 8)
        {
            crc = System.Runtime.Intrinsics.Arm.Crc32.Arm64.ComputeCrc32(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }

        foreach (byte value in data)
        {
            crc = System.Runtime.Intrinsics.Arm.Crc32.ComputeCrc32(crc, value);
        }

        return ~crc;
    }

    private static Crc32Path FindBest()
    {
        for (Crc32Path path = Crc32Path.Clmul512; path > Crc32Path.Sequential; path--)
        {
            if (IsSupported(path))
            {
                return path;
            }
        }

        return Crc32Path.Sequential;
    }
}
