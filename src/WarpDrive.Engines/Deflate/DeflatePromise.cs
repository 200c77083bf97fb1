namespace WarpDrive.Engines.Deflate;

/// <summary>What a level of this library promises: a ratio, whichever engine keeps it.</summary>
public enum DeflatePromise
{
    /// <summary>At least the ratio of the runtime's <c>CompressionLevel.Fastest</c>.</summary>
    Fastest,

    /// <summary>The ratio of zlib's level 1, less at most 2 %.</summary>
    Level1,

    /// <summary>The ratio of zlib's level 2, less at most 1 %; so do the higher ones.</summary>
    Level2,

    /// <summary>The ratio of zlib's level 3.</summary>
    Level3,

    /// <summary>The ratio of zlib's level 4.</summary>
    Level4,

    /// <summary>The ratio of zlib's level 5.</summary>
    Level5,

    /// <summary>The ratio of zlib's level 6, its default.</summary>
    Level6,

    /// <summary>The ratio of zlib's level 7.</summary>
    Level7,

    /// <summary>The ratio of zlib's level 8.</summary>
    Level8,

    /// <summary>The ratio of zlib's level 9.</summary>
    Level9,
}
