using System.Security.Cryptography;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>Authenticated encryption on accelerators: GCM and CCM with AES or SM4, in the shape of the runtime's <see cref="AesGcm"/>.</summary>
public sealed class Aead : AuthenticatedCipher
{
    /// <summary>Creates the object. Devices are looked for at the first call.</summary>
    /// <param name="algorithm"><c>AesGcm</c>, <c>AesCcm</c>, <c>Sm4Gcm</c> or <c>Sm4Ccm</c>.</param>
    /// <param name="key">AES 16, 24 or 32 bytes; SM4 16.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the object.</param>
    /// <exception cref="ArgumentException">They do not go together, or an option is out of range.</exception>
    public Aead(AeadAlgorithm algorithm, ReadOnlySpan<byte> key, CryptoOptions? options = null, Accelerators? accelerators = null)
        : this(AeadFacts.AlgorithmName(algorithm), algorithm, Hold(algorithm, key), key.Length, options, accelerators)
    {
    }

    private Aead(string name, AeadAlgorithm algorithm, SecretMemory key, int keyLength, CryptoOptions? options, Accelerators? accelerators)
        : base(name, key, new AeadRequest { Algorithm = algorithm, Key = key.Address, KeyLength = keyLength }, options, accelerators)
    {
    }

    /// <summary>Begins the encryption of a message that comes in pieces; GCM only.</summary>
    /// <param name="nonce">12 bytes, never used twice under one key.</param>
    /// <param name="associatedData">Authenticated and not encrypted, at most 65535 bytes. Without any the processor does the work, because devices begin a message with it.</param>
    /// <exception cref="NotSupportedException">The algorithm is CCM, which must know the length first.</exception>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public AeadStream BeginEncrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData) => Begin(nonce, associatedData, decrypt: false);

    /// <summary>Begins the decryption of a message that comes in pieces; GCM only. Plaintext comes out before the tag was seen.</summary>
    /// <param name="nonce">The nonce of the encryption.</param>
    /// <param name="associatedData">The associated data of the encryption.</param>
    /// <exception cref="NotSupportedException">The algorithm is CCM, which must know the length first.</exception>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public AeadStream BeginDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData) => Begin(nonce, associatedData, decrypt: true);

    private protected override void CheckSizes(int nonceLength, int payloadLength, int tagLength) =>
        AeadFacts.CheckSizes(Algorithm, nonceLength, tagLength);

    private AeadStream Begin(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, bool decrypt)
    {
        if (AeadFacts.IsCcm(Algorithm))
        {
            throw new NotSupportedException("CCM authenticates the length first: only GCM comes in pieces");
        }

        AeadFacts.CheckSizes(Algorithm, nonce.Length, AeadFacts.MaxTag);
        return BeginStream(nonce, associated, decrypt);
    }

    private static SecretMemory Hold(AeadAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        AeadFacts.CheckKey(algorithm, key.Length);
        return new SecretMemory(key);
    }
}
