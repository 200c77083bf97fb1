using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <content>Signatures and encryption.</content>
public sealed partial class WarpRsa
{
    /// <inheritdoc/>
    public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
    {
        ArgumentNullException.ThrowIfNull(hash);
        using PublicKeyCall call = BeginSign(hash, hashAlgorithm, padding, out PublicKeyMaterial key);
        using var held = new HeldKey(key);
        _session.Run(call);
        return call.Output.ToArray();
    }

    /// <inheritdoc/>
    public override bool TrySignHash(
        ReadOnlySpan<byte> hash, Span<byte> destination, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding, out int bytesWritten)
    {
        bytesWritten = 0;
        if (destination.Length < KeySize / 8)
        {
            return false;
        }

        using PublicKeyCall call = BeginSign(hash, hashAlgorithm, padding, out PublicKeyMaterial key);
        using var held = new HeldKey(key);
        _session.Run(call);
        call.Output.CopyTo(destination);
        bytesWritten = call.Output.Length;
        return true;
    }

    /// <summary>Signs a digest, beside other calls.</summary>
    /// <param name="hash">The digest; copied before this returns.</param>
    /// <param name="hashAlgorithm">Its algorithm.</param>
    /// <param name="padding">PKCS #1 v1.5 or PSS.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    /// <returns>The signature, as long as the modulus.</returns>
    /// <exception cref="CryptographicException">There is no private key, or it failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> SignHashAsync(
        ReadOnlyMemory<byte> hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding, CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = BeginSign(hash.Span, hashAlgorithm, padding, out PublicKeyMaterial key);
        using var held = new HeldKey(key);
        await _session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Output.ToArray();
    }

    /// <inheritdoc/>
    public override bool VerifyHash(byte[] hash, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(signature);
        return VerifyHash(hash.AsSpan(), signature, hashAlgorithm, padding);
    }

    /// <inheritdoc/>
    public override bool VerifyHash(
        ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
    {
        ArgumentNullException.ThrowIfNull(padding);
        if (hash.Length != DigestNames.SizeOf(hashAlgorithm))
        {
            throw new CryptographicException($"a digest of {hashAlgorithm.Name} has {DigestNames.SizeOf(hashAlgorithm)} bytes, not {hash.Length}");
        }

        PublicKeyMaterial key = Hold();
        using var held = new HeldKey(key);
        if (signature.Length != key.Size)
        {
            return false;
        }

        using var call = PublicKeyCall.Rent(PublicKeyOperation.RsaPublic, key, key.Size, key.Size);
        signature.CopyTo(call.Input);
        Uacce.RequestStatus status = _session.TryRun(call, out PublicKeyAnswer answer);
        if (status == Uacce.RequestStatus.BadOperand)
        {
            return false;   // not below the modulus
        }

        _session.ThrowIfFailed(status, answer);
        if (padding == RSASignaturePadding.Pss)
        {
            return RsaPadding.VerifyPss(hash, hashAlgorithm, call.Output);
        }

        CheckPkcs1(padding);
        Span<byte> expected = stackalloc byte[key.Size];
        RsaPadding.EncodePkcs1Signature(hash, hashAlgorithm, expected);
        return expected.SequenceEqual(call.Output);
    }

    /// <inheritdoc/>
    public override byte[] Encrypt(byte[] data, RSAEncryptionPadding padding)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(padding);
        PublicKeyMaterial key = Hold();
        using var held = new HeldKey(key);
        using var call = PublicKeyCall.Rent(PublicKeyOperation.RsaPublic, key, key.Size, key.Size);
        if (padding.Mode == RSAEncryptionPaddingMode.Oaep)
        {
            RsaPadding.EncodeOaep(data, padding.OaepHashAlgorithm, call.Input);
        }
        else
        {
            RsaPadding.EncodePkcs1(data, call.Input);
        }

        _session.Run(call);
        return call.Output.ToArray();
    }

    /// <inheritdoc/>
    public override byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)
    {
        ArgumentNullException.ThrowIfNull(data);
        using PublicKeyCall call = BeginDecrypt(data, padding, out PublicKeyMaterial key);
        using var held = new HeldKey(key);
        _session.Run(call);
        return Unpad(call.Output, padding);
    }

    /// <summary>Decrypts, beside other calls.</summary>
    /// <param name="data">As long as the modulus; copied before this returns.</param>
    /// <param name="padding">PKCS #1 v1.5 or OAEP.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    /// <exception cref="CryptographicException">There is no private key, the padding is not right, or it failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> DecryptAsync(ReadOnlyMemory<byte> data, RSAEncryptionPadding padding, CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = BeginDecrypt(data.Span, padding, out PublicKeyMaterial key);
        using var held = new HeldKey(key);
        await _session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return Unpad(call.Output, padding);
    }

    /// <inheritdoc/>
    protected override byte[] HashData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm) =>
        CryptographicOperations.HashData(hashAlgorithm, data.AsSpan(offset, count));

    /// <inheritdoc/>
    protected override byte[] HashData(Stream data, HashAlgorithmName hashAlgorithm) => CryptographicOperations.HashData(hashAlgorithm, data);

    private PublicKeyCall BeginSign(ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, RSASignaturePadding padding, out PublicKeyMaterial key)
    {
        ArgumentNullException.ThrowIfNull(padding);
        if (hash.Length != DigestNames.SizeOf(algorithm))
        {
            throw new CryptographicException($"a digest of {algorithm.Name} has {DigestNames.SizeOf(algorithm)} bytes, not {hash.Length}");
        }

        return BeginPrivate(out key, hash, (algorithm, padding), static (message, digest, scheme) =>
        {
            if (scheme.padding == RSASignaturePadding.Pss)
            {
                RsaPadding.EncodePss(digest, scheme.algorithm, message);
            }
            else
            {
                CheckPkcs1(scheme.padding);
                RsaPadding.EncodePkcs1Signature(digest, scheme.algorithm, message);
            }
        });
    }

    private PublicKeyCall BeginDecrypt(ReadOnlySpan<byte> data, RSAEncryptionPadding padding, out PublicKeyMaterial key)
    {
        ArgumentNullException.ThrowIfNull(padding);
        if (data.Length != KeySize / 8)
        {
            throw new CryptographicException($"data encrypted with this key has {KeySize / 8} bytes, not {data.Length}");
        }

        return BeginPrivate(out key, data, 0, static (message, encrypted, _) => encrypted.CopyTo(message));
    }

    /// <summary>Prepares a private operation; the key is held for the caller.</summary>
    private PublicKeyCall BeginPrivate<TScheme>(out PublicKeyMaterial key, ReadOnlySpan<byte> data, TScheme scheme, Encoding<TScheme> encode)
    {
        key = Hold();
        PublicKeyCall? call = null;
        try
        {
            if (!key.Has(KeyComponent.PrivateExponent))
            {
                throw new CryptographicException("the key has no private part");
            }

            PublicKeyOperation operation = key.Has(KeyComponent.P) ? PublicKeyOperation.RsaPrivateCrt : PublicKeyOperation.RsaPrivate;
            call = PublicKeyCall.Rent(operation, key, key.Size, key.Size);
            encode(call.Input, data, scheme);
            return call;
        }
        catch
        {
            call?.Dispose();
            key.ReleaseReference();
            throw;
        }
    }

    /// <summary>One exception for all that can be wrong: which it was would help who guesses plaintexts.</summary>
    private static byte[] Unpad(Span<byte> message, RSAEncryptionPadding padding)
    {
        int start = padding.Mode == RSAEncryptionPaddingMode.Oaep
            ? RsaPadding.DecodeOaep(message, padding.OaepHashAlgorithm) : RsaPadding.DecodePkcs1(message);
        return start >= 0 ? message[start..].ToArray() : throw new CryptographicException("the data cannot be decrypted with this key and padding");
    }

    private static void CheckPkcs1(RSASignaturePadding padding)
    {
        if (padding != RSASignaturePadding.Pkcs1)
        {
            throw new CryptographicException($"there is no signature padding '{padding}'");
        }
    }

    private delegate void Encoding<TScheme>(Span<byte> message, ReadOnlySpan<byte> data, TScheme scheme);
}
