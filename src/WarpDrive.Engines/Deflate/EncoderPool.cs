namespace WarpDrive.Engines.Deflate;

/// <summary>Lends encoders, of whole streams and step by step, by engine, level and window.</summary>
/// <remarks>
/// Thread safe. Renting what was returned before allocates nothing. An instance that is not returned is lost to the pool and
/// freed by the garbage collector; one returned to a full or disposed pool is freed at once.
/// </remarks>
/// <param name="capacity">Idle instances kept per engine, level and window, of each of the two faces; at least 1. An instance holds up to 0.6 MiB.</param>
public sealed class EncoderPool(int capacity) : IDisposable
{
    private readonly EnginePool<DeflateEncoder> _encoders = new(capacity);
    private readonly EnginePool<DeflateStreamEncoder> _streams = new(capacity);

    /// <summary>Makes a pool that keeps two instances per processor, engine, level and window.</summary>
    public EncoderPool()
        : this(2 * Environment.ProcessorCount)
    {
    }

    /// <summary>Lends an encoder of whole streams.</summary>
    /// <param name="choice">The engine and its level.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or cannot encode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level.</exception>
    public DeflateEncoder Rent(DeflateChoice choice) => Rent(choice, DeflateWindow.MaxBits);

    /// <summary>Lends an encoder of whole streams with a limited window.</summary>
    /// <param name="choice">The engine and its level.</param>
    /// <param name="windowBits">Matches reach back at most 2 to this power bytes: <see cref="DeflateWindow.MinBits"/> to <see cref="DeflateWindow.MaxBits"/>.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, cannot encode, or cannot limit its window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level, or there is no such window.</exception>
    public DeflateEncoder Rent(DeflateChoice choice, int windowBits) =>
        _encoders.TryRent(choice.Kind, choice.Level, windowBits) ?? DeflateEngines.CreateEncoder(choice.Kind, choice.Level, windowBits);

    /// <summary>Takes an encoder back; the caller must not use it again.</summary>
    /// <param name="encoder">What <see cref="Rent(DeflateChoice)"/> lent.</param>
    public void Return(DeflateEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _encoders.Return(encoder.Kind, encoder.Level, encoder.WindowBits, encoder);
    }

    /// <summary>Lends an encoder of streams, in any state: <see cref="DeflateStreamEncoder.Reset"/> it first.</summary>
    /// <param name="choice">The engine and its level.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or knows whole streams only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level for streams.</exception>
    public DeflateStreamEncoder RentStream(DeflateChoice choice) => RentStream(choice, DeflateWindow.MaxBits);

    /// <summary>Lends an encoder of streams with a limited window, in any state: <see cref="DeflateStreamEncoder.Reset"/> it first.</summary>
    /// <param name="choice">The engine and its level.</param>
    /// <param name="windowBits">Matches reach back at most 2 to this power bytes: <see cref="DeflateWindow.MinBits"/> to <see cref="DeflateWindow.MaxBits"/>.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or knows whole streams only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level for streams, or there is no such window.</exception>
    public DeflateStreamEncoder RentStream(DeflateChoice choice, int windowBits) =>
        _streams.TryRent(choice.Kind, choice.Level, windowBits) ?? DeflateEngines.CreateStreamEncoder(choice.Kind, choice.Level, windowBits);

    /// <summary>Takes an encoder of streams back; the caller must not use it again.</summary>
    /// <param name="encoder">What <see cref="RentStream(DeflateChoice)"/> lent.</param>
    public void Return(DeflateStreamEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _streams.Return(encoder.Kind, encoder.Level, encoder.WindowBits, encoder);
    }

    /// <summary>Frees the idle instances; lent ones are freed when they come back.</summary>
    public void Dispose()
    {
        _encoders.Dispose();
        _streams.Dispose();
    }
}
