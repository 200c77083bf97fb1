using System.Buffers.Binary;

namespace WarpDrive.Engines.Headers;

/// <summary>gzip headers in one piece (RFC 1952 section 2.3); for pieces see <see cref="GzipHeaderParser"/>.</summary>
public static class GzipHeader
{
    /// <summary>The size of a header without optional parts, in bytes.</summary>
    public const int MinSize = 10;

    /// <summary>The size of the trailer: CRC-32 and length modulo 2^32, both little-endian.</summary>
    public const int TrailerSize = 8;

    internal const byte Magic0 = 0x1F;
    internal const byte Magic1 = 0x8B;
    internal const byte Deflate = 8;

    private const byte Unix = 3;

    /// <summary>Finds where the compressed data of a member begins.</summary>
    /// <param name="source">The member from its first byte.</param>
    /// <param name="headerLength">The length of the header in bytes; 0 unless it is complete and good.</param>
    public static HeaderStatus TryParse(ReadOnlySpan<byte> source, out int headerLength)
    {
        // The usual case: no optional part.
        if (source.Length >= MinSize && BinaryPrimitives.ReadUInt32LittleEndian(source) == (Magic0 | (Magic1 << 8) | (Deflate << 16)))
        {
            headerLength = MinSize;
            return HeaderStatus.Ok;
        }

        var parser = default(GzipHeaderParser);
        HeaderStatus status = parser.Parse(source, out headerLength);
        if (status != HeaderStatus.Ok)
        {
            headerLength = 0;
        }

        return status;
    }

    /// <summary>Writes a header.</summary>
    /// <param name="destination">Where it goes; 10 bytes, and those of the name and one more if there is a name.</param>
    /// <param name="modificationTime">Seconds since 1970-01-01, 0 for unknown.</param>
    /// <param name="name">The original file name without directories; empty for none. Must not contain a zero byte.</param>
    /// <param name="written">The length of the header in bytes; 0 when it does not fit.</param>
    /// <returns>False when the destination is too small.</returns>
    /// <exception cref="ArgumentException">The name contains a zero byte.</exception>
    public static bool TryWrite(Span<byte> destination, uint modificationTime, ReadOnlySpan<byte> name, out int written)
    {
        if (name.Contains((byte)0))
        {
            throw new ArgumentException("A name in a gzip header ends at its first zero byte.", nameof(name));
        }

        int size = MinSize + (name.IsEmpty ? 0 : name.Length + 1);
        if (destination.Length < size)
        {
            written = 0;
            return false;
        }

        destination = destination[..size];
        destination.Clear();
        destination[0] = Magic0;
        destination[1] = Magic1;
        destination[2] = Deflate;
        destination[3] = (byte)(name.IsEmpty ? GzipFlags.None : GzipFlags.Name);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], modificationTime);
        destination[9] = Unix;
        name.CopyTo(destination[MinSize..]);
        written = size;
        return true;
    }
}
