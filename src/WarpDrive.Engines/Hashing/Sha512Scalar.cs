using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>The compression function of SHA-384 and the SHA-512 functions (FIPS 180-4 section 6.4.2).</summary>
internal static unsafe class Sha512Scalar
{
    private const int Rounds = 80;

    /// <summary>Takes whole blocks into a state of eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte* data, nint blocks)
    {
        ulong* s = (ulong*)state;
        ulong* w = stackalloc ulong[Rounds];
        for (; blocks > 0; blocks--, data += 16 * sizeof(ulong))
        {
            for (int t = 0; t < 16; t++)
            {
                w[t] = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(data + sizeof(ulong) * t, sizeof(ulong)));
            }

            for (int t = 16; t < Rounds; t++)
            {
                w[t] = w[t - 16] + SmallSigma0(w[t - 15]) + w[t - 7] + SmallSigma1(w[t - 2]);
            }

            ulong a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
            for (int t = 0; t < Rounds; t++)
            {
                ulong choice = g ^ (e & (f ^ g));
                ulong majority = (a & b) | (c & (a | b));
                ulong first = h + BigSigma1(e) + choice + HashConstants.Sha512[t] + w[t];
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
    private static ulong BigSigma0(ulong x) => Rotate(x, 28) ^ Rotate(x, 34) ^ Rotate(x, 39);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BigSigma1(ulong x) => Rotate(x, 14) ^ Rotate(x, 18) ^ Rotate(x, 41);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SmallSigma0(ulong x) => Rotate(x, 1) ^ Rotate(x, 8) ^ (x >> 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SmallSigma1(ulong x) => Rotate(x, 19) ^ Rotate(x, 61) ^ (x >> 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Rotate(ulong x, int right) => BitOperations.RotateRight(x, right);
}
