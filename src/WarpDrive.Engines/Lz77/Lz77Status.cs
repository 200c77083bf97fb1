namespace WarpDrive.Engines.Lz77;

/// <summary>How a search for sequences ended. Except for <see cref="Ok"/>, the repeat offsets are as they were.</summary>
public enum Lz77Status
{
    /// <summary>All input is in the literals and sequences.</summary>
    Ok,

    /// <summary>The input is longer than <see cref="SequenceFinder.MaxInput"/>.</summary>
    InputTooLarge,

    /// <summary>The literal buffer is full.</summary>
    LiteralsTooSmall,

    /// <summary>The sequence buffer is full.</summary>
    SequencesTooSmall,

    /// <summary>A repeat offset is zero, which no block leaves behind.</summary>
    BadRepeatOffsets,
}
