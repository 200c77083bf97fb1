namespace WarpDrive.Engines.Inflate;

/// <summary>What an <see cref="Inflater"/> does next. The values are part of the saved state.</summary>
internal enum InflateStep : byte
{
    /// <summary>BFINAL and BTYPE.</summary>
    BlockHeader,

    /// <summary>LEN and NLEN, the bit buffer being at a byte boundary.</summary>
    StoredHeader,

    /// <summary>The bytes of a stored block.</summary>
    StoredData,

    /// <summary>HLIT, HDIST, HCLEN.</summary>
    DynamicCounts,

    /// <summary>The lengths of the code length code.</summary>
    LengthCodeLengths,

    /// <summary>The lengths of the two codes.</summary>
    CodeLengths,

    /// <summary>A literal/length symbol.</summary>
    Symbol,

    /// <summary>The distance that belongs to a length.</summary>
    Distance,

    /// <summary>The copy of a match.</summary>
    Match,

    /// <summary>Nothing more: the final block is complete.</summary>
    Done,

    /// <summary>Nothing more: an error.</summary>
    Failed,
}
