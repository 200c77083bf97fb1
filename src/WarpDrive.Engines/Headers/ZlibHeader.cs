namespace WarpDrive.Engines.Headers;

/// <summary>zlib headers in one piece (RFC 1950 section 2.2); for pieces see <see cref="ZlibHeaderParser"/>.</summary>
public static class ZlibHeader
{
    /// <summary>The size of a header in bytes. A preset dictionary's identifier would follow it, and is refused.</summary>
    public const int Size = 2;

    /// <summary>The size of the trailer: Adler-32, big-endian.</summary>
    public const int TrailerSize = 4;

    private const byte Deflate = 8;
    private const byte MaxWindowInfo = 7;
    private const byte PresetDictionary = 0x20;

    /// <summary>Finds where the compressed data of a stream begins.</summary>
    /// <param name="source">The stream from its first byte.</param>
    /// <param name="headerLength">The length of the header in bytes; 0 unless it is complete and good.</param>
    public static HeaderStatus TryParse(ReadOnlySpan<byte> source, out int headerLength)
    {
        HeaderStatus status = source.Length < Size ? HeaderStatus.NeedsInput : Check(source[0], source[1]);
        headerLength = status == HeaderStatus.Ok ? Size : 0;
        return status;
    }

    internal static HeaderStatus Check(byte cmf, byte flg)
    {
        if (((cmf << 8) | flg) % 31 != 0)
        {
            return HeaderStatus.BadMagic;
        }

        if ((cmf & 0x0F) != Deflate)
        {
            return HeaderStatus.BadMethod;
        }

        if (cmf >> 4 > MaxWindowInfo)
        {
            return HeaderStatus.BadWindowSize;
        }

        return (flg & PresetDictionary) != 0 ? HeaderStatus.PresetDictionary : HeaderStatus.Ok;
    }
}
