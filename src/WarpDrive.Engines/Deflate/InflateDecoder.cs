namespace WarpDrive.Engines.Deflate;

/// <summary>Turns one complete raw deflate stream (RFC 1951) in a contiguous buffer back into its bytes, in one call.</summary>
/// <remarks>One thread at a time. Nothing is allocated on the managed heap per call.</remarks>
public abstract class InflateDecoder : IDisposable
{
    private protected InflateDecoder(DeflateEngineKind kind) => Kind = kind;

    /// <summary>The engine that does the work.</summary>
    public DeflateEngineKind Kind { get; }

    /// <summary>The version of the engine, as far as it can be known.</summary>
    public string Version => DeflateEngines.Describe(Kind).Version;

    /// <summary>Decodes the stream at the start of <paramref name="source"/>; what follows it is not looked at. The buffers must not overlap.</summary>
    /// <param name="source">The stream, not trusted, and whatever follows it.</param>
    /// <param name="destination">Room for the bytes; nothing beyond it is written, what is in it after a failure is undefined.</param>
    /// <param name="consumed">The exact length of the stream, rounded up to a byte; 0 unless the result is <see cref="DecodeStatus.Done"/>.</param>
    /// <param name="written">The bytes decoded; 0 unless the result is <see cref="DecodeStatus.Done"/>.</param>
    public DecodeStatus Decode(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        DecodeStatus status = DecodeCore(source, destination, out consumed, out written);
        GC.KeepAlive(this);
        if (status != DecodeStatus.Done)
        {
            consumed = 0;
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

    /// <summary>The engine's part of <see cref="Decode"/>.</summary>
    private protected abstract DecodeStatus DecodeCore(
        ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written);

    /// <summary>Frees what the engine holds outside the managed heap; may be called more than once.</summary>
    /// <param name="disposing"><see langword="false"/> when the finalizer calls.</param>
    protected abstract void Dispose(bool disposing);
}
