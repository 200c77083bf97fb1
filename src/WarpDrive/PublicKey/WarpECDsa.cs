using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>ECDSA (FIPS 186-5) on accelerators, for code that takes an <see cref="ECDsa"/>: certificate requests, X.509, tokens.</summary>
/// <remarks>
/// Curves: the NIST curves of 224 to 521 bits, secp128r1, secp192k1, secp256k1, brainpoolP320r1, brainpoolP384r1, and explicit ones over prime fields.
/// Using an object on several threads is safe, but for importing, generating and disposing. <c>SslStream</c> exports the key and signs in OpenSSL.
/// </remarks>
public sealed class WarpECDsa : ECDsa
{
    private readonly CurveKeyHolder _holder;

    /// <summary>Creates an object with a new key, made when it is first needed.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="PlatformNotSupportedException">Devices do not have the curve.</exception>
    public WarpECDsa(ECCurve curve, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        LegalKeySizesValue = CurveNames.UsualSizes;
        KeySizeValue = CurveNames.Find(curve).Bits;
        _holder = new CurveKeyHolder("ecdsa", curve, options, accelerators);
    }

    /// <summary>Creates an object with a new key on P-256.</summary>
    public WarpECDsa()
        : this(ECCurve.NamedCurves.nistP256)
    {
    }

    /// <summary>Creates an object with a given key.</summary>
    /// <param name="parameters">Curve, and private number or point or both.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptographicException">The parameters make no key.</exception>
    public WarpECDsa(ECParameters parameters, CryptoOptions? options = null, Accelerators? accelerators = null)
        : this(parameters.Curve, options, accelerators) => ImportParameters(parameters);

    /// <summary>Where the last operation of this object ran.</summary>
    public Receipt LastReceipt => _holder.Session.LastReceipt;

    /// <inheritdoc/>
    public override string SignatureAlgorithm => "ECDsa";

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

    /// <inheritdoc/>
    public override byte[] SignHash(byte[] hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        using PublicKeyCall call = BeginSign(hash);
        _holder.Session.Run(call);
        return call.Output.ToArray();
    }

    /// <inheritdoc/>
    public override bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
    {
        using PublicKeyCall call = BeginSign(hash);
        bytesWritten = 0;
        if (destination.Length < call.Output.Length)
        {
            return false;
        }

        _holder.Session.Run(call);
        call.Output.CopyTo(destination);
        bytesWritten = call.Output.Length;
        return true;
    }

    /// <summary>Signs a digest, beside other calls.</summary>
    /// <param name="hash">The digest; copied before this returns.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    /// <returns>r ‖ s (IEEE P1363).</returns>
    /// <exception cref="CryptographicException">There is no private key, or it failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = BeginSign(hash.Span);
        await _holder.Session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Output.ToArray();
    }

    /// <inheritdoc/>
    public override bool VerifyHash(byte[] hash, byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(signature);
        return VerifyHash(hash.AsSpan(), signature);
    }

    /// <inheritdoc/>
    public override bool VerifyHash(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        CurveKey key = _holder.Key;
        if (signature.Length != 2 * key.Size)
        {
            return false;
        }

        using var call = PublicKeyCall.Rent(PublicKeyOperation.EcdsaVerify, key.Material, 3 * key.Size, 0);
        PlaceDigest(hash, key, call.Input[..key.Size]);
        signature.CopyTo(call.Input[key.Size..]);
        return _holder.Session.Verify(call);
    }

    /// <inheritdoc/>
    protected override byte[] HashData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm) =>
        CryptographicOperations.HashData(hashAlgorithm, data.AsSpan(offset, count));

    /// <inheritdoc/>
    protected override byte[] HashData(Stream data, HashAlgorithmName hashAlgorithm) => CryptographicOperations.HashData(hashAlgorithm, data);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _holder.Dispose();
        }

        base.Dispose(disposing);
    }

    private PublicKeyCall BeginSign(ReadOnlySpan<byte> hash)
    {
        CurveKey key = _holder.Key;
        if (!key.HasPrivate)
        {
            throw new CryptographicException("the key has no private part");
        }

        var call = PublicKeyCall.Rent(PublicKeyOperation.EcdsaSign, key.Material, key.Size, 2 * key.Size);
        PlaceDigest(hash, key, call.Input);
        return call;
    }

    /// <summary>The leftmost bits of a digest, as many as the order of the curve has (FIPS 186-5 §6.4.1).</summary>
    private static void PlaceDigest(ReadOnlySpan<byte> hash, CurveKey key, Span<byte> number)
    {
        ReadOnlySpan<byte> order = key.Curve.Order.TrimStart((byte)0);
        int bits = (order.Length * 8) - (System.Numerics.BitOperations.LeadingZeroCount((uint)order[0]) - 24);
        number.Clear();
        if (hash.Length * 8 <= bits)
        {
            hash.CopyTo(number[^hash.Length..]);
            return;
        }

        int bytes = (bits + 7) / 8;
        Span<byte> place = number[^bytes..];
        hash[..bytes].CopyTo(place);
        int shift = (bytes * 8) - bits;
        for (int i = bytes - 1; shift > 0 && i >= 0; i--)
        {
            place[i] = (byte)((place[i] >> shift) | (i == 0 ? 0 : place[i - 1] << (8 - shift)));
        }
    }
}
