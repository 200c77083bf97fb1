using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing;

/// <summary>The compression function of MD5 (RFC 1321 section 3.4).</summary>
internal static unsafe class Md5Scalar
{
    /// <summary>Takes whole blocks into a state of four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(void* state, byte* data, nint blocks)
    {
        uint* h = (uint*)state;
        for (; blocks > 0; blocks--, data += 64)
        {
            uint a = h[0], b = h[1], c = h[2], d = h[3];
            for (int i = 0; i < 64; i += 4)
            {
                Step(ref a, b, c, d, data, i);
                Step(ref d, a, b, c, data, i + 1);
                Step(ref c, d, a, b, data, i + 2);
                Step(ref b, c, d, a, data, i + 3);
            }

            h[0] += a;
            h[1] += b;
            h[2] += c;
            h[3] += d;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref uint a, uint b, uint c, uint d, byte* data, int i)
    {
        (uint f, int word) = (i >> 4) switch
        {
            0 => (d ^ (b & (c ^ d)), i),                // F: (b and c) or (not b and d)
            1 => (c ^ (d & (b ^ c)), 5 * i + 1),        // G: (b and d) or (c and not d)
            2 => (b ^ c ^ d, 3 * i + 5),                // H
            _ => (c ^ (b | ~d), 7 * i),                 // I
        };
        uint message = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(data + 4 * (word & 15), 4));
        a = b + BitOperations.RotateLeft(a + f + message + HashConstants.Md5[i], Shifts[(i >> 4 << 2) + (i & 3)]);
    }

    private static ReadOnlySpan<byte> Shifts => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
}
