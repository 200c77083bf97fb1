using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>X25519 and X448 key agreement (RFC 7748) on accelerators. All byte strings are those of the RFC: little-endian, 32 or 56 bytes.</summary>
/// <remarks>Immutable, thread safe but for disposing.</remarks>
public sealed class XdhKey : IDisposable
{
    private readonly PublicKeySession _session;
    private readonly PublicKeyMaterial _key;
    private readonly byte[] _public;

    private XdhKey(XdhCurve curve, ReadOnlySpan<byte> privateKey, CryptoOptions? options, Accelerators? accelerators)
    {
        Curve = curve;
        _session = new PublicKeySession(curve == XdhCurve.X25519 ? "x25519" : "x448", PublicKeyFamily.Elliptic, options, accelerators);
        Span<byte> scalar = stackalloc byte[Size];
        privateKey.CopyTo(scalar);
        scalar.Reverse();   // devices take big-endian numbers (hisi-hpre.md §6.5)
        _key = PublicKeyMaterial.FromCurve(Parameters, scalar);
        CryptographicOperations.ZeroMemory(scalar);
        _public = new byte[Size];
        using var call = PublicKeyCall.Rent(Operation, _key, 0, Size);
        try
        {
            _session.Run(call);
        }
        catch
        {
            _key.Dispose();
            throw;
        }

        call.Output.CopyTo(_public);
        Array.Reverse(_public);
    }

    /// <summary>The curve.</summary>
    public XdhCurve Curve { get; }

    /// <summary>Bytes of keys and secrets: 32 or 56.</summary>
    public int Size => Parameters.Size;

    /// <summary>The public key.</summary>
    public ReadOnlySpan<byte> PublicKey => _public;

    /// <summary>Where the last operation of this key ran.</summary>
    public Receipt LastReceipt => _session.LastReceipt;

    private EllipticCurve Parameters => Curve == XdhCurve.X25519 ? EllipticCurve.X25519 : EllipticCurve.X448;

    private PublicKeyOperation Operation => Curve == XdhCurve.X25519 ? PublicKeyOperation.X25519 : PublicKeyOperation.X448;

    /// <summary>Makes a new key.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptoRequestException">No device computed the public key.</exception>
    public static XdhKey Generate(XdhCurve curve, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        Span<byte> secret = stackalloc byte[SizeOf(curve)];
        RandomNumberGenerator.Fill(secret);
        try
        {
            return new XdhKey(curve, secret, options, accelerators);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Takes a private key over; its bits are set as the RFC says when it is used.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="privateKey">32 or 56 bytes.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="ArgumentException">The key has another size.</exception>
    /// <exception cref="CryptoRequestException">No device computed the public key.</exception>
    public static XdhKey Import(XdhCurve curve, ReadOnlySpan<byte> privateKey, CryptoOptions? options = null, Accelerators? accelerators = null) =>
        privateKey.Length == SizeOf(curve)
            ? new XdhKey(curve, privateKey, options, accelerators)
            : throw new ArgumentException($"a private key of this curve has {SizeOf(curve)} bytes, not {privateKey.Length}", nameof(privateKey));

    /// <summary>The shared secret with another party.</summary>
    /// <param name="otherPublicKey">Its public key, 32 or 56 bytes.</param>
    /// <returns>The secret; a key is derived from it, it is none itself.</returns>
    /// <exception cref="CryptographicException">The public key is one with which every secret is zero, or it failed.</exception>
    public byte[] Agree(ReadOnlySpan<byte> otherPublicKey)
    {
        using PublicKeyCall call = Begin(otherPublicKey);
        _session.Run(call);
        return Secret(call);
    }

    /// <summary>As <see cref="Agree"/>, beside other calls.</summary>
    /// <param name="otherPublicKey">Its public key; copied before this returns.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> AgreeAsync(ReadOnlyMemory<byte> otherPublicKey, CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = Begin(otherPublicKey.Span);
        await _session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return Secret(call);
    }

    /// <summary>Zeroes the private key when no operation uses it any more.</summary>
    public void Dispose() => _key.Dispose();

    private static int SizeOf(XdhCurve curve) => curve switch
    {
        XdhCurve.X25519 => 32,
        XdhCurve.X448 => 56,
        _ => throw new ArgumentOutOfRangeException(nameof(curve)),
    };

    private PublicKeyCall Begin(ReadOnlySpan<byte> other)
    {
        if (other.Length != Size)
        {
            throw new ArgumentException($"a public key of this curve has {Size} bytes, not {other.Length}", nameof(other));
        }

        ObjectDisposedException.ThrowIf(_key.IsClosed, this);
        var call = PublicKeyCall.Rent(Operation, _key, Size, Size);
        other.CopyTo(call.Input);
        call.Input.Reverse();
        return call;
    }

    private static byte[] Secret(PublicKeyCall call)
    {
        byte[] secret = call.Output.ToArray();
        Array.Reverse(secret);
        return secret;
    }
}
