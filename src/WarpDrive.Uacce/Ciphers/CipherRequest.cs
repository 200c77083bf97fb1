namespace WarpDrive.Uacce.Ciphers;

/// <summary>One request to a cipher queue, in no vendor's format.</summary>
/// <remarks>Addresses are device-visible; on an SVA device any pointer of the process. Lengths, keys and IVs by mode: hisi-sec.md §6.1.</remarks>
public struct CipherRequest : IRequest
{
    /// <inheritdoc/>
    public uint Tag { get; set; }
    /// <summary>Block cipher.</summary>
    public CipherAlgorithm Algorithm;
    /// <summary>Mode of operation.</summary>
    public CipherMode Mode;
    /// <summary>Decrypt; else encrypt.</summary>
    public bool Decrypt;
    /// <summary>Treatment.</summary>
    public RequestFlags Flags;
    /// <summary>Input, when <see cref="SourceList"/> is null.</summary>
    public ulong Source;
    /// <summary>Output, when <see cref="DestinationList"/> is null; may equal <see cref="Source"/>, may not overlap it otherwise.</summary>
    public ulong Destination;
    /// <summary>Bytes of input, and of output; 1…16776704.</summary>
    public int Length;
    /// <summary>Scattered input, or null.</summary>
    public ScatterSegment[]? SourceList;
    /// <summary>Scattered output, or null.</summary>
    public ScatterSegment[]? DestinationList;
    /// <summary>Key, raw; for XTS data key then tweak key.</summary>
    public ulong Key;
    /// <summary>Bytes of the key.</summary>
    public int KeyLength;
    /// <summary>IV of one block, except for ECB. The driver advances it in place for a message that goes on (the table of hisi-sec.md §6.1) when <see cref="AdvanceIv"/> is set.</summary>
    public ulong Iv;
    /// <summary>The IV is left so that the next request goes on where this one ended.</summary>
    public bool AdvanceIv;
}
