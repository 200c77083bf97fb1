using System.IO.Compression;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>The second opinion: the runtime's own <see cref="DeflateStream"/>.</summary>
internal static class Reference
{
    internal static byte[] Deflate(ReadOnlySpan<byte> source, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, level, leaveOpen: true))
        {
            stream.Write(source);
        }

        // The runtime writes nothing at all for empty input; the shortest stream is the empty fixed block.
        return packed.Length == 0 ? [0x03, 0x00] : packed.ToArray();
    }

    internal static byte[] Inflate(ReadOnlySpan<byte> packed, int expected)
    {
        using var source = new MemoryStream(packed.ToArray());
        using var stream = new DeflateStream(source, CompressionMode.Decompress);
        byte[] plain = new byte[expected + 1];
        int length = stream.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
        return plain[..length];
    }
}
