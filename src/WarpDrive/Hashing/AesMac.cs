using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Authenticates messages with AES: CMAC (SP 800-38B), XCBC-MAC-96 (RFC 3566), XCBC-PRF-128 (RFC 4434). <see cref="Gmac"/> needs a nonce and has its own type.</summary>
/// <remarks>Thread safe. Whole messages only, at most 16776704 bytes. The key is kept outside the managed heap and zeroed by <see cref="MessageHasher.Dispose"/>.</remarks>
public sealed class AesMac : MessageHasher
{
    /// <summary>Creates a MAC. Devices are looked for at the first call.</summary>
    /// <param name="algorithm"><c>AesCmac</c>, <c>AesXcbcMac96</c> or <c>AesXcbcPrf128</c>.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the object.</param>
    /// <exception cref="ArgumentException">It is no such MAC, the key has another length, or an option is out of range.</exception>
    public AesMac(DigestAlgorithm algorithm, ReadOnlySpan<byte> key, CryptoOptions? options = null, Accelerators? accelerators = null)
        : base(Checked(algorithm, key), "mac", new SecretMemory(key), key.Length, options, accelerators)
    {
    }

    private static DigestAlgorithm Checked(DigestAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (!algorithm.IsBlockCipherMac() || algorithm == DigestAlgorithm.AesGmac)
        {
            throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "AesMac is CMAC, XCBC-MAC-96 or XCBC-PRF-128");
        }

        return key.Length == 16 ? algorithm : throw new ArgumentException($"the key has {key.Length} bytes; this MAC takes 16", nameof(key));
    }
}
