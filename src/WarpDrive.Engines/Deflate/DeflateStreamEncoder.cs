namespace WarpDrive.Engines.Deflate;

/// <summary>Turns segments into one raw deflate stream (RFC 1951), step by step, with a history that precedes it.</summary>
/// <remarks>
/// One thread at a time. Nothing is allocated on the managed heap per call. A new encoder is ready to write, without history.
/// Source and destination of a write must not overlap, and need not outlive it.
/// </remarks>
public abstract class DeflateStreamEncoder : IDisposable
{
    /// <summary>The farthest a match reaches back (RFC 1951 §2): the useful length of a history, in bytes.</summary>
    public const int MaxHistoryLength = 32 * 1024;

    private protected DeflateStreamEncoder(DeflateEngineKind kind, int level, int windowBits)
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

    /// <summary>Begins anew, on a byte boundary, in any state.</summary>
    /// <param name="history">Bytes that precede what will be written, and that the reader will have; as many of the last as the window holds are used.</param>
    /// <exception cref="InsufficientMemoryException">The engine got no native memory.</exception>
    public abstract void Reset(ReadOnlySpan<byte> history);

    /// <summary>Encodes as much of <paramref name="source"/> as fits. No block is final before <see cref="DeflateFlush.Finish"/>.</summary>
    /// <param name="source">The next bytes; may be empty.</param>
    /// <param name="destination">Room for the next part of the stream, of any length.</param>
    /// <param name="flush">What must be emitted; repeat it while the answer is <see cref="StreamEncodeStatus.NeedsOutput"/>.</param>
    /// <param name="consumed">Bytes taken from the source, valid for every status but Failed.</param>
    /// <param name="written">Bytes of the stream put into the destination, valid for every status but Failed.</param>
    public abstract StreamEncodeStatus Write(
        ReadOnlySpan<byte> source, Span<byte> destination, DeflateFlush flush, out int consumed, out int written);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The part of a history that the window reaches.</summary>
    private protected ReadOnlySpan<byte> Useful(ReadOnlySpan<byte> history) => history[^Math.Min(history.Length, 1 << WindowBits)..];

    /// <summary>Frees what the engine holds outside the managed heap; may be called more than once.</summary>
    /// <param name="disposing"><see langword="false"/> when the finalizer calls.</param>
    protected abstract void Dispose(bool disposing);
}
