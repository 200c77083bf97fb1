using WarpDrive.Engines.Deflate;
using WarpDrive.Engines.Inflate;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>One worker's engines, made when first needed and kept.</summary>
internal sealed class ZipEngineSet : IDisposable
{
    /// <summary>Streams whose engines are kept alive between requests; one takes up to 0.5 MiB.</summary>
    private const int LiveStreams = 4;

    private const int LevelsPerKind = 16;
    private const int Kinds = 4;

    private readonly DeflateEncoder?[] _encoders = new DeflateEncoder?[(DeflateWindow.MaxBits + 1) * Kinds * LevelsPerKind];
    private readonly Dictionary<DeflateChoice, DeflatePieceEncoder> _pieceEncoders = [];
    private readonly Dictionary<DeflateEngineKind, InflateDecoder> _decoders = [];
    private readonly ZipLiveSlot<DeflateStreamEncoder>[] _liveEncoders = Slots<DeflateStreamEncoder>();
    private readonly ZipLiveSlot<Inflater>[] _liveInflaters = Slots<Inflater>();
    private Inflater? _inflater;
    private long _clock;

    /// <summary>A decoder for whole streams in pieces, and for second looks.</summary>
    internal Inflater Inflater => _inflater ??= new Inflater();

    /// <summary>An encoder of whole streams.</summary>
    internal DeflateEncoder Encoder(DeflateChoice choice, int windowBits)
    {
        ref DeflateEncoder? encoder = ref _encoders[(((windowBits * Kinds) + (int)choice.Kind) * LevelsPerKind) + choice.Level];
        return encoder ??= DeflateEngines.CreateEncoder(choice.Kind, choice.Level, windowBits);
    }

    /// <summary>An encoder of contiguous pieces.</summary>
    internal DeflatePieceEncoder PieceEncoder(DeflateChoice choice)
    {
        if (!_pieceEncoders.TryGetValue(choice, out DeflatePieceEncoder? encoder))
        {
            encoder = DeflateEngines.CreatePieceEncoder(choice.Kind, choice.Level);
            _pieceEncoders.Add(choice, encoder);
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
    /// <param name="choice">Engine and level.</param>
    /// <param name="windowBits">How far matches may reach back, into the history too.</param>
    /// <param name="space">Address space of the context.</param>
    /// <param name="context">Its address.</param>
    /// <param name="sequence">Its sequence word; ignored when <paramref name="fresh"/>.</param>
    /// <param name="fresh">The stream is new.</param>
    /// <param name="live">Whether the engine stands where the stream does.</param>
    internal ZipLiveSlot<DeflateStreamEncoder> StreamEncoder(
        DeflateChoice choice, int windowBits, AddressSpace space, ulong context, ulong sequence, bool fresh, out bool live)
    {
        ZipLiveSlot<DeflateStreamEncoder> slot = Find(_liveEncoders, space, context, sequence);
        live = !fresh && slot.Holds(space, context, sequence) && slot.Engine is { } held && Fits(held);
        slot.Forget();
        if (slot.Engine is { } engine && !Fits(engine))
        {
            engine.Dispose();
            slot.Engine = null;
        }

        slot.Engine ??= DeflateEngines.CreateStreamEncoder(choice.Kind, choice.Level, windowBits);
        return slot;

        bool Fits(DeflateStreamEncoder other) => other.Kind == choice.Kind && other.Level == choice.Level && other.WindowBits == windowBits;
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
        foreach (DeflateEncoder? encoder in _encoders)
        {
            encoder?.Dispose();
        }

        foreach (DeflatePieceEncoder encoder in _pieceEncoders.Values)
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

        Array.Clear(_encoders);
        _pieceEncoders.Clear();
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
