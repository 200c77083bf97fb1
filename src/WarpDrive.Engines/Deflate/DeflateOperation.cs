namespace WarpDrive.Engines.Deflate;

/// <summary>What an engine is chosen for.</summary>
public enum DeflateOperation
{
    /// <summary>A whole stream in one call, by a <see cref="DeflateEncoder"/>.</summary>
    Encode,

    /// <summary>A stream step by step, by a <see cref="DeflateStreamEncoder"/>.</summary>
    StreamEncode,

    /// <summary>A whole stream read in one call, by an <see cref="InflateDecoder"/>.</summary>
    Decode,

    /// <summary>A contiguous piece of a stream that refers to nothing before it, by a <see cref="DeflatePieceEncoder"/>.</summary>
    PieceEncode,
}
