using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>Byte shuffles.</summary>
internal static class LaneBytes
{
    /// <summary>The indices that reverse the bytes of every word of a 128-bit vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe Vector128<byte> Reversed<TWord>()
        where TWord : unmanaged => sizeof(TWord) == sizeof(ulong)
        ? Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8)
        : Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}
