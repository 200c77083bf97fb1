using System.Buffers.Binary;

namespace WarpDrive.Engines.Deflate;

/// <summary>A stream of stored blocks only (RFC 1951 §3.2.4): the answer to input that does not shrink.</summary>
internal static class StoredBlocks
{
    private const int HeaderLength = 5;
    private const int MaxBlockLength = ushort.MaxValue;

    /// <summary>The exact length of the stream for <paramref name="sourceLength"/> bytes.</summary>
    internal static long Length(long sourceLength) =>
        sourceLength + HeaderLength * Math.Max(1, (sourceLength + MaxBlockLength - 1) / MaxBlockLength);

    /// <summary>Writes the stream; <paramref name="destination"/> holds at least <see cref="Length"/> bytes.</summary>
    /// <returns>The bytes written, equal to <see cref="Length"/>.</returns>
    internal static int Write(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int position = 0;
        do
        {
            int length = Math.Min(source.Length, MaxBlockLength);
            destination[position] = length == source.Length ? (byte)1 : (byte)0;   // BFINAL, BTYPE = 00, padding
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(position + 1)..], (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(position + 3)..], (ushort)~length);
            source[..length].CopyTo(destination[(position + HeaderLength)..]);
            position += HeaderLength + length;
            source = source[length..];
        }
        while (!source.IsEmpty);

        return position;
    }
}
