using System.Numerics;

namespace WarpDrive.Bench;

/// <summary>The bare loop that only reads: nothing that looks at every byte can be faster.</summary>
internal static class MemoryCeiling
{
    /// <summary>Reads all bytes and returns something that depends on each of them.</summary>
    /// <param name="data">A multiple of four vectors.</param>
    internal static long Read(ReadOnlySpan<byte> data)
    {
        int step = Vector<byte>.Count;
        Vector<byte> a = default, b = default, c = default, d = default;
        for (int i = 0; i <= data.Length - (4 * step); i += 4 * step)
        {
            a ^= new Vector<byte>(data[i..]);
            b ^= new Vector<byte>(data[(i + step)..]);
            c ^= new Vector<byte>(data[(i + (2 * step))..]);
            d ^= new Vector<byte>(data[(i + (3 * step))..]);
        }

        return Vector.Sum(Vector.AsVectorInt64(a ^ b ^ c ^ d));
    }
}
