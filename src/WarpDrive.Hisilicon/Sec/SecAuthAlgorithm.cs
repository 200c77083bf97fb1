namespace WarpDrive.Hisilicon.Sec;

/// <summary>a_alg codes (hisi-sec.md §5).</summary>
internal enum SecAuthAlgorithm : byte
{
    /// <summary>SHA-1.</summary>
    Sha1 = 0x00,
    /// <summary>SHA-256.</summary>
    Sha256 = 0x01,
    /// <summary>MD5.</summary>
    Md5 = 0x02,
    /// <summary>SHA-224.</summary>
    Sha224 = 0x03,
    /// <summary>SHA-384.</summary>
    Sha384 = 0x04,
    /// <summary>SHA-512.</summary>
    Sha512 = 0x05,
    /// <summary>SHA-512/224.</summary>
    Sha512T224 = 0x06,
    /// <summary>SHA-512/256.</summary>
    Sha512T256 = 0x07,
    /// <summary>HMAC with SHA-1.</summary>
    HmacSha1 = 0x10,
    /// <summary>HMAC with SHA-256.</summary>
    HmacSha256 = 0x11,
    /// <summary>HMAC with MD5.</summary>
    HmacMd5 = 0x12,
    /// <summary>HMAC with SHA-224.</summary>
    HmacSha224 = 0x13,
    /// <summary>HMAC with SHA-384.</summary>
    HmacSha384 = 0x14,
    /// <summary>HMAC with SHA-512.</summary>
    HmacSha512 = 0x15,
    /// <summary>HMAC with SHA-512/224.</summary>
    HmacSha512T224 = 0x16,
    /// <summary>HMAC with SHA-512/256.</summary>
    HmacSha512T256 = 0x17,
    /// <summary>AES-XCBC; 96 or 128 bits by mac_len.</summary>
    AesXcbc = 0x20,
    /// <summary>AES-CMAC.</summary>
    AesCmac = 0x21,
    /// <summary>AES-GMAC.</summary>
    AesGmac = 0x22,
    /// <summary>SM3.</summary>
    Sm3 = 0x25,
    /// <summary>HMAC with SM3.</summary>
    HmacSm3 = 0x26,
    /// <summary>SM4-GMAC; here only in GCM streams.</summary>
    Sm4Gmac = 0x31,
}
