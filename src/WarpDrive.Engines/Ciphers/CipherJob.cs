namespace WarpDrive.Engines.Ciphers;

/// <summary>One encryption or decryption. Whoever makes it has checked that key, IV and length fit cipher and mode.</summary>
/// <remarks>All memory stays valid and in place while the engine runs. Source and destination are the same or do not overlap.</remarks>
public unsafe struct CipherJob
{
    /// <summary>The block cipher.</summary>
    public CipherKind Kind;

    /// <summary>The mode of operation.</summary>
    public BlockMode Mode;

    /// <summary>Decrypt rather than encrypt.</summary>
    public bool Decrypt;

    /// <summary>The raw key; for XTS the data key, then the tweak key.</summary>
    public byte* Key;

    /// <summary>Bytes of the key: AES 16, 24, 32 (XTS 32, 64), SM4 16 (XTS 32), DES 8, triple DES 16, 24.</summary>
    public int KeyLength;

    /// <summary>The IV, one block; unused for ECB. It is never written.</summary>
    public byte* Iv;

    /// <summary>The input.</summary>
    public byte* Source;

    /// <summary>The output, as long as the input.</summary>
    public byte* Destination;

    /// <summary>Bytes of input and output.</summary>
    public int Length;

    /// <summary>Set by the engine: what ran the job.</summary>
    public CipherPath Path;

    /// <summary>Set by the engine: how many jobs ran together in the lanes of one call; 1 when alone.</summary>
    public ushort Lanes;
}
