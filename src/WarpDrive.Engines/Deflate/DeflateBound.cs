namespace WarpDrive.Engines.Deflate;

/// <summary>Upper bounds of compressed lengths, valid for every engine and level.</summary>
public static class DeflateBound
{
    /// <summary>Longest fixed header and trailer around a stream: gzip's 10 and 8 bytes (RFC 1952 §2.3), zlib's are shorter.</summary>
    private const int MaxFraming = 18;

    /// <summary>
    /// A flush ends a block and adds an empty stored one: at most the block's end, its header and the marker (RFC 1951 §3.2.3-4).
    /// 32 leaves room for the blocks that an engine opens and closes on its own.
    /// </summary>
    private const int PerFlush = 32;

    /// <summary>The most bytes <see cref="DeflateEncoder.Encode"/> writes for <paramref name="sourceLength"/> bytes: stored blocks.</summary>
    /// <param name="sourceLength">Bytes of input, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OverflowException">The bound exceeds <see cref="int.MaxValue"/>.</exception>
    public static int MaxEncodedLength(int sourceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceLength);
        return checked((int)StoredBlocks.Length(sourceLength));
    }

    /// <summary>
    /// The most bytes any engine writes for <paramref name="sourceLength"/> bytes, as a whole stream or through a stream
    /// encoder that is flushed once, with a gzip or zlib frame.
    /// </summary>
    /// <param name="sourceLength">Bytes of input, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OverflowException">The bound exceeds <see cref="int.MaxValue"/>.</exception>
    public static int MaxCompressedLength(int sourceLength) => checked((int)MaxCompressedLength((long)sourceLength));

    /// <inheritdoc cref="MaxCompressedLength(int)"/>
    public static long MaxCompressedLength(long sourceLength) => MaxCompressedLength(sourceLength, flushes: 1);

    /// <summary>As <see cref="MaxCompressedLength(long)"/>, for a stream with several flushes.</summary>
    /// <param name="sourceLength">Bytes of input, at least 0.</param>
    /// <param name="flushes">How often the stream is flushed or finished, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is below its range.</exception>
    /// <exception cref="OverflowException">The bound exceeds <see cref="long.MaxValue"/>.</exception>
    public static long MaxCompressedLength(long sourceLength, long flushes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(flushes, 1);

        // The worst stream encoder is zlib-ng's level 1: it knows the fixed code only, 9 bits for half of all literals
        // (RFC 1951 §3.2.6). The others fall back to stored blocks, of no less than 4 KiB each while input is plenty.
        return checked(sourceLength + sourceLength / 8 + 5 * (sourceLength / 4096 + 1) + PerFlush * flushes + MaxFraming);
    }
}
