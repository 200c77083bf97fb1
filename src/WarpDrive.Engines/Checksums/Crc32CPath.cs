namespace WarpDrive.Engines.Checksums;

/// <summary>The ways <see cref="Crc32C"/> can compute, slowest first.</summary>
public enum Crc32CPath
{
    /// <summary>Table look-ups, sixteen bytes a step; runs everywhere.</summary>
    Sequential,

    /// <summary>The CRC instruction of the processor, eight bytes a step (x86 SSE4.2, Arm CRC32CX).</summary>
    Instruction,

    /// <summary>Carry-less multiplication over four 128-bit registers (PCLMULQDQ).</summary>
    Clmul128,

    /// <summary>Carry-less multiplication over four 256-bit registers (VPCLMULQDQ).</summary>
    Clmul256,

    /// <summary>Carry-less multiplication over four 512-bit registers (VPCLMULQDQ with AVX-512).</summary>
    Clmul512,
}
