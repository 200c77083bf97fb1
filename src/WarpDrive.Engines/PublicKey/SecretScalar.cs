using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.PublicKey;

/// <summary>Draws private scalars.</summary>
internal static class SecretScalar
{
    /// <summary>Nonces that an operation draws at most before it gives up: 32 empty key streams in a row have a chance of 2^-256.</summary>
    internal const int MaxDraws = 32;

    /// <summary>A uniform number in [1, m-1] from the system's generator: numbers of as many bits as m are drawn until one is in the range.</summary>
    internal static void Draw(FixedModulus modulus, Span<ulong> limbs)
    {
        int bits = modulus.Bits;
        do
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(limbs));
            for (int i = 0; i < limbs.Length; i++)
            {
                int above = (64 * (i + 1)) - bits;
                limbs[i] = above >= 64 ? 0 : above > 0 ? limbs[i] >> above : limbs[i];
            }
        }
        while (!modulus.IsInRange(limbs));
    }
}
