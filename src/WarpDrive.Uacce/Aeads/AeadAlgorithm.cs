namespace WarpDrive.Uacce.Aeads;

/// <summary>Authenticated encryption (hisi-sec.md §7).</summary>
public enum AeadAlgorithm
{
    /// <summary>AES-GCM (SP 800-38D).</summary>
    AesGcm = 0,
    /// <summary>AES-CCM (SP 800-38C).</summary>
    AesCcm,
    /// <summary>SM4-GCM (RFC 8998).</summary>
    Sm4Gcm,
    /// <summary>SM4-CCM (RFC 8998).</summary>
    Sm4Ccm,
    /// <summary>AES-CBC, then HMAC over associated data and ciphertext; the digest is <see cref="AeadRequest.Hash"/>.</summary>
    AesCbcHmac,
    /// <summary>SM4-CBC, then HMAC.</summary>
    Sm4CbcHmac,
}
