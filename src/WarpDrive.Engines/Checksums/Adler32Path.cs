namespace WarpDrive.Engines.Checksums;

/// <summary>The ways <see cref="Adler32"/> can compute, slowest first.</summary>
public enum Adler32Path
{
    /// <summary>One byte after the other; runs everywhere.</summary>
    Sequential,

    /// <summary>Portable 128-bit vectors.</summary>
    Vector128,

    /// <summary>256-bit vectors (AVX2).</summary>
    Vector256,

    /// <summary>512-bit vectors (AVX-512BW).</summary>
    Vector512,
}
