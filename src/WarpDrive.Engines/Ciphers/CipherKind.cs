namespace WarpDrive.Engines.Ciphers;

/// <summary>Block ciphers.</summary>
public enum CipherKind : byte
{
    /// <summary>AES with keys of 16, 24 or 32 bytes (FIPS 197).</summary>
    Aes,

    /// <summary>SM4 with a key of 16 bytes (GB/T 32907).</summary>
    Sm4,

    /// <summary>DES with a key of 8 bytes (FIPS 46-3). Blocks have 8 bytes; modes are ECB and CBC.</summary>
    Des,

    /// <summary>Triple DES with a key of 16 (K1, K2, K1) or 24 bytes (SP 800-67). Blocks have 8 bytes; modes are ECB and CBC.</summary>
    TripleDes,
}
