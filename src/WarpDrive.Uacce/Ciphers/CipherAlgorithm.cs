namespace WarpDrive.Uacce.Ciphers;

/// <summary>Block ciphers.</summary>
public enum CipherAlgorithm
{
    /// <summary>SM4, keys of 16 bytes (GB/T 32907).</summary>
    Sm4 = 0,
    /// <summary>AES, keys of 16, 24 or 32 bytes (FIPS 197).</summary>
    Aes,
    /// <summary>DES, keys of 8 bytes. Broken; for old data only.</summary>
    Des,
    /// <summary>Triple DES, keys of 16 or 24 bytes (SP 800-67).</summary>
    TripleDes,
}
