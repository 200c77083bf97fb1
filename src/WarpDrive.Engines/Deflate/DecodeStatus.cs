namespace WarpDrive.Engines.Deflate;

/// <summary>How <see cref="InflateDecoder.Decode"/> ended.</summary>
public enum DecodeStatus
{
    /// <summary>The final block was read to its end; the counts are exact.</summary>
    Done,

    /// <summary>The stream holds more bytes than the destination.</summary>
    OutputTooSmall,

    /// <summary>The source ends before the final block does, without a fault up to there.</summary>
    NeedsMoreInput,

    /// <summary>The source is not a deflate stream (RFC 1951), or is damaged.</summary>
    BadData,

    /// <summary>The engine refused (out of native memory, or an internal error).</summary>
    Failed,
}
