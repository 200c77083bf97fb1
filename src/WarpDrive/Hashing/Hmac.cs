using System.Security.Cryptography;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Authenticates messages with HMAC (RFC 2104, FIPS 198-1) on accelerators.</summary>
/// <remarks>Thread safe. The key is kept outside the managed heap and zeroed by <see cref="MessageHasher.Dispose"/>, once no request uses it any more.</remarks>
public sealed class Hmac : MessageHasher
{
    /// <summary>Creates an HMAC. Devices are looked for at the first call.</summary>
    /// <param name="algorithm">Digest.</param>
    /// <param name="key">Key, any length; one longer than a block of the digest is hashed first.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the object.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no digest, or an option is out of range.</exception>
    /// <exception cref="CryptoRequestException">A long key could not be hashed.</exception>
    public Hmac(DigestAlgorithm algorithm, ReadOnlySpan<byte> key, CryptoOptions? options = null, Accelerators? accelerators = null)
        : this(algorithm, HmacKey.Create(algorithm, key, options, accelerators, out int length), length, options, accelerators)
    {
    }

    /// <summary>Creates an HMAC. Devices are looked for at the first call.</summary>
    /// <param name="algorithm">Digest, e.g. <see cref="HashAlgorithmName.SHA256"/> or <c>SM3</c>.</param>
    /// <param name="key">Key, any length.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the object.</param>
    /// <exception cref="ArgumentException">No digest has this name, or an option is out of range.</exception>
    /// <exception cref="CryptoRequestException">A long key could not be hashed.</exception>
    public Hmac(HashAlgorithmName algorithm, ReadOnlySpan<byte> key, CryptoOptions? options = null, Accelerators? accelerators = null)
        : this(algorithm.ToDigestAlgorithm(), key, options, accelerators)
    {
    }

    private Hmac(DigestAlgorithm algorithm, SecretMemory key, int length, CryptoOptions? options, Accelerators? accelerators)
        : base(algorithm, "hmac", key, length, options, accelerators)
    {
    }

    /// <summary>A <see cref="HashAlgorithm"/> for code that wants one, e.g. <see cref="CryptoStream"/>. One caller at a time; it may outlive this object.</summary>
    public HashAlgorithm CreateHashAlgorithm() => new AcceleratedHashAlgorithm(CreateIncremental());
}
