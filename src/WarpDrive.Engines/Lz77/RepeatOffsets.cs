namespace WarpDrive.Engines.Lz77;

/// <summary>The three offsets last used in a zstd frame, most recent first (RFC 8878 section 3.1.1.5).</summary>
/// <param name="First">Repeated_Offset1 in bytes, not zero.</param>
/// <param name="Second">Repeated_Offset2 in bytes, not zero.</param>
/// <param name="Third">Repeated_Offset3 in bytes, not zero.</param>
public readonly record struct RepeatOffsets(uint First, uint Second, uint Third)
{
    /// <summary>The offsets a frame begins with.</summary>
    public static RepeatOffsets Initial => new(1, 4, 8);

    /// <summary>Whether all three are possible offsets.</summary>
    public bool IsValid => First != 0 && Second != 0 && Third != 0;

    /// <summary>The shortest code of an offset, for a sequence with or without literals.</summary>
    internal uint CodeOf(uint offset, bool hasLiterals)
    {
        // Without literals the codes stand for the second, the third, and the first less one.
        uint one = hasLiterals ? First : Second;
        uint two = hasLiterals ? Second : Third;
        uint three = hasLiterals ? Third : First - 1;
        return offset == one ? 1 : offset == two ? 2 : offset == three ? 3 : offset + Lz77Sequence.OffsetBias;
    }

    /// <summary>The offsets after a sequence that used one, by its place: found ones move to the front, others push the third out.</summary>
    internal RepeatOffsets After(uint offset, uint code, bool hasLiterals)
    {
        uint place = code > 3 ? 4 : code + (hasLiterals ? 0u : 1u);
        return place switch
        {
            1 => this,
            2 => new RepeatOffsets(Second, First, Third),
            _ => new RepeatOffsets(offset, First, Second),
        };
    }
}
