using WarpDrive.Engines.Deflate;
using WarpDrive.Engines.Inflate;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>One worker's engines, made when first needed and kept.</summary>
internal sealed class ZipEngineSet : IDisposable
{
    /// <summary>Streams whose engines are kept alive between requests; one takes up to 0.5 MiB.</summary>
    private const int LiveStreams = 4;

    private readonly Dictionary<(DeflateEngineKind Kind, int Level), DeflateEncoder> _encoders = [];
    private readonly Dictionary<DeflateEngineKind, InflateDecoder> _decoders = [];
    private readonly ZipLiveSlot<DeflateStreamEncoder>[] _liveEncoders = Slots<DeflateStreamEncoder>();
    private readonly ZipLiveSlot<Inflater>[] _liveInflaters = Slots<Inflater>();
    private Inflater? _inflater;
    private long _clock;

    /// <summary>A decoder for whole streams in pieces, and for second looks.</summary>
    internal Inflater Inflater => _inflater ??= new Inflater();

    /// <summary>An encoder of whole streams.</summary>
    internal DeflateEncoder Encoder(DeflateEngineKind kind, int level)
    {
        if (!_encoders.TryGetValue((kind, level), out DeflateEncoder? encoder))
        {
            encoder = DeflateEngines.CreateEncoder(kind, level);
            _encoders.Add((kind, level), encoder);
        }

        return encoder;
    }

    /// <summary>A decoder of whole streams.</summary>
    internal InflateDecoder Decoder(DeflateEngineKind kind)
    {
        if (!_decoders.TryGetValue(kind, out InflateDecoder? decoder))
        {
            decoder = DeflateEngines.CreateDecoder(kind);
            _decoders.Add(kind, decoder);
        }

        return decoder;
    }

    /// <summary>The live encoder of a stream, or one to be reset.</summary>
    /// <param name="kind">Engine.</param>
    /// <param name="level">The engine's level.</param>
    /// <param name="space">Address space of the context.</param>
    /// <param name="context">Its address.</param>
    /// <param name="sequence">Its sequence word; ignored when <paramref name="fresh"/>.</param>
    /// <param name="fresh">The stream is new.</param>
    /// <param name="live">Whether the engine stands where the stream does.</param>
    internal ZipLiveSlot<DeflateStreamEncoder> StreamEncoder(
        DeflateEngineKind kind, int level, AddressSpace space, ulong context, ulong sequence, bool fresh, out bool live)
    {
        ZipLiveSlot<DeflateStreamEncoder> slot = Find(_liveEncoders, space, context, sequence);
        live = !fresh && slot.Holds(space, context, sequence) && slot.Engine is { } held && held.Kind == kind && held.Level == level;
        slot.Forget();
        if (slot.Engine is { } engine && (engine.Kind != kind || engine.Level != level))
        {
            engine.Dispose();
            slot.Engine = null;
        }

        slot.Engine ??= DeflateEngines.CreateStreamEncoder(kind, level);
        return slot;
    }

    /// <summary>The live decoder of a stream, or one to be loaded.</summary>
    internal ZipLiveSlot<Inflater> StreamInflater(AddressSpace space, ulong context, ulong sequence, bool fresh, out bool live)
    {
        ZipLiveSlot<Inflater> slot = Find(_liveInflaters, space, context, sequence);
        live = !fresh && slot.Holds(space, context, sequence) && slot.Engine is not null;
        slot.Forget();
        slot.Engine ??= new Inflater();
        return slot;
    }

    public void Dispose()
    {
        foreach (DeflateEncoder encoder in _encoders.Values)
        {
            encoder.Dispose();
        }

        foreach (InflateDecoder decoder in _decoders.Values)
        {
            decoder.Dispose();
        }

        foreach (ZipLiveSlot<DeflateStreamEncoder> slot in _liveEncoders)
        {
            slot.Engine?.Dispose();
        }

        _encoders.Clear();
        _decoders.Clear();
    }

    private static ZipLiveSlot<T>[] Slots<T>()
        where T : class
    {
        var slots = new ZipLiveSlot<T>[LiveStreams];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = new ZipLiveSlot<T>();
        }

        return slots;
    }

    /// <summary>The slot that holds the stream, else the one used longest ago.</summary>
    private ZipLiveSlot<T> Find<T>(ZipLiveSlot<T>[] slots, AddressSpace space, ulong context, ulong sequence)
        where T : class
    {
        ZipLiveSlot<T> found = slots[0];
        foreach (ZipLiveSlot<T> slot in slots)
        {
            if (slot.Holds(space, context, sequence))
            {
                found = slot;
                break;
            }

            if (slot.LastUse < found.LastUse)
            {
                found = slot;
            }
        }

        found.LastUse = ++_clock;
        return found;
    }
}
