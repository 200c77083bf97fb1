namespace WarpDrive.Engines.Lz77;

/// <summary>How hard <see cref="SequenceFinder"/> searches.</summary>
public enum Lz77Effort
{
    /// <summary>Two hash tables, the first good match is taken. Level 8 of the device.</summary>
    Normal,

    /// <summary>Hash chains; matches are weighed by the bits they cost, also against later ones. Level 9 of the device.</summary>
    Price,
}
