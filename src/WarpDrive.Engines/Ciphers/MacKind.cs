namespace WarpDrive.Engines.Ciphers;

/// <summary>Authentication codes made with a block cipher.</summary>
public enum MacKind : byte
{
    /// <summary>CMAC with AES (SP 800-38B), keys of 16, 24, 32 bytes.</summary>
    AesCmac,

    /// <summary>XCBC with AES-128 (RFC 3566, RFC 4434), key of 16 bytes.</summary>
    AesXcbc,

    /// <summary>GMAC with AES (SP 800-38D), keys of 16, 24, 32 bytes, IV of 12 bytes.</summary>
    AesGmac,

    /// <summary>GMAC with SM4, IV of 12 bytes.</summary>
    Sm4Gmac,
}
