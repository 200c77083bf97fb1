namespace WarpDrive.Uacce.Digests;

/// <summary>One request to a digest queue, in no vendor's format.</summary>
/// <remarks>Addresses are device-visible; on an SVA device any pointer of the process. Limits: hisi-sec.md §6.2 and §6.3.</remarks>
public struct DigestRequest : IRequest
{
    /// <inheritdoc/>
    public uint Tag { get; set; }
    /// <summary>Algorithm. The AES MACs need a key; of the others <see cref="IsHmac"/> says whether they have one.</summary>
    public DigestAlgorithm Algorithm;
    /// <summary>HMAC with the digest (RFC 2104).</summary>
    public bool IsHmac;
    /// <summary>Which part of the message. Parts exist for digests and HMAC with a flat source.</summary>
    public StreamPart Part;
    /// <summary>Treatment.</summary>
    public RequestFlags Flags;
    /// <summary>Message, when <see cref="SourceList"/> is null; may be 0 when empty.</summary>
    public ulong Source;
    /// <summary>Bytes of the message or part, 0…16776704. First and Middle: a non-zero multiple of the algorithm's block.</summary>
    public int SourceLength;
    /// <summary>Scattered message, or null.</summary>
    public ScatterSegment[]? SourceList;
    /// <summary>Key of HMAC (0…one block; longer ones are hashed by the caller) or of an AES MAC.</summary>
    public ulong Key;
    /// <summary>Bytes of the key; the driver extends an HMAC key with zeros to a multiple of 4.</summary>
    public int KeyLength;
    /// <summary>GMAC only: 16 bytes, of which the first 12 are the IV.</summary>
    public ulong Iv;
    /// <summary>
    /// Where the result goes. For parts also where the state is: read by Middle and Last, written by First and Middle, so that its buffer must have the size
    /// of the state (16, 20, 32 or 64 bytes; hisi-sec.md §6.3).
    /// </summary>
    public ulong Digest;
    /// <summary>Bytes of the result, a multiple of 4 up to the digest; it is cut from the left. Ignored by First and Middle.</summary>
    public int DigestLength;
    /// <summary>Last only: bytes of the whole message, this part included; an HMAC key does not count.</summary>
    public ulong TotalLength;
}
