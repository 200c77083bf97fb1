namespace WarpDrive.Engines.Hashing;

/// <summary>Which part of a message a job holds. Between parts the chaining state travels in the caller's memory.</summary>
/// <remarks>
/// A state is <see cref="HashKinds.StateSize"/> bytes: the chaining words, serialised as the digest serialises them
/// (big-endian; MD5 little-endian). That of an HMAC is the state of its inner hash, key block included.
/// </remarks>
public enum HashPart : byte
{
    /// <summary>All of it, in one job.</summary>
    Whole,

    /// <summary>The beginning: a multiple of the block size, not 0; the state comes out.</summary>
    First,

    /// <summary>A multiple of the block size, not 0; the state goes in and comes out.</summary>
    Middle,

    /// <summary>The end, of any length, 0 included; the state goes in, the digest comes out.</summary>
    Last,
}
