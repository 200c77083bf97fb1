using System.Security.Cryptography;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Hashes messages on accelerators: MD5, SHA-1, the SHA-2 family, SM3.</summary>
/// <remarks>
/// Thread safe. On a machine without hardware, batches and concurrent calls run in SIMD lanes, several messages at once, which is several times faster
/// than one after the other; a single message runs on the fastest single path.
/// </remarks>
public sealed class Hasher : MessageHasher
{
    /// <summary>Creates a hasher. Devices are looked for at the first call.</summary>
    /// <param name="algorithm">Digest.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the hasher.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no digest, or an option is out of range.</exception>
    public Hasher(DigestAlgorithm algorithm, CryptoOptions? options = null, Accelerators? accelerators = null)
        : base(Checked(algorithm), "hash", key: null, 0, options, accelerators)
    {
    }

    /// <summary>Creates a hasher. Devices are looked for at the first call.</summary>
    /// <param name="algorithm">Digest, e.g. <see cref="HashAlgorithmName.SHA256"/> or <c>SM3</c>.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the hasher.</param>
    /// <exception cref="ArgumentException">No digest has this name, or an option is out of range.</exception>
    public Hasher(HashAlgorithmName algorithm, CryptoOptions? options = null, Accelerators? accelerators = null)
        : this(algorithm.ToDigestAlgorithm(), options, accelerators)
    {
    }

    /// <summary>A <see cref="HashAlgorithm"/> for code that wants one, e.g. <see cref="CryptoStream"/>. One caller at a time.</summary>
    public HashAlgorithm CreateHashAlgorithm() => new AcceleratedHashAlgorithm(CreateIncremental());

    private static DigestAlgorithm Checked(DigestAlgorithm algorithm) => algorithm.IsBlockCipherMac()
        ? throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "this is a MAC: use AesMac or Gmac")
        : algorithm;
}
