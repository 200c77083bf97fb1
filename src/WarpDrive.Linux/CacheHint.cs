using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Linux;

/// <summary>The processor's own hint that memory will be read soon.</summary>
internal static unsafe class CacheHint
{
    private const int Line = 64;

    /// <summary>Begins to bring a value into the cache; waits for nothing. Where the runtime has no such instruction (Arm), nothing happens.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="value">Memory that does not move: not on the managed heap.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fetch<T>(ref T value)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            byte* first = (byte*)Unsafe.AsPointer(ref value);
            for (int at = 0; at < sizeof(T); at += Line)
            {
                Sse.Prefetch0(first + at);
            }
        }
    }
}
