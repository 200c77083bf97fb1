namespace WarpDrive.Engines.Deflate;

/// <summary>How <see cref="DeflateStreamEncoder.Write"/> ended.</summary>
public enum StreamEncodeStatus
{
    /// <summary>The whole source is taken and what the flush promises is in the destination.</summary>
    Done,

    /// <summary>The destination is full. Call again with the rest of the source, the same flush and more room.</summary>
    NeedsOutput,

    /// <summary>The engine refused, or the stream was already finished. Only <see cref="DeflateStreamEncoder.Reset"/> helps.</summary>
    Failed,
}
