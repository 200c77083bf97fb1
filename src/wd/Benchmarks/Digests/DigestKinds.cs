using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>Digests of the contract as engines know them.</summary>
internal static class DigestKinds
{
    /// <summary>The engine's name of a digest.</summary>
    /// <param name="algorithm">A digest, no MAC.</param>
    internal static HashKind Of(DigestAlgorithm algorithm) => algorithm switch
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
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not a digest"),
    };
}
