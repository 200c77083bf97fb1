using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>ECDH (SP 800-56A) on accelerators, for code that takes an <see cref="ECDiffieHellman"/>. Curves as <see cref="WarpECDsa"/>.</summary>
/// <remarks>Using an object on several threads is safe, but for importing, generating and disposing.</remarks>
public sealed class WarpECDiffieHellman : ECDiffieHellman
{
    private readonly CurveKeyHolder _holder;

    /// <summary>Creates an object with a new key, made when it is first needed.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="PlatformNotSupportedException">Devices do not have the curve.</exception>
    public WarpECDiffieHellman(ECCurve curve, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        LegalKeySizesValue = CurveNames.UsualSizes;
        KeySizeValue = CurveNames.Find(curve).Bits;
        _holder = new CurveKeyHolder("ecdh", curve, options, accelerators);
    }

    /// <summary>Creates an object with a new key on P-256.</summary>
    public WarpECDiffieHellman()
        : this(ECCurve.NamedCurves.nistP256)
    {
    }

    /// <summary>Creates an object with a given key.</summary>
    /// <param name="parameters">Curve, and private number or point or both.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptographicException">The parameters make no key.</exception>
    public WarpECDiffieHellman(ECParameters parameters, CryptoOptions? options = null, Accelerators? accelerators = null)
        : this(parameters.Curve, options, accelerators) => ImportParameters(parameters);

    /// <summary>Where the last operation of this object ran.</summary>
    public Receipt LastReceipt => _holder.Session.LastReceipt;

    /// <inheritdoc/>
    public override string KeyExchangeAlgorithm => "ECDiffieHellman";

    /// <inheritdoc/>
    public override ECDiffieHellmanPublicKey PublicKey => new CurvePublicKey(_holder.Key.Export(includePrivate: false, asExplicit: false));

    /// <summary>Bits of the curve's field. Setting it chooses the NIST curve of that size.</summary>
    public override int KeySize
    {
        get => base.KeySize;
        set
        {
            if (base.KeySize != value)
            {
                base.KeySize = value;
                _holder.Forget(CurveNames.OfSize(value));
            }
        }
    }

    /// <inheritdoc/>
    public override void GenerateKey(ECCurve curve)
    {
        _holder.Generate(curve);
        KeySizeValue = _holder.Key.Curve.Bits;
    }

    /// <inheritdoc/>
    public override void ImportParameters(ECParameters parameters)
    {
        _holder.Import(parameters);
        KeySizeValue = _holder.Key.Curve.Bits;
    }

    /// <inheritdoc/>
    public override ECParameters ExportParameters(bool includePrivateParameters) => _holder.Key.Export(includePrivateParameters, asExplicit: false);

    /// <inheritdoc/>
    public override ECParameters ExportExplicitParameters(bool includePrivateParameters) => _holder.Key.Export(includePrivateParameters, asExplicit: true);

    /// <summary>The x coordinate of the shared point, as wide as the field.</summary>
    /// <param name="otherPartyPublicKey">Key of the other party, on the same curve.</param>
    /// <exception cref="ArgumentException">It is on another curve.</exception>
    /// <exception cref="CryptographicException">Its point is not on the curve, there is no private key, or it failed.</exception>
    public override byte[] DeriveRawSecretAgreement(ECDiffieHellmanPublicKey otherPartyPublicKey)
    {
        using PublicKeyCall call = BeginAgree(otherPartyPublicKey, out int size);
        _holder.Session.Run(call);
        return call.Output[..size].ToArray();
    }

    /// <summary>As <see cref="DeriveRawSecretAgreement"/>, beside other calls.</summary>
    /// <param name="otherPartyPublicKey">Key of the other party, on the same curve.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> DeriveRawSecretAgreementAsync(
        ECDiffieHellmanPublicKey otherPartyPublicKey, CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = BeginAgree(otherPartyPublicKey, out int size);
        await _holder.Session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Output[..size].ToArray();
    }

    /// <inheritdoc/>
    public override byte[] DeriveKeyMaterial(ECDiffieHellmanPublicKey otherPartyPublicKey) =>
        DeriveKeyFromHash(otherPartyPublicKey, HashAlgorithmName.SHA256, null, null);

    /// <inheritdoc/>
    public override byte[] DeriveKeyFromHash(
        ECDiffieHellmanPublicKey otherPartyPublicKey, HashAlgorithmName hashAlgorithm, byte[]? secretPrepend, byte[]? secretAppend)
    {
        byte[] secret = DeriveRawSecretAgreement(otherPartyPublicKey);
        using var hash = IncrementalHash.CreateHash(hashAlgorithm);
        return Finish(hash, secretPrepend, secret, secretAppend);
    }

    /// <inheritdoc/>
    public override byte[] DeriveKeyFromHmac(
        ECDiffieHellmanPublicKey otherPartyPublicKey, HashAlgorithmName hashAlgorithm, byte[]? hmacKey, byte[]? secretPrepend, byte[]? secretAppend)
    {
        byte[] secret = DeriveRawSecretAgreement(otherPartyPublicKey);
        using var hmac = IncrementalHash.CreateHMAC(hashAlgorithm, hmacKey ?? secret);
        return Finish(hmac, secretPrepend, secret, secretAppend);
    }

    /// <inheritdoc/>
    public override byte[] DeriveKeyTls(ECDiffieHellmanPublicKey otherPartyPublicKey, byte[] prfLabel, byte[] prfSeed)
    {
        ArgumentNullException.ThrowIfNull(prfLabel);
        ArgumentNullException.ThrowIfNull(prfSeed);
        if (prfSeed.Length != 64)
        {
            throw new CryptographicException("the seed of the TLS function has 64 bytes");
        }

        byte[] secret = DeriveRawSecretAgreement(otherPartyPublicKey);
        try
        {
            return TlsFunction.Derive(secret, [.. prfLabel, .. prfSeed]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _holder.Dispose();
        }

        base.Dispose(disposing);
    }

    private PublicKeyCall BeginAgree(ECDiffieHellmanPublicKey otherPartyPublicKey, out int size)
    {
        ArgumentNullException.ThrowIfNull(otherPartyPublicKey);
        CurveKey key = _holder.Key;
        if (!key.HasPrivate)
        {
            throw new CryptographicException("the key has no private part");
        }

        ECParameters other = otherPartyPublicKey.ExportParameters();
        EllipticCurve curve = CurveNames.Find(other.Curve);
        if (!curve.Prime.SequenceEqual(key.Curve.Prime) || !curve.A.SequenceEqual(key.Curve.A) || !curve.B.SequenceEqual(key.Curve.B))
        {
            throw new ArgumentException("the other party's key is on another curve", nameof(otherPartyPublicKey));
        }

        size = key.Size;
        var call = PublicKeyCall.Rent(PublicKeyOperation.PointMultiply, key.Material, 2 * size, 2 * size);
        if (BigEndianNumber.TryPlace(other.Q.X, call.Input[..size]) && BigEndianNumber.TryPlace(other.Q.Y, call.Input[size..]))
        {
            return call;
        }

        call.Dispose();
        throw new CryptographicException("the other party's point is wider than the curve");
    }

    private static byte[] Finish(IncrementalHash hash, byte[]? prepend, byte[] secret, byte[]? append)
    {
        hash.AppendData(prepend ?? []);
        hash.AppendData(secret);
        hash.AppendData(append ?? []);
        CryptographicOperations.ZeroMemory(secret);
        return hash.GetHashAndReset();
    }

    /// <summary>A public key by its parameters.</summary>
    private sealed class CurvePublicKey(ECParameters parameters) : ECDiffieHellmanPublicKey
    {
        public override ECParameters ExportParameters() => parameters;

        public override ECParameters ExportExplicitParameters() => parameters with { Curve = CurveNames.ToExplicit(CurveNames.Find(parameters.Curve)) };
    }
}
