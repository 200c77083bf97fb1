using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc = System.Runtime.Intrinsics.Arm.Crc32;

namespace WarpDrive.Engines.Checksums;

/// <summary>
/// The CRC-32C of iSCSI, SCTP and many file systems: polynomial 0x1EDC6F41, bits reflected, register preset and result inverted
/// (RFC 3720 section 12.1).
/// </summary>
/// <remarks>All members may be called from any thread; nothing is allocated.</remarks>
public static class Crc32C
{
    /// <summary>The checksum of no bytes, and the seed to start with.</summary>
    public const uint Initial = 0;

    private static readonly Crc32CPath s_path = FindBest();

    /// <summary>The path that <see cref="Compute(ReadOnlySpan{byte}, uint)"/> takes on this machine.</summary>
    public static Crc32CPath Path => s_path;

    private static bool HasInstruction => Sse42.X64.IsSupported || ArmCrc.Arm64.IsSupported;

    /// <summary>Whether this machine has the instructions that a path needs.</summary>
    /// <param name="path">The path in question.</param>
    public static bool IsSupported(Crc32CPath path) => path switch
    {
        Crc32CPath.Sequential => true,
        Crc32CPath.Instruction => HasInstruction,
        Crc32CPath.Clmul128 => Pclmulqdq.IsSupported,
        Crc32CPath.Clmul256 => Pclmulqdq.V256.IsSupported && Avx2.IsSupported,
        Crc32CPath.Clmul512 => Pclmulqdq.V512.IsSupported && Avx512F.IsSupported,
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
        return ReflectedCrc<Crc32CGenerator>.Combine(crc1, crc2, length2);
    }

    /// <summary>As <see cref="Compute(ReadOnlySpan{byte}, uint)"/>, by a chosen path that must be supported.</summary>
    internal static uint Compute(ReadOnlySpan<byte> data, uint seed, Crc32CPath path)
    {
        // A caller may force only what IsSupported allows; anything else computes sequentially.
        switch (path)
        {
            case Crc32CPath.Clmul512 when Pclmulqdq.V512.IsSupported:
                return ReflectedCrc<Crc32CGenerator>.ComputeClmul512(data, seed);
            case Crc32CPath.Clmul256 when Pclmulqdq.V256.IsSupported:
                return ReflectedCrc<Crc32CGenerator>.ComputeClmul256(data, seed);
            case Crc32CPath.Clmul128 when Pclmulqdq.IsSupported:
                return ReflectedCrc<Crc32CGenerator>.ComputeClmul128(data, seed);
            case Crc32CPath.Instruction when HasInstruction:
                return ComputeInstruction(data, seed);
            default:
                return ReflectedCrc<Crc32CGenerator>.ComputeSequential(data, seed);
        }
    }

    /// <summary>The instruction where there is one, otherwise the tables.</summary>
    internal static uint ComputeShort(ReadOnlySpan<byte> data, uint seed) =>
        HasInstruction ? ComputeInstruction(data, seed) : ReflectedCrc<Crc32CGenerator>.ComputeSequential(data, seed);

    private static uint ComputeInstruction(ReadOnlySpan<byte> data, uint seed)
    {
        uint crc = ~seed;
        ref byte p = ref MemoryMarshal.GetReference(data);
        int i = 0;
        for (; i + 8 <= data.Length; i += 8)
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, i));
            crc = Sse42.X64.IsSupported ? (uint)Sse42.X64.Crc32(crc, word) : ArmCrc.Arm64.ComputeCrc32C(crc, word);
        }

        for (; i < data.Length; i++)
        {
            crc = Sse42.IsSupported ? Sse42.Crc32(crc, Unsafe.Add(ref p, i)) : ArmCrc.ComputeCrc32C(crc, Unsafe.Add(ref p, i));
        }

        return ~crc;
    }

    private static Crc32CPath FindBest()
    {
        for (Crc32CPath path = Crc32CPath.Clmul512; path > Crc32CPath.Sequential; path--)
        {
            if (IsSupported(path))
            {
                return path;
            }
        }

        return Crc32CPath.Sequential;
    }
}
