using System.Runtime.CompilerServices;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Bit fields of descriptor words.</summary>
internal static class SecBits
{
    /// <summary>Reads a field.</summary>
    /// <param name="word">The word, widened.</param>
    /// <param name="low">Its lowest bit.</param>
    /// <param name="width">Its bits, 1…31.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Get(uint word, int low, int width) => (word >> low) & ((1u << width) - 1);

    /// <summary>The word with a field replaced; what does not fit is cut off.</summary>
    /// <param name="word">The word, widened.</param>
    /// <param name="low">Lowest bit of the field.</param>
    /// <param name="width">Bits of the field, 1…31.</param>
    /// <param name="value">New value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Set(uint word, int low, int width, uint value)
    {
        uint mask = ((1u << width) - 1) << low;
        return (word & ~mask) | ((value << low) & mask);
    }

    /// <summary>Reads a 64-bit field that is only 4-byte aligned.</summary>
    /// <param name="low">Its lower half.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong GetLong(ref readonly uint low) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<uint, byte>(ref Unsafe.AsRef(in low)));

    /// <summary>Writes a 64-bit field that is only 4-byte aligned.</summary>
    /// <param name="low">Its lower half.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SetLong(ref uint low, ulong value) => Unsafe.WriteUnaligned(ref Unsafe.As<uint, byte>(ref low), value);
}
