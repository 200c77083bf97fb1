using WarpDrive.Uacce.Digests;

namespace WarpDrive.Uacce.Aeads;

/// <summary>One request to an AEAD queue, in no vendor's format.</summary>
/// <remarks>
/// Addresses are device-visible; on an SVA device any pointer of the process. Limits: hisi-sec.md §7.1. The input is one range, associated data then payload;
/// the output is written at the same offset, its first <see cref="AssociatedLength"/> bytes are left alone.
/// </remarks>
public struct AeadRequest : IRequest
{
    /// <inheritdoc/>
    public uint Tag { get; set; }
    /// <summary>Algorithm.</summary>
    public AeadAlgorithm Algorithm;
    /// <summary>Digest of the CBC and HMAC kinds; ignored by the others.</summary>
    public DigestAlgorithm Hash;
    /// <summary>Decrypt and verify; else encrypt.</summary>
    public bool Decrypt;
    /// <summary>Which part. Parts exist for GCM with flat data: First carries associated data only, Middle whole blocks of payload, Last the rest (hisi-sec.md §7.4).</summary>
    public StreamPart Part;
    /// <summary>Treatment.</summary>
    public RequestFlags Flags;
    /// <summary>Associated data and payload, when <see cref="SourceList"/> is null. Parts: one of the two.</summary>
    public ulong Source;
    /// <summary>Output, when <see cref="DestinationList"/> is null; may equal <see cref="Source"/>.</summary>
    public ulong Destination;
    /// <summary>Bytes of associated data, 0…65535. Last repeats the number of First, without data.</summary>
    public int AssociatedLength;
    /// <summary>Bytes of payload in this request.</summary>
    public int PayloadLength;
    /// <summary>Scattered input, or null.</summary>
    public ScatterSegment[]? SourceList;
    /// <summary>Scattered output, or null.</summary>
    public ScatterSegment[]? DestinationList;
    /// <summary>Cipher key.</summary>
    public ulong Key;
    /// <summary>Bytes of the cipher key.</summary>
    public int KeyLength;
    /// <summary>HMAC key of the CBC kinds.</summary>
    public ulong AuthKey;
    /// <summary>Bytes of the HMAC key, at most one block of the digest.</summary>
    public int AuthKeyLength;
    /// <summary>IV: GCM 12 bytes; CBC 16; CCM 16 with L − 1 in the first byte, then the nonce. Parts: 16, IV and last-used counter, advanced by the driver.</summary>
    public ulong Iv;
    /// <summary>The tag: written by encryption, compared by decryption. Parts: see <see cref="State"/>.</summary>
    public ulong Mac;
    /// <summary>Bytes of the tag.</summary>
    public int MacLength;
    /// <summary>Parts only: 16 bytes of running state, the same for all parts of a message.</summary>
    public ulong State;
    /// <summary>Last only: bytes of payload in the whole message, this part included.</summary>
    public ulong TotalPayload;
}
