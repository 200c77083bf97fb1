using System.IO.Compression;
using System.Text;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>Inputs, and the runtime's own streams as second opinion.</summary>
internal static class TestData
{
    /// <summary>Half words, half noise: compressible, and not trivially so.</summary>
    public static byte[] Mixed(int length, int seed = 1)
    {
        var random = new Random(seed);
        byte[] data = new byte[length];
        int at = 0;
        while (at < length)
        {
            int run = Math.Min(length - at, random.Next(1, 2000));
            if (random.Next(2) == 0)
            {
                random.NextBytes(data.AsSpan(at, run));
            }
            else
            {
                Encoding.ASCII.GetBytes(new string((char)('a' + random.Next(26)), run)).CopyTo(data.AsSpan(at));
            }

            at += run;
        }

        return data;
    }

    public static byte[] Reference(byte[] data, CompressionFormat format)
    {
        var output = new MemoryStream();
        using (Stream stream = format switch
        {
            CompressionFormat.Gzip => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
            CompressionFormat.Zlib => new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true),
            _ => new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            stream.Write(data);
        }

        // An empty GZipStream writes nothing at all, which no reader of the format accepts.
        return output.Length > 0 ? output.ToArray() : format switch
        {
            CompressionFormat.Gzip => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            CompressionFormat.Zlib => [0x78, 0x9c, 3, 0, 0, 0, 0, 1],
            _ => [3, 0],
        };
    }

    public static byte[] ReferenceDecode(ReadOnlySpan<byte> compressed, CompressionFormat format)
    {
        var input = new MemoryStream(compressed.ToArray());
        using Stream stream = format switch
        {
            CompressionFormat.Gzip => new GZipStream(input, CompressionMode.Decompress),
            CompressionFormat.Zlib => new ZLibStream(input, CompressionMode.Decompress),
            _ => new DeflateStream(input, CompressionMode.Decompress),
        };
        var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }
}
