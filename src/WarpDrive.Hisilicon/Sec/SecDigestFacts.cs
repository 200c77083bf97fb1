using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Sizes and codes of the digests (hisi-sec.md §5, §6.2, §6.3).</summary>
/// <param name="Code">a_alg, plain.</param>
/// <param name="HmacCode">a_alg with HMAC; the same for MACs of block ciphers.</param>
/// <param name="DigestSize">Most bytes of the result.</param>
/// <param name="BlockSize">Bytes of a block, which parts of a message are multiples of, and the most of an HMAC key.</param>
/// <param name="StateSize">Bytes of the state between parts; 0 when there are no parts.</param>
internal readonly record struct SecDigestFacts(SecAuthAlgorithm Code, SecAuthAlgorithm HmacCode, byte DigestSize, byte BlockSize, byte StateSize)
{
    /// <summary>How many there are.</summary>
    internal const int Count = (int)DigestAlgorithm.AesGmac + 1;

    private static readonly SecDigestFacts[] s_facts =
    [
        new(SecAuthAlgorithm.Sm3, SecAuthAlgorithm.HmacSm3, 32, 64, 32),
        new(SecAuthAlgorithm.Md5, SecAuthAlgorithm.HmacMd5, 16, 64, 16),
        new(SecAuthAlgorithm.Sha1, SecAuthAlgorithm.HmacSha1, 20, 64, 20),
        new(SecAuthAlgorithm.Sha256, SecAuthAlgorithm.HmacSha256, 32, 64, 32),
        new(SecAuthAlgorithm.Sha224, SecAuthAlgorithm.HmacSha224, 28, 64, 32),
        new(SecAuthAlgorithm.Sha384, SecAuthAlgorithm.HmacSha384, 48, 128, 64),
        new(SecAuthAlgorithm.Sha512, SecAuthAlgorithm.HmacSha512, 64, 128, 64),
        new(SecAuthAlgorithm.Sha512T224, SecAuthAlgorithm.HmacSha512T224, 28, 128, 64),
        new(SecAuthAlgorithm.Sha512T256, SecAuthAlgorithm.HmacSha512T256, 32, 128, 64),
        new(SecAuthAlgorithm.AesXcbc, SecAuthAlgorithm.AesXcbc, 12, 16, 0),
        new(SecAuthAlgorithm.AesXcbc, SecAuthAlgorithm.AesXcbc, 16, 16, 0),
        new(SecAuthAlgorithm.AesCmac, SecAuthAlgorithm.AesCmac, 16, 16, 0),
        new(SecAuthAlgorithm.AesGmac, SecAuthAlgorithm.AesGmac, 16, 16, 0),
    ];

    /// <summary>A MAC of a block cipher: has a key, and no parts.</summary>
    internal bool IsCipherMac => StateSize == 0;

    /// <summary>Looks an algorithm up.</summary>
    /// <param name="algorithm">One of the enumeration.</param>
    internal static ref readonly SecDigestFacts Of(DigestAlgorithm algorithm) => ref s_facts[(int)algorithm];
}
