using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>CBC and HMAC in one request: encrypt, then authenticate associated data and ciphertext. What protocols before GCM use; new designs want <see cref="Aead"/>.</summary>
/// <remarks>
/// The HMAC covers associated data ‖ ciphertext and nothing else: a protocol that authenticates the IV too appends it to the associated data (RFC 4303 §3.3.2),
/// and one that authenticates something behind the ciphertext (the length of RFC 7518 §5.2.2.1) cannot be had. The IV of CBC must be one that nobody can foretell
/// (SP 800-38A, appendix C), and not only new. Data is not padded.
/// </remarks>
public sealed class CbcHmac : AuthenticatedCipher
{
    /// <summary>Where the HMAC key lies behind the cipher's: on a line of its own.</summary>
    private const int MacKeyOffset = 64;

    /// <summary>Creates the object. Devices are looked for at the first call.</summary>
    /// <param name="algorithm"><c>AesCbcHmac</c> or <c>Sm4CbcHmac</c>. Hardware of generation 2 has AES only.</param>
    /// <param name="hash"><c>Sha1</c>, <c>Sha256</c>, <c>Sha512</c>, and from hardware generation 3 on <c>Sm3</c>.</param>
    /// <param name="key">Key of the cipher: AES 16, 24 or 32 bytes; SM4 16.</param>
    /// <param name="macKey">Key of the HMAC, any length; one longer than a block of the digest is hashed first (RFC 2104 §2).</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the object.</param>
    /// <exception cref="ArgumentException">They do not go together, or an option is out of range.</exception>
    /// <exception cref="CryptoRequestException">A long HMAC key could not be hashed.</exception>
    public CbcHmac(
        AeadAlgorithm algorithm, DigestAlgorithm hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey, CryptoOptions? options = null,
        Accelerators? accelerators = null)
        : this(algorithm, hash, Hold(algorithm, hash, key, macKey, options, accelerators, out int macLength), key.Length, macLength, options, accelerators)
    {
    }

    private CbcHmac(
        AeadAlgorithm algorithm, DigestAlgorithm hash, SecretMemory keys, int keyLength, int macLength, CryptoOptions? options, Accelerators? accelerators)
        : base(AeadFacts.CbcHmacName(algorithm), keys, Template(algorithm, hash, keys, keyLength, macLength), options, accelerators) =>
        Hash = hash;

    /// <summary>Digest of the HMAC.</summary>
    public DigestAlgorithm Hash { get; }

    private protected override void CheckSizes(int nonceLength, int payloadLength, int tagLength) =>
        AeadFacts.CheckCbcSizes(Hash, nonceLength, payloadLength, tagLength);

    private static AeadRequest Template(AeadAlgorithm algorithm, DigestAlgorithm hash, SecretMemory keys, int keyLength, int macLength) => new()
    {
        Algorithm = algorithm,
        Hash = hash,
        Key = keys.Address,
        KeyLength = keyLength,
        AuthKey = keys.Address + MacKeyOffset,
        AuthKeyLength = macLength,
    };

    /// <summary>Both keys in one memory, so that a request holds one reference.</summary>
    private static SecretMemory Hold(
        AeadAlgorithm algorithm, DigestAlgorithm hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey, CryptoOptions? options,
        Accelerators? accelerators, out int macLength)
    {
        _ = AeadFacts.CbcHmacName(algorithm);   // throws for the others
        AeadFacts.CheckKey(algorithm, key.Length);
        if (hash is not (DigestAlgorithm.Sha1 or DigestAlgorithm.Sha256 or DigestAlgorithm.Sha512 or DigestAlgorithm.Sm3))
        {
            throw new ArgumentOutOfRangeException(nameof(hash), hash, "CBC goes with HMAC of SHA-1, SHA-256, SHA-512 and SM3");
        }

        var keys = new SecretMemory(MacKeyOffset + hash.BlockSize());
        try
        {
            key.CopyTo(keys.Span);
            macLength = HmacKey.Write(hash, macKey, keys.Span[MacKeyOffset..], options, accelerators);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }
}
