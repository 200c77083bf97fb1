namespace WarpDrive.Engines.Ciphers;

/// <summary>Ciphers that authenticate.</summary>
public enum AeadKind : byte
{
    /// <summary>AES in Galois/counter mode (SP 800-38D), IV of 12 bytes, tag of 8 to 16 bytes.</summary>
    AesGcm,

    /// <summary>AES in counter mode with CBC-MAC (SP 800-38C), nonce of 7 to 13 bytes, tag of 4 to 16 bytes, even.</summary>
    AesCcm,

    /// <summary>SM4 in Galois/counter mode (RFC 8998).</summary>
    Sm4Gcm,

    /// <summary>SM4 in counter mode with CBC-MAC (RFC 8998).</summary>
    Sm4Ccm,
}
