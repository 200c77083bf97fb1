using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using WarpDrive.Uacce.Digests;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>SM2 signatures and encryption (GB/T 32918) on accelerators, with SM3.</summary>
/// <remarks>The key is immutable; thread safe but for disposing.</remarks>
public sealed class Sm2 : IDisposable
{
    private const int Size = 32;
    private const int MostIdBytes = 8191;   // its length in bits has 16 bits

    private readonly PublicKeySession _session;
    private readonly CurveKey _key;
    private readonly Hasher _sm3;

    private Sm2(PublicKeySession session, CurveKey key, CryptoOptions? options, Accelerators? accelerators)
    {
        _session = session;
        _key = key;

        // Another kind of device: of the wishes only those about time and spreading are for it.
        _sm3 = new Hasher(DigestAlgorithm.Sm3, options is null ? null : options with { Device = null, Engine = null }, accelerators);
    }

    /// <summary>The identity that signatures are made for when none is agreed (GM/T 0009).</summary>
    public static ReadOnlySpan<byte> DefaultId => "1234567812345678"u8;

    /// <summary>The curve, sm2p256v1.</summary>
    public static ECCurve Curve { get; } = ECCurve.CreateFromOid(new Oid(CurveNames.Sm2, "sm2p256v1"));

    /// <summary>Whether it can sign and decrypt.</summary>
    public bool HasPrivateKey => _key.HasPrivate;

    /// <summary>Where the last operation of this key ran.</summary>
    public Receipt LastReceipt => _session.LastReceipt;

    /// <summary>Makes a new key, drawn and computed by a device.</summary>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public static Sm2 Generate(CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        PublicKeySession session = CreateSession(options, accelerators);
        using PublicKeyMaterial curve = PublicKeyMaterial.FromCurve(EllipticCurve.Sm2, []);
        using var call = PublicKeyCall.Rent(PublicKeyOperation.Sm2KeyGen, curve, 0, 3 * Size);
        session.Run(call);
        Span<byte> made = call.Output;   // x ‖ y ‖ d
        return new Sm2(session, CurveKey.Trust(Curve, made[(2 * Size)..], made[..Size], made[Size..(2 * Size)]), options, accelerators);
    }

    /// <summary>Takes a key over.</summary>
    /// <param name="parameters">Private number or point or both; the curve may be left out.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptographicException">The parameters make no key.</exception>
    public static Sm2 Import(ECParameters parameters, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        PublicKeySession session = CreateSession(options, accelerators);
        parameters.Curve = Curve;
        return new Sm2(session, CurveKey.Import(parameters, session), options, accelerators);
    }

    /// <summary>The key as numbers.</summary>
    /// <param name="includePrivateParameters">With the private number.</param>
    /// <exception cref="CryptographicException">There is no private number.</exception>
    public ECParameters ExportParameters(bool includePrivateParameters) => _key.Export(includePrivateParameters, asExplicit: false);

    /// <summary>Signs data for an identity: r ‖ s of SM3(Z ‖ data).</summary>
    /// <param name="data">Data, any length.</param>
    /// <param name="id">Identity of the signer, at most 8191 bytes; null for <see cref="DefaultId"/>.</param>
    /// <param name="format">r ‖ s, or DER.</param>
    /// <exception cref="CryptographicException">There is no private key, or it failed.</exception>
    public byte[] SignData(ReadOnlySpan<byte> data, byte[]? id = null, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        using PublicKeyCall call = BeginSign();
        DigestWithId(data, id, call.Input);
        _session.Run(call);
        return Sm2Signature.Encode(call.Output, format);
    }

    /// <summary>As <see cref="SignData"/>, beside other calls.</summary>
    /// <param name="data">Data; hashed before this returns.</param>
    /// <param name="id">Identity of the signer; null for <see cref="DefaultId"/>.</param>
    /// <param name="format">r ‖ s, or DER.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> SignDataAsync(
        ReadOnlyMemory<byte> data, byte[]? id = null, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation,
        CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = BeginSign();
        DigestWithId(data.Span, id, call.Input);
        await _session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return Sm2Signature.Encode(call.Output, format);
    }

    /// <summary>Signs e, the digest of Z and the data, that the caller has computed.</summary>
    /// <param name="digest">32 bytes.</param>
    /// <param name="format">r ‖ s, or DER.</param>
    /// <exception cref="CryptographicException">There is no private key, or it failed.</exception>
    public byte[] SignDigest(ReadOnlySpan<byte> digest, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        CheckDigest(digest);
        using PublicKeyCall call = BeginSign();
        digest.CopyTo(call.Input);
        _session.Run(call);
        return Sm2Signature.Encode(call.Output, format);
    }

    /// <summary>Whether a signature of data is valid. A malformed one is not.</summary>
    /// <param name="data">Data.</param>
    /// <param name="signature">Signature.</param>
    /// <param name="id">Identity of the signer; null for <see cref="DefaultId"/>.</param>
    /// <param name="format">r ‖ s, or DER.</param>
    public bool VerifyData(
        ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, byte[]? id = null,
        DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        Span<byte> digest = stackalloc byte[Size];
        DigestWithId(data, id, digest);
        return VerifyDigest(digest, signature, format);
    }

    /// <summary>Whether a signature of e is valid.</summary>
    /// <param name="digest">32 bytes: the digest of Z and the data.</param>
    /// <param name="signature">Signature.</param>
    /// <param name="format">r ‖ s, or DER.</param>
    public bool VerifyDigest(
        ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        CheckDigest(digest);
        using var call = PublicKeyCall.Rent(PublicKeyOperation.Sm2Verify, _key.Material, 3 * Size, 0);
        digest.CopyTo(call.Input);
        return Sm2Signature.TryDecode(signature, format, call.Input[Size..]) && _session.Verify(call);
    }

    /// <summary>Encrypts data for the owner of the key.</summary>
    /// <param name="data">At least one byte.</param>
    /// <param name="format">Order of the parts.</param>
    /// <exception cref="ArgumentException">The data is empty.</exception>
    /// <exception cref="CryptographicException">It failed.</exception>
    public byte[] Encrypt(ReadOnlySpan<byte> data, Sm2CiphertextFormat format = Sm2CiphertextFormat.C1C3C2)
    {
        if (data.IsEmpty)
        {
            throw new ArgumentException("SM2 does not encrypt nothing", nameof(data));
        }

        using var call = PublicKeyCall.Rent(PublicKeyOperation.Sm2Encrypt, _key.Material, data.Length, checked(data.Length + Sm2Ciphertext.Overhead));
        data.CopyTo(call.Input);
        _session.Run(call);
        return Sm2Ciphertext.Encode(call.Output, format);
    }

    /// <summary>Decrypts.</summary>
    /// <param name="ciphertext">Ciphertext.</param>
    /// <param name="format">Order of its parts.</param>
    /// <exception cref="CryptographicException">There is no private key, or the ciphertext is not one made for this key.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> ciphertext, Sm2CiphertextFormat format = Sm2CiphertextFormat.C1C3C2)
    {
        using PublicKeyCall call = BeginDecrypt(ciphertext, format);
        _session.Run(call);
        return call.Output.ToArray();
    }

    /// <summary>As <see cref="Decrypt"/>, beside other calls.</summary>
    /// <param name="ciphertext">Ciphertext; copied before this returns.</param>
    /// <param name="format">Order of its parts.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> DecryptAsync(
        ReadOnlyMemory<byte> ciphertext, Sm2CiphertextFormat format = Sm2CiphertextFormat.C1C3C2, CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = BeginDecrypt(ciphertext.Span, format);
        await _session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Output.ToArray();
    }

    /// <summary>Zeroes the private key when no operation uses it any more.</summary>
    public void Dispose()
    {
        _key.Dispose();
        _sm3.Dispose();
    }

    private static PublicKeySession CreateSession(CryptoOptions? options, Accelerators? accelerators) =>
        new("sm2", PublicKeyFamily.Elliptic, options, accelerators);

    private static void CheckDigest(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Size)
        {
            throw new ArgumentException($"a digest of SM2 has {Size} bytes, not {digest.Length}", nameof(digest));
        }
    }

    private PublicKeyCall BeginSign()
    {
        CheckPrivate();
        return PublicKeyCall.Rent(PublicKeyOperation.Sm2Sign, _key.Material, Size, 2 * Size);
    }

    private PublicKeyCall BeginDecrypt(ReadOnlySpan<byte> ciphertext, Sm2CiphertextFormat format)
    {
        CheckPrivate();
        byte[] parts = Sm2Ciphertext.Decode(ciphertext, format);
        var call = PublicKeyCall.Rent(PublicKeyOperation.Sm2Decrypt, _key.Material, parts.Length, parts.Length - Sm2Ciphertext.Overhead);
        parts.CopyTo(call.Input);
        return call;
    }

    private void CheckPrivate()
    {
        if (!_key.HasPrivate)
        {
            throw new CryptographicException("the key has no private part");
        }
    }

    /// <summary>e = SM3(Z ‖ data), Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ xG ‖ yG ‖ xA ‖ yA) (GB/T 32918.2 §5.5).</summary>
    private void DigestWithId(ReadOnlySpan<byte> data, byte[]? id, Span<byte> digest)
    {
        ReadOnlySpan<byte> identity = id is null ? DefaultId : id;
        if (identity.Length > MostIdBytes)
        {
            throw new ArgumentException($"an identity has at most {MostIdBytes} bytes", nameof(id));
        }

        EllipticCurve curve = _key.Curve;
        Span<byte> bits = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bits, (ushort)(identity.Length * 8));
        using IncrementalHasher hasher = _sm3.CreateIncremental();
        hasher.Append(bits);
        hasher.Append(identity);
        hasher.Append(curve.A);
        hasher.Append(curve.B);
        hasher.Append(curve.BaseX);
        hasher.Append(curve.BaseY);
        hasher.Append(_key.Material.Component(KeyComponent.X));
        hasher.Append(_key.Material.Component(KeyComponent.Y));
        hasher.GetHashAndReset(digest);
        hasher.Append(digest);
        hasher.Append(data);
        hasher.GetHashAndReset(digest);
    }
}
