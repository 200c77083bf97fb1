namespace WarpDrive.Engines.Ciphers;

/// <summary>What computes a cipher.</summary>
public enum CipherPath : byte
{
    /// <summary>Whatever is fastest here for the job and for the jobs beside it.</summary>
    Auto,

    /// <summary>The code of this library, with the AES and carry-less multiplication instructions where the processor has them.</summary>
    Managed,

    /// <summary>OpenSSL's libcrypto.</summary>
    LibCrypto,

    /// <summary>Intel's multi-buffer library libIPSec_MB: many jobs side by side.</summary>
    IpsecMb,

    /// <summary>SM4 in vectors of 128 bits.</summary>
    Vector128,

    /// <summary>SM4 in vectors of 256 bits.</summary>
    Vector256,

    /// <summary>SM4 in vectors of 512 bits.</summary>
    Vector512,
}
