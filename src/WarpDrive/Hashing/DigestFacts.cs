using System.Security.Cryptography;
using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Sizes and names of digests and MACs.</summary>
public static class DigestFacts
{
    /// <summary>Bytes of the buffer in which devices look for a GMAC nonce (hisi-sec.md §6.2).</summary>
    internal const int IvBuffer = 16;

    /// <summary>Bytes of a result.</summary>
    /// <param name="algorithm">Algorithm.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such algorithm.</exception>
    public static int HashSize(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => 16,
        DigestAlgorithm.Sha1 => 20,
        DigestAlgorithm.Sha224 or DigestAlgorithm.Sha512T224 => 28,
        DigestAlgorithm.Sha256 or DigestAlgorithm.Sha512T256 or DigestAlgorithm.Sm3 => 32,
        DigestAlgorithm.Sha384 => 48,
        DigestAlgorithm.Sha512 => 64,
        DigestAlgorithm.AesXcbcMac96 => 12,
        DigestAlgorithm.AesXcbcPrf128 or DigestAlgorithm.AesCmac or DigestAlgorithm.AesGmac => 16,
        _ => throw Unknown(algorithm),
    };

    /// <summary>Bytes of a block: what an HMAC key is brought to.</summary>
    /// <param name="algorithm">Algorithm.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such algorithm.</exception>
    public static int BlockSize(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 or DigestAlgorithm.Sha1 or DigestAlgorithm.Sha224 or DigestAlgorithm.Sha256 or DigestAlgorithm.Sm3 => 64,
        DigestAlgorithm.Sha384 or DigestAlgorithm.Sha512 or DigestAlgorithm.Sha512T224 or DigestAlgorithm.Sha512T256 => 128,
        _ when algorithm.IsBlockCipherMac() => 16,
        _ => throw Unknown(algorithm),
    };

    /// <summary>Whether it is a MAC made of a block cipher, which has a key and no parts.</summary>
    /// <param name="algorithm">Algorithm.</param>
    public static bool IsBlockCipherMac(this DigestAlgorithm algorithm) => algorithm is
        DigestAlgorithm.AesXcbcMac96 or DigestAlgorithm.AesXcbcPrf128 or DigestAlgorithm.AesCmac or DigestAlgorithm.AesGmac;

    /// <summary>Name, as user drivers and the Linux crypto API have it, e.g. <c>sha256</c>, <c>cmac(aes)</c>.</summary>
    /// <param name="algorithm">Algorithm.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such algorithm.</exception>
    public static string AlgorithmName(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Sm3 => "sm3",
        DigestAlgorithm.Md5 => "md5",
        DigestAlgorithm.Sha1 => "sha1",
        DigestAlgorithm.Sha224 => "sha224",
        DigestAlgorithm.Sha256 => "sha256",
        DigestAlgorithm.Sha384 => "sha384",
        DigestAlgorithm.Sha512 => "sha512",
        DigestAlgorithm.Sha512T224 => "sha512-224",
        DigestAlgorithm.Sha512T256 => "sha512-256",
        DigestAlgorithm.AesXcbcMac96 => "xcbc-mac-96(aes)",
        DigestAlgorithm.AesXcbcPrf128 => "xcbc-prf-128(aes)",
        DigestAlgorithm.AesCmac => "cmac(aes)",
        DigestAlgorithm.AesGmac => "gmac(aes)",
        _ => throw Unknown(algorithm),
    };

    /// <summary>The digest of a name of the runtime or of a user driver: <c>SHA256</c>, <c>SHA-512/256</c>, <c>sm3</c> …</summary>
    /// <param name="name">Name; case and hyphens do not matter.</param>
    /// <exception cref="ArgumentException">No digest has this name.</exception>
    public static DigestAlgorithm ToDigestAlgorithm(this HashAlgorithmName name) =>
        TryParse(name.Name, out DigestAlgorithm algorithm) ? algorithm : throw new ArgumentException($"there is no digest named '{name.Name}'", nameof(name));

    /// <summary>The digest of a name, as <see cref="ToDigestAlgorithm"/> knows them.</summary>
    /// <param name="name">Name or null.</param>
    /// <param name="algorithm">The digest.</param>
    /// <returns>False when none has this name.</returns>
    public static bool TryParse(string? name, out DigestAlgorithm algorithm)
    {
        string wanted = (name ?? "").Replace("-", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal);
        for (DigestAlgorithm known = DigestAlgorithm.Sm3; known <= DigestAlgorithm.Sha512T256; known++)   // MACs follow
        {
            if (string.Equals(known.AlgorithmName().Replace("-", "", StringComparison.Ordinal), wanted, StringComparison.OrdinalIgnoreCase))
            {
                algorithm = known;
                return true;
            }
        }

        algorithm = default;
        return false;
    }

    /// <summary>Bytes of the state between the parts of a message (hisi-sec.md §6.3); of a MAC without parts: its result.</summary>
    internal static int StateSize(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Sha224 => 32,
        DigestAlgorithm.Sha384 or DigestAlgorithm.Sha512T224 or DigestAlgorithm.Sha512T256 => 64,
        _ => algorithm.HashSize(),
    };

    /// <summary>A digest as engines know it.</summary>
    /// <param name="algorithm">A digest, no MAC of a block cipher.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    internal static HashKind EngineKind(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => HashKind.Md5,
        DigestAlgorithm.Sha1 => HashKind.Sha1,
        DigestAlgorithm.Sha224 => HashKind.Sha224,
        DigestAlgorithm.Sha256 => HashKind.Sha256,
        DigestAlgorithm.Sha384 => HashKind.Sha384,
        DigestAlgorithm.Sha512 => HashKind.Sha512,
        DigestAlgorithm.Sha512T224 => HashKind.Sha512T224,
        DigestAlgorithm.Sha512T256 => HashKind.Sha512T256,
        DigestAlgorithm.Sm3 => HashKind.Sm3,
        _ => throw Unknown(algorithm),
    };

    private static ArgumentOutOfRangeException Unknown(DigestAlgorithm algorithm) => new(nameof(algorithm), algorithm, "unknown digest");
}
