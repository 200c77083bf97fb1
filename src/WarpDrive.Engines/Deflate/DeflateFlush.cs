namespace WarpDrive.Engines.Deflate;

/// <summary>What a stream encoder must have emitted when a write is done.</summary>
public enum DeflateFlush
{
    /// <summary>Nothing: the encoder may keep bytes and bits for later.</summary>
    None,

    /// <summary>Everything written so far, ending in an empty stored block on a byte boundary (what zlib calls Z_SYNC_FLUSH).</summary>
    Sync,

    /// <summary>Everything, with the final block (BFINAL, RFC 1951 §3.2.3) at its end. Only a reset follows.</summary>
    Finish,
}
