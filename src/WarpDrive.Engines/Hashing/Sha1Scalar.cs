using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>The compression function of SHA-1 (FIPS 180-4 section 6.1.2).</summary>
internal static unsafe class Sha1Scalar
{
    /// <summary>Takes whole blocks into a state of five words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte* data, nint blocks)
    {
        uint* h = (uint*)state;
        uint* w = stackalloc uint[80];
        for (; blocks > 0; blocks--, data += 64)
        {
            for (int t = 0; t < 16; t++)
            {
                w[t] = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(data + 4 * t, 4));
            }

            for (int t = 16; t < 80; t++)
            {
                w[t] = BitOperations.RotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
            }

            uint a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
            for (int t = 0; t < 80; t++)
            {
                int quarter = t / 20;
                uint f = quarter switch
                {
                    0 => d ^ (b & (c ^ d)),             // Ch
                    2 => (b & c) | (d & (b | c)),       // Maj
                    _ => b ^ c ^ d,                     // Parity
                };
                uint next = BitOperations.RotateLeft(a, 5) + f + e + HashConstants.Sha1[quarter] + w[t];
                e = d;
                d = c;
                c = BitOperations.RotateLeft(b, 30);
                b = a;
                a = next;
            }

            h[0] += a;
            h[1] += b;
            h[2] += c;
            h[3] += d;
            h[4] += e;
        }
    }
}
