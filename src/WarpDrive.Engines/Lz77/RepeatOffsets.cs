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
}
