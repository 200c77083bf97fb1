namespace WarpDrive.Engines.Ciphers;

/// <summary>The ways the SM4 kernels can compute, slowest first.</summary>
internal enum Sm4Path : byte
{
    /// <summary>The fastest path of this machine.</summary>
    Auto,

    /// <summary>One block after the other, close to the text of the standard. Its S-box is a table indexed by secrets, so this
    /// path is a reference for tests and never chosen by itself.</summary>
    Scalar,

    /// <summary>Four blocks in 128-bit vectors, the S-box from 16-byte tables held in registers; runs everywhere.</summary>
    Portable,

    /// <summary>Four blocks in 128-bit vectors, the S-box by way of the AES instructions (x86 AES-NI, Arm AES).</summary>
    Aes,

    /// <summary>Four blocks in 128-bit vectors, the S-box by GFNI.</summary>
    Gfni128,

    /// <summary>Eight blocks in 256-bit vectors, the S-box by GFNI.</summary>
    Gfni256,

    /// <summary>Sixteen blocks in 512-bit vectors, the S-box by GFNI.</summary>
    Gfni512,
}
