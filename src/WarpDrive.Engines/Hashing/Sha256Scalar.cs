using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>The compression function of SHA-224 and SHA-256 (FIPS 180-4 section 6.2.2).</summary>
internal static unsafe class Sha256Scalar
{
    private const int Rounds = 64;

    /// <summary>Takes whole blocks into a state of eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte* data, nint blocks)
    {
        uint* s = (uint*)state;
        uint* w = stackalloc uint[Rounds];
        for (; blocks > 0; blocks--, data += 16 * sizeof(uint))
        {
            for (int t = 0; t < 16; t++)
            {
                w[t] = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(data + sizeof(uint) * t, sizeof(uint)));
            }

            for (int t = 16; t < Rounds; t++)
            {
                w[t] = w[t - 16] + SmallSigma0(w[t - 15]) + w[t - 7] + SmallSigma1(w[t - 2]);
            }

            uint a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
            for (int t = 0; t < Rounds; t++)
            {
                uint choice = g ^ (e & (f ^ g));
                uint majority = (a & b) | (c & (a | b));
                uint first = h + BigSigma1(e) + choice + HashConstants.Sha256[t] + w[t];
                h = g;
                g = f;
                f = e;
                e = d + first;
                d = c;
                c = b;
                b = a;
                a = first + BigSigma0(b) + majority;
            }

            s[0] += a;
            s[1] += b;
            s[2] += c;
            s[3] += d;
            s[4] += e;
            s[5] += f;
            s[6] += g;
            s[7] += h;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BigSigma0(uint x) => Rotate(x, 2) ^ Rotate(x, 13) ^ Rotate(x, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BigSigma1(uint x) => Rotate(x, 6) ^ Rotate(x, 11) ^ Rotate(x, 25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SmallSigma0(uint x) => Rotate(x, 7) ^ Rotate(x, 18) ^ (x >> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SmallSigma1(uint x) => Rotate(x, 17) ^ Rotate(x, 19) ^ (x >> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Rotate(uint x, int right) => BitOperations.RotateRight(x, right);
}
