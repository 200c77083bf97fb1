using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>Addresses of constants.</summary>
internal static unsafe class LaneConstants
{
    /// <summary>The address of constants that the compiler laid into the image, where they stay in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TWord* AddressOf<TWord>(ReadOnlySpan<TWord> constants)
        where TWord : unmanaged => (TWord*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(constants));
}
