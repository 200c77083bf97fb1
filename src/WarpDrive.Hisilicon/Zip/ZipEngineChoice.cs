using WarpDrive.Engines.Deflate;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Which engine serves the requests of a queue: the fastest that keeps the promise, or the forced one for what it can do.</summary>
internal sealed class ZipEngineChoice
{
    /// <summary>The highest promise: zlib's best.</summary>
    internal const int MaxLevel = 9;

    private readonly DeflatePromise _promise;
    private readonly DeflateSelector _encode;
    private readonly DeflateSelector _stream;
    private readonly DeflateSelector _decode;

    /// <summary>The choice for a promise.</summary>
    /// <param name="level">0 fastest, 1…9 as zlib.</param>
    /// <param name="forced">An engine that must be used where it can be, or null.</param>
    internal ZipEngineChoice(int level, DeflateEngineKind? forced)
    {
        _promise = (DeflatePromise)level;
        _encode = _stream = _decode = DeflateSelector.Shared;
        if (forced is { } kind)
        {
            // An engine that cannot do an operation (libdeflate goes on with no stream) leaves that to the others; the receipt tells.
            var selector = new DeflateSelector(new DeflateSelectorOptions { Engine = kind });
            DeflateEngineInfo info = DeflateEngines.Describe(kind);
            _encode = info.CanEncode ? selector : _encode;
            _stream = info.CanStreamEncode ? selector : _stream;
            _decode = selector;
        }
    }

    /// <summary>For a whole stream of a known length.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="windowBits">How far its matches may reach back.</param>
    internal DeflateChoice Encoder(int length, int windowBits)
    {
        DeflateChoice choice = _encode.Choose(DeflateOperation.Encode, _promise, length);

        // libdeflate has the full window only; those that encode step by step can all do with less.
        return windowBits < DeflateWindow.MaxBits && choice.Kind == DeflateEngineKind.LibDeflate ? StreamEncoder(length) : choice;
    }

    /// <summary>For a piece of a stream.</summary>
    internal DeflateChoice StreamEncoder(int length) => _stream.Choose(DeflateOperation.StreamEncode, _promise, length);

    /// <summary>For a contiguous piece of a stream with no history.</summary>
    internal DeflateChoice PieceEncoder(int length) => _encode.Choose(DeflateOperation.PieceEncode, _promise, length);

    /// <summary>For decoding a whole stream into so much space.</summary>
    internal DeflateEngineKind Decoder(int space) => _decode.Choose(DeflateOperation.Decode, _promise, space).Kind;
}
