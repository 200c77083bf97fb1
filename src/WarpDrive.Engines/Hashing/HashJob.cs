namespace WarpDrive.Engines.Hashing;

/// <summary>One message, or one part of it, to hash. All memory is valid and stays in place during <see cref="HashEngine.Run"/>.</summary>
public unsafe struct HashJob
{
    /// <summary>The hash function.</summary>
    public HashKind Kind;

    /// <summary>Which part of the message this is.</summary>
    public HashPart Part;

    /// <summary>Whether to compute HMAC (RFC 2104) with <see cref="Key"/>; then every part of a message has the key.</summary>
    public bool IsHmac;

    /// <summary>The key of the HMAC. A longer key is hashed by the caller first.</summary>
    public byte* Key;

    /// <summary>Bytes of the key, 0 to the block size.</summary>
    public int KeyLength;

    /// <summary>Middle and Last: the state that the part before left, <see cref="HashKinds.StateSize"/> bytes.</summary>
    public byte* StateIn;

    /// <summary>Last: bytes of the whole message, this part included; the key block of an HMAC is not counted.</summary>
    public ulong TotalLength;

    /// <summary>Where this job's segments begin among those given with the batch.</summary>
    public int FirstSegment;

    /// <summary>How many segments there are; 0 is an empty message.</summary>
    public int SegmentCount;

    /// <summary>
    /// Whole and Last: gets the digest, <see cref="HashKinds.DigestSize"/> bytes. First and Middle: gets the state,
    /// <see cref="HashKinds.StateSize"/> bytes; may be <see cref="StateIn"/>. Overlaps no message of the batch.
    /// </summary>
    public byte* Output;

    /// <summary>Out: what ran the job.</summary>
    public HashPath Path;

    /// <summary>Out: how many jobs ran together when this one began; 1 for a single stream.</summary>
    public ushort Lanes;
}
