namespace WarpDrive.Uacce.Digests;

/// <summary>Digests and message authentication codes (hisi-sec.md §5, a_alg).</summary>
public enum DigestAlgorithm
{
    /// <summary>SM3, 32 bytes (GB/T 32905).</summary>
    Sm3 = 0,
    /// <summary>MD5, 16 bytes (RFC 1321).</summary>
    Md5,
    /// <summary>SHA-1, 20 bytes (FIPS 180-4).</summary>
    Sha1,
    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256,
    /// <summary>SHA-224, 28 bytes.</summary>
    Sha224,
    /// <summary>SHA-384, 48 bytes.</summary>
    Sha384,
    /// <summary>SHA-512, 64 bytes.</summary>
    Sha512,
    /// <summary>SHA-512/224, 28 bytes.</summary>
    Sha512T224,
    /// <summary>SHA-512/256, 32 bytes.</summary>
    Sha512T256,
    /// <summary>AES-XCBC-MAC-96, 12 bytes (RFC 3566).</summary>
    AesXcbcMac96,
    /// <summary>AES-XCBC-PRF-128, 16 bytes (RFC 4434).</summary>
    AesXcbcPrf128,
    /// <summary>AES-CMAC, 16 bytes (SP 800-38B).</summary>
    AesCmac,
    /// <summary>AES-GMAC, 16 bytes (SP 800-38D).</summary>
    AesGmac,
}
