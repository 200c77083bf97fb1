namespace WarpDrive.Engines.Ciphers;

/// <summary>One authentication code. Whoever makes it has checked the lengths. All memory stays valid and in place while the engine runs.</summary>
public unsafe struct MacJob
{
    /// <summary>The algorithm.</summary>
    public MacKind Kind;

    /// <summary>The raw key.</summary>
    public byte* Key;

    /// <summary>Bytes of the key.</summary>
    public int KeyLength;

    /// <summary>GMAC: 12 bytes. Others have none.</summary>
    public byte* Iv;

    /// <summary>The message.</summary>
    public byte* Source;

    /// <summary>Bytes of the message; may be 0.</summary>
    public int Length;

    /// <summary>The code, always 16 bytes; whoever wants fewer takes the first.</summary>
    public byte* Output;

    /// <summary>Set by the engine: what ran the job.</summary>
    public CipherPath Path;

    /// <summary>Set by the engine: how many jobs ran together in the lanes of one call; 1 when alone.</summary>
    public ushort Lanes;
}
