namespace WarpDrive.Engines.Inflate;

/// <summary>How a call of <see cref="Inflater"/> ended. Everything from <see cref="BadBlockType"/> on is an error and final.</summary>
public enum InflateStatus
{
    /// <summary>All source bytes are consumed and the stream goes on.</summary>
    NeedsInput,

    /// <summary>The destination is full and the stream has more output.</summary>
    NeedsOutput,

    /// <summary>The final block is complete; bytes after it are not consumed.</summary>
    Finished,

    /// <summary>Block type 3, which is reserved (RFC 1951 section 3.2.3).</summary>
    BadBlockType,

    /// <summary>LEN and NLEN of a stored block are not complements (section 3.2.4).</summary>
    BadStoredLength,

    /// <summary>More than 286 literal/length codes or more than 30 distance codes are announced (section 3.2.7).</summary>
    TooManyCodes,

    /// <summary>Code lengths that over-subscribe or do not fill the code space, or a repetition without or beyond its place.</summary>
    BadCodeLengths,

    /// <summary>The literal/length code has no word for the end of the block.</summary>
    MissingEndOfBlock,

    /// <summary>A literal/length word that stands for nothing, or for the reserved symbols 286 and 287.</summary>
    BadSymbol,

    /// <summary>A distance word that stands for nothing, or for the reserved symbols 30 and 31.</summary>
    BadDistanceSymbol,

    /// <summary>A distance that reaches before the first byte of the history.</summary>
    DistanceTooFar,

    /// <summary>A loaded state that no stream can reach.</summary>
    BadState,
}
