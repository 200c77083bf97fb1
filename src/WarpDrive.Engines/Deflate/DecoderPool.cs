namespace WarpDrive.Engines.Deflate;

/// <summary>Lends decoders of whole streams by engine; in all else as <see cref="EncoderPool"/>.</summary>
/// <param name="capacity">Idle instances kept per engine; at least 1. An instance holds up to 0.2 MiB.</param>
public sealed class DecoderPool(int capacity) : IDisposable
{
    private readonly EnginePool<InflateDecoder> _decoders = new(capacity);

    /// <summary>Makes a pool that keeps two instances per processor and engine.</summary>
    public DecoderPool()
        : this(2 * Environment.ProcessorCount)
    {
    }

    /// <summary>Lends a decoder.</summary>
    /// <param name="kind">The engine.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent.</exception>
    public InflateDecoder Rent(DeflateEngineKind kind) => _decoders.TryRent(kind, level: 0, DeflateWindow.MaxBits) ?? DeflateEngines.CreateDecoder(kind);

    /// <summary>Takes a decoder back; the caller must not use it again.</summary>
    /// <param name="decoder">What <see cref="Rent"/> lent.</param>
    public void Return(InflateDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        _decoders.Return(decoder.Kind, level: 0, DeflateWindow.MaxBits, decoder);
    }

    /// <summary>Frees the idle instances; lent ones are freed when they come back.</summary>
    public void Dispose() => _decoders.Dispose();
}
