using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>The compression function of SM3 (GB/T 32905-2016 section 5.3).</summary>
internal static unsafe class Sm3Scalar
{
    /// <summary>Takes whole blocks into a state of eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte* data, nint blocks)
    {
        uint* v = (uint*)state;
        uint* w = stackalloc uint[68];
        for (; blocks > 0; blocks--, data += 64)
        {
            for (int j = 0; j < 16; j++)
            {
                w[j] = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(data + 4 * j, 4));
            }

            for (int j = 16; j < 68; j++)
            {
                w[j] = P1(w[j - 16] ^ w[j - 9] ^ Rotate(w[j - 3], 15)) ^ Rotate(w[j - 13], 7) ^ w[j - 6];
            }

            uint a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
            for (int j = 0; j < 64; j++)
            {
                uint ss1 = Rotate(Rotate(a, 12) + e + HashConstants.Sm3[j], 7);
                uint ss2 = ss1 ^ Rotate(a, 12);
                uint ff = j < 16 ? a ^ b ^ c : (a & b) | (c & (a | b));
                uint gg = j < 16 ? e ^ f ^ g : g ^ (e & (f ^ g));
                uint tt1 = ff + d + ss2 + (w[j] ^ w[j + 4]);
                uint tt2 = gg + h + ss1 + w[j];
                d = c;
                c = Rotate(b, 9);
                b = a;
                a = tt1;
                h = g;
                g = Rotate(f, 19);
                f = e;
                e = P0(tt2);
            }

            v[0] ^= a;
            v[1] ^= b;
            v[2] ^= c;
            v[3] ^= d;
            v[4] ^= e;
            v[5] ^= f;
            v[6] ^= g;
            v[7] ^= h;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint P0(uint x) => x ^ Rotate(x, 9) ^ Rotate(x, 17);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint P1(uint x) => x ^ Rotate(x, 15) ^ Rotate(x, 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Rotate(uint x, int left) => BitOperations.RotateLeft(x, left);
}
