using System.Security.Cryptography;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Hashing;

/// <summary>The runtime's digests as second opinion, and published vectors for those that it lacks.</summary>
internal static class HashReference
{
    public static readonly DigestAlgorithm[] InRuntime =
        [DigestAlgorithm.Md5, DigestAlgorithm.Sha1, DigestAlgorithm.Sha256, DigestAlgorithm.Sha384, DigestAlgorithm.Sha512];

    public static byte[] Hash(DigestAlgorithm algorithm, ReadOnlySpan<byte> data) => algorithm switch
    {
        DigestAlgorithm.Md5 => MD5.HashData(data),
        DigestAlgorithm.Sha1 => SHA1.HashData(data),
        DigestAlgorithm.Sha256 => SHA256.HashData(data),
        DigestAlgorithm.Sha384 => SHA384.HashData(data),
        DigestAlgorithm.Sha512 => SHA512.HashData(data),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not in the runtime"),
    };

    public static byte[] Hmac(DigestAlgorithm algorithm, byte[] key, ReadOnlySpan<byte> data) => algorithm switch
    {
        DigestAlgorithm.Md5 => HMACMD5.HashData(key, data),
        DigestAlgorithm.Sha1 => HMACSHA1.HashData(key, data),
        DigestAlgorithm.Sha256 => HMACSHA256.HashData(key, data),
        DigestAlgorithm.Sha384 => HMACSHA384.HashData(key, data),
        DigestAlgorithm.Sha512 => HMACSHA512.HashData(key, data),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not in the runtime"),
    };
}
