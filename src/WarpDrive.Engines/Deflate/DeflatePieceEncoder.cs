namespace WarpDrive.Engines.Deflate;

/// <summary>Turns a contiguous buffer into a piece of a raw deflate stream (RFC 1951) that refers to nothing before it.</summary>
/// <remarks>
/// A piece starts and ends on a byte boundary, so that pieces in a row are one stream, and any other encoder can go on after one
/// with the plain bytes as its history. A piece that is not the last ends with the empty stored block of a sync flush.
/// One thread at a time. Nothing is allocated on the managed heap per call.
/// </remarks>
public abstract class DeflatePieceEncoder : IDisposable
{
    private protected DeflatePieceEncoder(DeflateEngineKind kind, int level)
    {
        Kind = kind;
        Level = level;
    }

    /// <summary>The engine that does the work.</summary>
    public DeflateEngineKind Kind { get; }

    /// <summary>The engine's own level, see <see cref="DeflateEngineInfo"/>.</summary>
    public int Level { get; }

    /// <summary>Encodes <paramref name="source"/>. The buffers must not overlap.</summary>
    /// <param name="source">The bytes to encode, 0 to 2 GiB - 1.</param>
    /// <param name="destination">Room for the piece; <see cref="DeflateBound.MaxCompressedLength(int)"/> always suffices.</param>
    /// <param name="last">Whether the stream ends with this piece: its last block is then final.</param>
    /// <param name="written">Bytes of the piece; 0 unless the result is <see cref="EncodeStatus.Done"/>.</param>
    public abstract EncodeStatus Encode(ReadOnlySpan<byte> source, Span<byte> destination, bool last, out int written);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the engine holds outside the managed heap; may be called more than once.</summary>
    /// <param name="disposing"><see langword="false"/> when a finalizer calls.</param>
    protected abstract void Dispose(bool disposing);
}
