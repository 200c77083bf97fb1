namespace WarpDrive.Engines.Deflate;

/// <summary>Lends encoders, of whole streams and step by step, by engine and level.</summary>
/// <remarks>
/// Thread safe. Renting what was returned before allocates nothing. An instance that is not returned is lost to the pool and
/// freed by the garbage collector; one returned to a full or disposed pool is freed at once.
/// </remarks>
/// <param name="capacity">Idle instances kept per engine and level, of each of the two faces; at least 1. An instance holds up to 0.6 MiB.</param>
public sealed class EncoderPool(int capacity) : IDisposable
{
    private readonly EnginePool<DeflateEncoder> _encoders = new(capacity);
    private readonly EnginePool<DeflateStreamEncoder> _streams = new(capacity);

    /// <summary>Makes a pool that keeps two instances per processor, engine and level.</summary>
    public EncoderPool()
        : this(2 * Environment.ProcessorCount)
    {
    }

    /// <summary>Lends an encoder of whole streams.</summary>
    /// <param name="choice">The engine and its level.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or cannot encode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level.</exception>
    public DeflateEncoder Rent(DeflateChoice choice) =>
        _encoders.TryRent(choice.Kind, choice.Level) ?? DeflateEngines.CreateEncoder(choice.Kind, choice.Level);

    /// <summary>Takes an encoder back; the caller must not use it again.</summary>
    /// <param name="encoder">What <see cref="Rent"/> lent.</param>
    public void Return(DeflateEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _encoders.Return(encoder.Kind, encoder.Level, encoder);
    }

    /// <summary>Lends an encoder of streams, in any state: <see cref="DeflateStreamEncoder.Reset"/> it first.</summary>
    /// <param name="choice">The engine and its level.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or knows whole streams only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level for streams.</exception>
    public DeflateStreamEncoder RentStream(DeflateChoice choice) =>
        _streams.TryRent(choice.Kind, choice.Level) ?? DeflateEngines.CreateStreamEncoder(choice.Kind, choice.Level);

    /// <summary>Takes an encoder of streams back; the caller must not use it again.</summary>
    /// <param name="encoder">What <see cref="RentStream"/> lent.</param>
    public void Return(DeflateStreamEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _streams.Return(encoder.Kind, encoder.Level, encoder);
    }

    /// <summary>Frees the idle instances; lent ones are freed when they come back.</summary>
    public void Dispose()
    {
        _encoders.Dispose();
        _streams.Dispose();
    }
}
