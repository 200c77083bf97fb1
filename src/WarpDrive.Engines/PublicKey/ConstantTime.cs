using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Engines.PublicKey;

/// <summary>Comparison of key blocks.</summary>
internal static class ConstantTime
{
    /// <summary>
    /// Whether two blocks are the same, in a time that depends on their lengths alone. The runtime's own comparison is compiled without optimisation and goes
    /// byte by byte: more than a microsecond for the block of an RSA key.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool AreEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        ReadOnlySpan<ulong> wordsA = MemoryMarshal.Cast<byte, ulong>(a);
        ReadOnlySpan<ulong> wordsB = MemoryMarshal.Cast<byte, ulong>(b);
        ulong difference = 0;
        for (int i = 0; i < wordsA.Length; i++)
        {
            difference |= wordsA[i] ^ wordsB[i];
        }

        for (int i = wordsA.Length * sizeof(ulong); i < a.Length; i++)
        {
            difference |= (uint)(a[i] ^ b[i]);
        }

        return difference == 0;
    }
}
