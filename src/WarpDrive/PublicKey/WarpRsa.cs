using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>RSA on accelerators, for code that takes an <see cref="RSA"/>: certificate requests, X.509, tokens.</summary>
/// <remarks>
/// Keys of 1024, 2048, 3072 or 4096 bits (hisi-hpre.md §4). Devices compute the powers; paddings (RFC 8017: PKCS #1 v1.5, PSS with a salt as long as the digest, OAEP) are computed here. A new
/// key's primes are searched by the runtime, all else of it is computed by a device. Using an object on several threads is safe, but for importing, generating and disposing. <c>SslStream</c>
/// exports the key and signs in OpenSSL.
/// </remarks>
public sealed partial class WarpRsa : RSA
{
    private const int DefaultKeySize = 2048;

    private static readonly KeySizes[] s_legalKeySizes = [new KeySizes(1024, 4096, 1024)];

    private readonly PublicKeySession _session;
    private PublicKeyMaterial? _key;   // null until it is needed: then a new one
    private bool _disposed;

    /// <summary>Creates an object with a new key, made when it is first needed.</summary>
    /// <param name="keySize">Bits: 1024, 2048, 3072 or 4096.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptographicException">There are no keys of that size.</exception>
    public WarpRsa(int keySize = DefaultKeySize, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        LegalKeySizesValue = s_legalKeySizes;
        KeySize = keySize;
        _session = new PublicKeySession("rsa", PublicKeyFamily.Modular, options, accelerators);
    }

    /// <summary>Creates an object with a given key.</summary>
    /// <param name="parameters">The key; see <see cref="ImportParameters"/>.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    public WarpRsa(RSAParameters parameters, CryptoOptions? options = null, Accelerators? accelerators = null)
        : this(DefaultKeySize, options, accelerators) => ImportParameters(parameters);

    /// <summary>Where the last operation of this object ran.</summary>
    public Receipt LastReceipt => _session.LastReceipt;

    /// <inheritdoc/>
    public override string SignatureAlgorithm => "RSA";

    /// <inheritdoc/>
    public override string KeyExchangeAlgorithm => "RSA";

    /// <summary>Changes the size of the key, and makes a new one when it is needed.</summary>
    public override int KeySize
    {
        get => base.KeySize;
        set
        {
            if (base.KeySize != value)
            {
                base.KeySize = value;
                Replace(null);
            }
        }
    }

    /// <summary>Takes a key over. With primes the private operations use them; with the private exponent alone they are about four times slower.</summary>
    /// <param name="parameters">Modulus and exponent at least.</param>
    /// <exception cref="CryptographicException">The parameters make no key, or one of a size that devices do not have.</exception>
    public override void ImportParameters(RSAParameters parameters)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (parameters.Modulus is not { Length: > 0 } || parameters.Exponent is not { Length: > 0 })
        {
            throw new CryptographicException("an RSA key has a modulus and a public exponent");
        }

        int some = (parameters.P is null ? 0 : 1) + (parameters.Q is null ? 0 : 1) + (parameters.DP is null ? 0 : 1) + (parameters.DQ is null ? 0 : 1)
            + (parameters.InverseQ is null ? 0 : 1);
        if (some is not (0 or 5) || (some == 5 && parameters.D is null))
        {
            throw new CryptographicException("a private RSA key has D alone, or D, P, Q, DP, DQ and InverseQ");
        }

        PublicKeyMaterial key;
        try
        {
            key = PublicKeyMaterial.FromRsa(parameters);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException($"the parameters make no RSA key: {e.Message}", e);
        }

        if (key.Bits is not (1024 or 2048 or 3072 or 4096))
        {
            int bits = key.Bits;
            key.Dispose();
            throw new CryptographicException($"devices have RSA keys of 1024, 2048, 3072 and 4096 bits, not of {bits}");
        }

        KeySizeValue = key.Bits;
        Replace(key);
    }

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">There is no private part.</exception>
    public override RSAParameters ExportParameters(bool includePrivateParameters)
    {
        PublicKeyMaterial key = Hold();
        try
        {
            var parameters = new RSAParameters
            {
                Modulus = key.Component(KeyComponent.Modulus).ToArray(),
                Exponent = key.Component(KeyComponent.PublicExponent).TrimStart((byte)0).ToArray(),
            };
            if (!includePrivateParameters)
            {
                return parameters;
            }

            if (!key.Has(KeyComponent.PrivateExponent))
            {
                throw new CryptographicException("the key has no private part");
            }

            parameters.D = key.Component(KeyComponent.PrivateExponent).ToArray();
            if (key.Has(KeyComponent.P))
            {
                parameters.P = key.Component(KeyComponent.P).ToArray();
                parameters.Q = key.Component(KeyComponent.Q).ToArray();
                parameters.DP = key.Component(KeyComponent.DP).ToArray();
                parameters.DQ = key.Component(KeyComponent.DQ).ToArray();
                parameters.InverseQ = key.Component(KeyComponent.InverseQ).ToArray();
            }

            return parameters;
        }
        finally
        {
            key.ReleaseReference();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            Interlocked.Exchange(ref _key, null)?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Replace(PublicKeyMaterial? key) => Interlocked.Exchange(ref _key, key)?.Dispose();

    /// <summary>The key, with a reference for the caller; a new one when there is none.</summary>
    private PublicKeyMaterial Hold()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Volatile.Read(ref _key) is PublicKeyMaterial key)
            {
                if (key.TryAddReference())
                {
                    return key;
                }

                continue;   // replaced or disposed meanwhile
            }

            PublicKeyMaterial made = Generate();
            if (Interlocked.CompareExchange(ref _key, made, null) is not null)
            {
                made.Dispose();
            }
        }
    }

    /// <summary>The runtime searches the primes; a device computes the key from them (hisi-hpre.md §6.1).</summary>
    private PublicKeyMaterial Generate()
    {
        using RSA source = Create(KeySize);
        RSAParameters parameters = source.ExportParameters(includePrivateParameters: true);
        int k = KeySize / 8, half = k / 2;
        using var call = PublicKeyCall.Rent(PublicKeyOperation.RsaKeyGenCrt, null, 2 * k, 7 * half);
        try
        {
            call.Input.Clear();
            parameters.Exponent!.CopyTo(call.Input[(k - parameters.Exponent!.Length)..]);
            parameters.P!.CopyTo(call.Input[k..]);
            parameters.Q!.CopyTo(call.Input[(k + half)..]);
            _session.Run(call);
            Span<byte> made = call.Output;   // d ‖ n ‖ qinv ‖ dq ‖ dp
            made[..k].CopyTo(parameters.D);
            made.Slice(k, k).CopyTo(parameters.Modulus);
            made.Slice(2 * k, half).CopyTo(parameters.InverseQ);
            made.Slice((2 * k) + half, half).CopyTo(parameters.DQ);
            made.Slice((2 * k) + k, half).CopyTo(parameters.DP);
            return PublicKeyMaterial.FromRsa(parameters);
        }
        finally
        {
            foreach (byte[]? secret in (byte[]?[])[parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ])
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }
}
