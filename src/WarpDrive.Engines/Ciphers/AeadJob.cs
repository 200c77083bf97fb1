namespace WarpDrive.Engines.Ciphers;

/// <summary>One authenticated encryption or decryption. Whoever makes it has checked that the lengths fit the cipher.</summary>
/// <remarks>All memory stays valid and in place while the engine runs. Source and destination are the same or do not overlap.</remarks>
public unsafe struct AeadJob
{
    /// <summary>The cipher.</summary>
    public AeadKind Kind;

    /// <summary>The part of the message; CCM knows only <see cref="AeadPart.Whole"/>.</summary>
    public AeadPart Part;

    /// <summary>Decrypt and verify rather than encrypt and tag.</summary>
    public bool Decrypt;

    /// <summary>The raw key.</summary>
    public byte* Key;

    /// <summary>Bytes of the key: AES 16, 24, 32; SM4 16.</summary>
    public int KeyLength;

    /// <summary>
    /// GCM 12 bytes. Parts of a GCM stream 16 bytes: the IV and the last-used counter, big-endian; the engine reads it and never writes it.
    /// CCM the nonce.
    /// </summary>
    public byte* Iv;

    /// <summary>Bytes of the nonce of CCM, 7 to 13; ignored for GCM.</summary>
    public int IvLength;

    /// <summary>Data that is authenticated only.</summary>
    public byte* Associated;

    /// <summary>Bytes of <see cref="Associated"/>; zero in the parts after the first.</summary>
    public int AssociatedLength;

    /// <summary>The payload.</summary>
    public byte* Source;

    /// <summary>The output, as long as the payload.</summary>
    public byte* Destination;

    /// <summary>Bytes of the payload.</summary>
    public int Length;

    /// <summary>Whole, Last: written when encrypting, compared in constant time when decrypting.</summary>
    public byte* Tag;

    /// <summary>Bytes of the tag: GCM 8 to 16, CCM 4 to 16, even.</summary>
    public int TagLength;

    /// <summary>First, Middle, Last: the GHASH accumulator, 16 bytes in the byte order of SP 800-38D; First sets it, Middle updates it, Last reads it.</summary>
    public byte* State;

    /// <summary>Last: bytes of associated data of the whole stream.</summary>
    public ulong AssociatedTotal;

    /// <summary>Last: bytes of payload of the whole stream, this part included.</summary>
    public ulong PayloadTotal;

    /// <summary>Set by the engine: the tag is wrong, and the payload in the destination is zeroed.</summary>
    public bool TagMismatch;

    /// <summary>Set by the engine: what ran the job.</summary>
    public CipherPath Path;

    /// <summary>Set by the engine: how many jobs ran together in the lanes of one call; 1 when alone.</summary>
    public ushort Lanes;
}
