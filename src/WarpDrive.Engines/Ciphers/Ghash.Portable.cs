using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

internal static unsafe partial class Ghash
{
    private static Vector128<ulong> BlocksPortable(byte* powers, Vector128<ulong> sum, byte* data, nint blocks)
    {
        Vector128<ulong> h = Vector128.Load((ulong*)powers + (2 * (GhashKey.Count - 1)));
        for (nint i = 0; i < blocks; i++)
        {
            sum = MultiplyPortable(sum ^ Reverse(Vector128.Load(data + (i * BlockSize))).AsUInt64(), h);
        }

        return sum;
    }

    private static Vector128<ulong> MultiplyPortable(Vector128<ulong> a, Vector128<ulong> b)
    {
        ulong a0 = a.ToScalar(), a1 = a.GetElement(1);
        ulong b0 = b.ToScalar(), b1 = b.GetElement(1);

        // Karatsuba: the middle product from the sums of the halves.
        (ulong z0, ulong z1) = Product(a0, b0);
        (ulong z2, ulong z3) = Product(a1, b1);
        (ulong m0, ulong m1) = Product(a0 ^ a1, b0 ^ b1);
        m0 ^= z0 ^ z2;
        m1 ^= z1 ^ z3;
        z1 ^= m0;
        z2 ^= m1;

        // Modulo x^128 + x^127 + x^126 + x^121 + 1, from the lowest bits upwards: a bit at 0 goes to 121, 126, 127 and 128.
        z1 ^= (z0 << 63) ^ (z0 << 62) ^ (z0 << 57);
        z2 ^= z0 ^ (z0 >> 1) ^ (z0 >> 2) ^ (z0 >> 7);
        z2 ^= (z1 << 63) ^ (z1 << 62) ^ (z1 << 57);
        z3 ^= z1 ^ (z1 >> 1) ^ (z1 >> 2) ^ (z1 >> 7);
        return Vector128.Create(z2, z3);
    }

    /// <summary>The carry-less product of two words: its upper half is the lower half of the product of the mirrored words.</summary>
    private static (ulong Low, ulong High) Product(ulong a, ulong b) =>
        (LowProduct(a, b), Mirror(LowProduct(Mirror(a), Mirror(b))) >> 1);

    /// <summary>
    /// The lower 64 bits of a carry-less product. With only every fourth bit of the operands set, at most 16 terms meet in a
    /// position, and only in the highest one their sum spills into a bit that matters to none, since it leaves the word.
    /// </summary>
    private static ulong LowProduct(ulong a, ulong b)
    {
        const ulong M0 = 0x1111111111111111, M1 = M0 << 1, M2 = M0 << 2, M3 = M0 << 3;
        ulong a0 = a & M0, a1 = a & M1, a2 = a & M2, a3 = a & M3;
        ulong b0 = b & M0, b1 = b & M1, b2 = b & M2, b3 = b & M3;
        ulong p0 = (a0 * b0) ^ (a1 * b3) ^ (a2 * b2) ^ (a3 * b1);
        ulong p1 = (a0 * b1) ^ (a1 * b0) ^ (a2 * b3) ^ (a3 * b2);
        ulong p2 = (a0 * b2) ^ (a1 * b1) ^ (a2 * b0) ^ (a3 * b3);
        ulong p3 = (a0 * b3) ^ (a1 * b2) ^ (a2 * b1) ^ (a3 * b0);
        return (p0 & M0) | (p1 & M1) | (p2 & M2) | (p3 & M3);
    }

    /// <summary>The bits of a word in reverse order.</summary>
    private static ulong Mirror(ulong x)
    {
        x = ((x & 0x5555555555555555) << 1) | ((x >> 1) & 0x5555555555555555);
        x = ((x & 0x3333333333333333) << 2) | ((x >> 2) & 0x3333333333333333);
        x = ((x & 0x0F0F0F0F0F0F0F0F) << 4) | ((x >> 4) & 0x0F0F0F0F0F0F0F0F);
        return BinaryPrimitives.ReverseEndianness(x);
    }
}
