using System.IO.Compression;

namespace WarpDrive.Engines.Tests.Inflate;

/// <summary>Plain data of several kinds and its compressed forms.</summary>
public static class Samples
{
    public static readonly CompressionLevel[] Levels =
        [CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.SmallestSize];

    /// <summary>Code and metadata, as it lies on every machine that runs these tests.</summary>
    public static byte[] Assembly(int length) => File.ReadAllBytes(typeof(object).Assembly.Location).AsSpan(100_000, length).ToArray();

    public static byte[] Random(int length, int seed)
    {
        var data = new byte[length];
        new Random(seed).NextBytes(data);
        return data;
    }

    /// <summary>Few symbols, with repetitions near and far.</summary>
    public static byte[] Text(int length, int seed)
    {
        var random = new Random(seed);
        var data = new byte[length];
        for (int i = 0; i < length;)
        {
            if (i > 10 && random.Next(4) == 0)
            {
                int distance = 1 + random.Next(Math.Min(i, random.Next(2) == 0 ? 20 : 32768));
                for (int n = Math.Min(random.Next(3, 300), length - i); n > 0; n--, i++)
                {
                    data[i] = data[i - distance];
                }
            }
            else
            {
                data[i++] = (byte)"etaoin shrdlu.\n"[random.Next(15)];
            }
        }

        return data;
    }

    public static byte[] Deflate(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        if (data.IsEmpty)
        {
            // The runtime writes nothing at all then. A final fixed block that only ends:
            return [3, 0];
        }

        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, level, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return target.ToArray();
    }

    /// <summary>One stream that holds stored, fixed and dynamic blocks.</summary>
    public static (byte[] Plain, byte[] Compressed) Mixed()
    {
        // Every part but the last ends with a sync flush: an empty stored block, no final bit.
        byte[] noise = Random(700, 5);
        byte[] text = Text(5000, 6);
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write("tiny"u8);
            deflate.Flush();
            deflate.Write(noise);
            deflate.Flush();
            deflate.Write(text);
            deflate.Flush();
            deflate.Write("tiny"u8);
        }

        return ([.. "tiny"u8, .. noise, .. text, .. "tiny"u8], target.ToArray());
    }
}
