namespace WarpDrive.Engines.Native;

/// <summary>IMB_HASH_ALG, as far as it is used.</summary>
internal enum ImbHash
{
    HmacSha1 = 1,
    HmacSha224 = 2,
    HmacSha256 = 3,
    HmacSha384 = 4,
    HmacSha512 = 5,
    AesXcbc = 6,
    HmacMd5 = 7,
    Null = 8,
    AesGmac = 9,
    AesCcm = 11,
    AesCmac = 12,
    Sha1 = 13,
    Sha224 = 14,
    Sha256 = 15,
    Sha384 = 16,
    Sha512 = 17,
    AesGmac128 = 24,
    AesGmac192 = 25,
    AesGmac256 = 26,
    AesCmac256 = 27,
}
