using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>Diffie–Hellman over a prime field (SP 800-56A, RFC 7919) on accelerators. Numbers are big-endian and as wide as the prime.</summary>
/// <remarks>Immutable, thread safe but for disposing. Primes of 768, 1024, 1536, 2048, 3072 or 4096 bits (hisi-hpre.md §4); that they are prime is the caller's to know.</remarks>
public sealed class DiffieHellmanKey : IDisposable
{
    private readonly PublicKeySession _session;
    private readonly PublicKeyMaterial _key;
    private readonly byte[] _public;
    private readonly BigInteger _prime;

    private DiffieHellmanKey(
        ReadOnlySpan<byte> prime, ReadOnlySpan<byte> generator, ReadOnlySpan<byte> exponent, CryptoOptions? options, Accelerators? accelerators)
    {
        _session = new PublicKeySession("dh", PublicKeyFamily.Modular, options, accelerators);
        _prime = new BigInteger(prime, isUnsigned: true, isBigEndian: true);
        _key = PublicKeyMaterial.FromDh(prime, exponent);
        bool isTwo = new BigInteger(generator, isUnsigned: true, isBigEndian: true) == 2;
        try
        {
            if (_key.Bits is not (768 or 1024 or 1536 or 2048 or 3072 or 4096))
            {
                throw new CryptographicException($"devices have primes of 768, 1024, 1536, 2048, 3072 and 4096 bits, not of {_key.Bits}");
            }

            using var call = PublicKeyCall.Rent(isTwo ? PublicKeyOperation.DhBase2 : PublicKeyOperation.Dh, _key, isTwo ? 0 : Size, Size);
            if (!isTwo && !TryPlace(generator, call))
            {
                throw new CryptographicException("the generator is not between 2 and the prime minus 2");
            }

            _session.Run(call);
            _public = call.Output.ToArray();
        }
        catch
        {
            _key.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the prime, of public values and of secrets.</summary>
    public int Size => _key.Size;

    /// <summary>The public value.</summary>
    public ReadOnlySpan<byte> PublicValue => _public;

    /// <summary>Where the last operation of this key ran.</summary>
    public Receipt LastReceipt => _session.LastReceipt;

    /// <summary>Makes a new key in a group.</summary>
    /// <param name="prime">The prime, e.g. of RFC 7919.</param>
    /// <param name="generator">The generator, big-endian, without width of its own.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptographicException">Devices have no primes of that size, the generator is out of range, or it failed.</exception>
    public static DiffieHellmanKey Generate(
        ReadOnlySpan<byte> prime, ReadOnlySpan<byte> generator, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        // Below the prime by a leading byte less; the rest is as long as the prime, which is more than any group's strength asks for.
        ReadOnlySpan<byte> digits = prime.TrimStart((byte)0);
        byte[] exponent = GC.AllocateArray<byte>(Math.Max(digits.Length - 1, 1), pinned: true);
        try
        {
            RandomNumberGenerator.Fill(exponent);
            exponent[0] |= 0x40;
            return new DiffieHellmanKey(prime, generator, exponent, options, accelerators);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(exponent);
        }
    }

    /// <summary>Takes a private exponent over.</summary>
    /// <param name="prime">The prime.</param>
    /// <param name="generator">The generator.</param>
    /// <param name="exponent">The private exponent, big-endian.</param>
    /// <param name="options">Wishes about devices, or null.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="CryptographicException">Devices have no primes of that size, a number is out of range, or it failed.</exception>
    public static DiffieHellmanKey Import(
        ReadOnlySpan<byte> prime, ReadOnlySpan<byte> generator, ReadOnlySpan<byte> exponent, CryptoOptions? options = null,
        Accelerators? accelerators = null) => new(prime, generator, exponent, options, accelerators);

    /// <summary>The shared secret with another party.</summary>
    /// <param name="otherPublicValue">Its public value, at most as wide as the prime.</param>
    /// <returns>The secret with its leading zeros; a key is derived from it, it is none itself.</returns>
    /// <exception cref="CryptographicException">The value is not between 2 and the prime minus 2, or it failed.</exception>
    public byte[] Agree(ReadOnlySpan<byte> otherPublicValue)
    {
        using PublicKeyCall call = Begin(otherPublicValue);
        _session.Run(call);
        return call.Output.ToArray();
    }

    /// <summary>As <see cref="Agree"/>, beside other calls.</summary>
    /// <param name="otherPublicValue">Its public value; copied before this returns.</param>
    /// <param name="cancellationToken">Takes the request back while no device has it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> AgreeAsync(ReadOnlyMemory<byte> otherPublicValue, CancellationToken cancellationToken = default)
    {
        using PublicKeyCall call = Begin(otherPublicValue.Span);
        await _session.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Output.ToArray();
    }

    /// <summary>Zeroes the private exponent when no operation uses it any more.</summary>
    public void Dispose() => _key.Dispose();

    private PublicKeyCall Begin(ReadOnlySpan<byte> other)
    {
        ObjectDisposedException.ThrowIf(_key.IsClosed, this);
        var call = PublicKeyCall.Rent(PublicKeyOperation.Dh, _key, Size, Size);
        if (TryPlace(other, call))
        {
            return call;
        }

        call.Dispose();
        throw new CryptographicException("the other party's value is not between 2 and the prime minus 2");   // 0, 1 and −1 give the secret away
    }

    private bool TryPlace(ReadOnlySpan<byte> number, PublicKeyCall call)
    {
        var value = new BigInteger(number, isUnsigned: true, isBigEndian: true);
        return value > 1 && value < _prime - 1 && BigEndianNumber.TryPlace(number, call.Input);
    }
}
