namespace WarpDrive.Engines.Ciphers;

/// <summary>The ways <see cref="Ghash"/> can compute, slowest first. All run in constant time.</summary>
internal enum GhashPath : byte
{
    /// <summary>The fastest path of this machine.</summary>
    Auto,

    /// <summary>Carry-less products from integer products of sparse operands; runs everywhere.</summary>
    Portable,

    /// <summary>Carry-less multiplication, 16 blocks to a reduction (x86 PCLMULQDQ, Arm PMULL).</summary>
    Clmul128,

    /// <summary>The same, two blocks an instruction (VPCLMULQDQ).</summary>
    Clmul256,

    /// <summary>The same, four blocks an instruction (VPCLMULQDQ with AVX-512).</summary>
    Clmul512,
}
