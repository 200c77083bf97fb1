namespace WarpDrive.Engines.Deflate;

/// <summary>How <see cref="DeflateEncoder.Encode"/> ended.</summary>
public enum EncodeStatus
{
    /// <summary>The destination holds one complete raw deflate stream, final block set.</summary>
    Done,

    /// <summary>The stream does not fit. Nothing useful was written, nothing beyond the destination was touched.</summary>
    OutputTooSmall,

    /// <summary>The engine refused (out of native memory, or an internal error).</summary>
    Failed,
}
