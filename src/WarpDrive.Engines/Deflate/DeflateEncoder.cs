namespace WarpDrive.Engines.Deflate;

/// <summary>Turns a contiguous buffer into one complete raw deflate stream (RFC 1951), in one call.</summary>
/// <remarks>
/// One thread at a time. Nothing is allocated on the managed heap per call. Input that does not shrink leaves as
/// stored blocks, whatever the engine would have made of it, so that <see cref="DeflateBound.MaxEncodedLength(int)"/> always suffices.
/// </remarks>
public abstract class DeflateEncoder : IDisposable
{
    private protected DeflateEncoder(DeflateEngineKind kind, int level, int windowBits)
    {
        Kind = kind;
        Level = level;
        WindowBits = windowBits;
    }

    /// <summary>The engine that does the work.</summary>
    public DeflateEngineKind Kind { get; }

    /// <summary>The engine's own level, see <see cref="DeflateEngineInfo"/>.</summary>
    public int Level { get; }

    /// <summary>Matches reach back at most 2 to this power bytes.</summary>
    public int WindowBits { get; }

    /// <summary>The version of the engine, as far as it can be known.</summary>
    public string Version => DeflateEngines.Describe(Kind).Version;

    /// <summary>Encodes <paramref name="source"/>. The buffers must not overlap.</summary>
    /// <param name="source">The bytes to encode, 0 to 2 GiB - 1.</param>
    /// <param name="destination">Room for the stream; at least <see cref="DeflateBound.MaxEncodedLength(int)"/> always suffices.</param>
    /// <param name="written">Bytes of the stream; 0 unless the result is <see cref="EncodeStatus.Done"/>.</param>
    public EncodeStatus Encode(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        long storedLength = StoredBlocks.Length(source.Length);
        bool storedFits = storedLength <= destination.Length;

        // The engine gets no more room than stored blocks would take: past that they are the better answer.
        Span<byte> room = storedFits ? destination[..(int)storedLength] : destination;
        EncodeStatus status = EncodeCore(source, room, out written);
        GC.KeepAlive(this);
        if (status == EncodeStatus.OutputTooSmall && storedFits)
        {
            written = StoredBlocks.Write(source, room);
            return EncodeStatus.Done;
        }

        if (status != EncodeStatus.Done)
        {
            written = 0;
        }

        return status;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The engine's part of <see cref="Encode"/>.</summary>
    private protected abstract EncodeStatus EncodeCore(ReadOnlySpan<byte> source, Span<byte> destination, out int written);

    /// <summary>Frees what the engine holds outside the managed heap; may be called more than once.</summary>
    /// <param name="disposing"><see langword="false"/> when the finalizer calls.</param>
    protected abstract void Dispose(bool disposing);
}
