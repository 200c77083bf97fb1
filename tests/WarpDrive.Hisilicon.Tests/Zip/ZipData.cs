using System.IO.Compression;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Data to compress, and the runtime's own streams as the second opinion.</summary>
internal static class ZipData
{
    internal static readonly int[] EdgeSizes = [0, 1, 2, 199, 4096, 65535, 65536, 65537];

    internal static IEnumerable<(string Name, byte[] Bytes)> Of(int size)
    {
        yield return ("zeros", new byte[size]);
        var random = new byte[size];
        new Random(size + 1).NextBytes(random);
        yield return ("random", random);
        yield return ("assembly", File(typeof(object).Assembly.Location, size));
        yield return ("text", Text(size));
    }

    internal static byte[] Text(int size)
    {
        string[] words = ["queue", "doorbell", "descriptor", "the", "of", "device", "and", "completion", "phase", "ring"];
        var random = new Random(42);
        var bytes = new byte[size];
        int at = 0;
        while (at < size)
        {
            foreach (char c in words[random.Next(words.Length)] + " ")
            {
                if (at < size)
                {
                    bytes[at++] = (byte)c;
                }
            }
        }

        return bytes;
    }

    internal static byte[] Compress(CompressionFormat format, ReadOnlySpan<byte> data, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var output = new MemoryStream();
        using (Stream stream = format switch
        {
            CompressionFormat.Gzip => new GZipStream(output, level),
            CompressionFormat.Zlib => new ZLibStream(output, level),
            _ => new DeflateStream(output, level),
        })
        {
            stream.Write(data);
        }

        byte[] packed = output.ToArray();
        if (data.IsEmpty && packed.Length == 0)
        {
            return format switch   // the runtime's streams write nothing at all for no data
            {
                CompressionFormat.Gzip => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                CompressionFormat.Zlib => [0x78, 0x9C, 3, 0, 0, 0, 0, 1],
                _ => [3, 0],
            };
        }

        return packed;
    }

    internal static byte[] Decompress(CompressionFormat format, byte[] data)
    {
        using var input = new MemoryStream(data);
        using Stream stream = format switch
        {
            CompressionFormat.Gzip => new GZipStream(input, CompressionMode.Decompress),
            CompressionFormat.Zlib => new ZLibStream(input, CompressionMode.Decompress),
            _ => new DeflateStream(input, CompressionMode.Decompress),
        };
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }

    private static byte[] File(string path, int size)
    {
        byte[] all = System.IO.File.ReadAllBytes(path);
        var bytes = new byte[size];
        for (int at = 0; at < size; at += all.Length)
        {
            all.AsSpan(0, Math.Min(all.Length, size - at)).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }
}
