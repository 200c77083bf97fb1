using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using WarpDrive.Engines.Hashing.Lanes;

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
        uint* t = LaneConstants.AddressOf(HashConstants.Sm3);
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

            // Four rounds a step, after which every word is back in its variable.
            uint a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
            for (int j = 0; j < 16; j += 4)
            {
                Round(a, ref b, ref d, a ^ b ^ c, e, ref f, ref h, e ^ f ^ g, w + j, t[j]);
                Round(d, ref a, ref c, d ^ a ^ b, h, ref e, ref g, h ^ e ^ f, w + j + 1, t[j + 1]);
                Round(c, ref d, ref b, c ^ d ^ a, g, ref h, ref f, g ^ h ^ e, w + j + 2, t[j + 2]);
                Round(b, ref c, ref a, b ^ c ^ d, f, ref g, ref e, f ^ g ^ h, w + j + 3, t[j + 3]);
            }

            for (int j = 16; j < 64; j += 4)
            {
                Round(a, ref b, ref d, Majority(a, b, c), e, ref f, ref h, Choose(e, f, g), w + j, t[j]);
                Round(d, ref a, ref c, Majority(d, a, b), h, ref e, ref g, Choose(h, e, f), w + j + 1, t[j + 1]);
                Round(c, ref d, ref b, Majority(c, d, a), g, ref h, ref f, Choose(g, h, e), w + j + 2, t[j + 2]);
                Round(b, ref c, ref a, Majority(b, c, d), f, ref g, ref e, Choose(f, g, h), w + j + 3, t[j + 3]);
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

    /// <summary>One round; TT1 replaces d, TT2 after P0 replaces h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, ref uint b, ref uint d, uint ff, uint e, ref uint f, ref uint h, uint gg, uint* w, uint constant)
    {
        uint a12 = Rotate(a, 12);
        uint ss1 = Rotate(a12 + constant + e, 7);
        d = d + (w[0] ^ w[4]) + ff + (ss1 ^ a12);
        h = P0(h + w[0] + gg + ss1);
        b = Rotate(b, 9);
        f = Rotate(f, 19);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Majority(uint x, uint y, uint z) => (x & y) | (z & (x | y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(uint x, uint y, uint z) => z ^ (x & (y ^ z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint P0(uint x) => x ^ Rotate(x, 9) ^ Rotate(x, 17);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint P1(uint x) => x ^ Rotate(x, 15) ^ Rotate(x, 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Rotate(uint x, int left) => BitOperations.RotateLeft(x, left);
}
