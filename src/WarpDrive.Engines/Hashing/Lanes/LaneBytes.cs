using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>
/// The indices that reverse the bytes of every word of a vector. Each width is written out: a constant of the whole width is one operand, one made of
/// narrower constants is three instructions.
/// </summary>
internal static unsafe class LaneBytes
{
    /// <summary>A word with its bytes reversed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TWord Reverse<TWord>(TWord word)
        where TWord : unmanaged => sizeof(TWord) == sizeof(ulong)
        ? Unsafe.BitCast<ulong, TWord>(BinaryPrimitives.ReverseEndianness(Unsafe.BitCast<TWord, ulong>(word)))
        : Unsafe.BitCast<uint, TWord>(BinaryPrimitives.ReverseEndianness(Unsafe.BitCast<TWord, uint>(word)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Reversed128<TWord>()
        where TWord : unmanaged => sizeof(TWord) == sizeof(ulong)
        ? Vector128.Create(0x0001020304050607ul, 0x08090a0b0c0d0e0f).AsByte()
        : Vector128.Create(0x0405060700010203ul, 0x0c0d0e0f08090a0b).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<byte> Reversed256<TWord>()
        where TWord : unmanaged => sizeof(TWord) == sizeof(ulong)
        ? Vector256.Create(0x0001020304050607ul, 0x08090a0b0c0d0e0f, 0x0001020304050607, 0x08090a0b0c0d0e0f).AsByte()
        : Vector256.Create(0x0405060700010203ul, 0x0c0d0e0f08090a0b, 0x0405060700010203, 0x0c0d0e0f08090a0b).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Reversed512<TWord>()
        where TWord : unmanaged => sizeof(TWord) == sizeof(ulong)
        ? Vector512.Create(
            0x0001020304050607ul, 0x08090a0b0c0d0e0f, 0x0001020304050607, 0x08090a0b0c0d0e0f,
            0x0001020304050607, 0x08090a0b0c0d0e0f, 0x0001020304050607, 0x08090a0b0c0d0e0f).AsByte()
        : Vector512.Create(
            0x0405060700010203ul, 0x0c0d0e0f08090a0b, 0x0405060700010203, 0x0c0d0e0f08090a0b,
            0x0405060700010203, 0x0c0d0e0f08090a0b, 0x0405060700010203, 0x0c0d0e0f08090a0b).AsByte();
}
