namespace WarpDrive.Engines.Hashing;

/// <summary>A piece of a message in memory.</summary>
public unsafe struct HashSegment
{
    /// <summary>Its first byte, at any alignment.</summary>
    public byte* Data;

    /// <summary>Bytes, 0 allowed.</summary>
    public int Length;
}
