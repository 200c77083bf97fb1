namespace WarpDrive.Engines.Checksums;

/// <summary>The ways <see cref="Crc32"/> can compute, slowest first.</summary>
public enum Crc32Path
{
    /// <summary>Table look-ups, sixteen bytes a step; runs everywhere.</summary>
    Sequential,

    /// <summary>The Arm CRC32X instruction, eight bytes a step.</summary>
    ArmCrc,

    /// <summary>Carry-less multiplication over four 128-bit registers (PCLMULQDQ).</summary>
    Clmul128,

    /// <summary>Carry-less multiplication over four 256-bit registers (VPCLMULQDQ).</summary>
    Clmul256,

    /// <summary>Carry-less multiplication over four 512-bit registers (VPCLMULQDQ with AVX-512).</summary>
    Clmul512,
}
