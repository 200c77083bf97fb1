using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Authenticates messages with GMAC (SP 800-38D) on accelerators.</summary>
/// <remarks>Thread safe. At most 16776704 bytes a message. A nonce must never come twice under one key. The key is kept outside the managed heap and zeroed by <see cref="Dispose"/>.</remarks>
public sealed class Gmac : IDisposable
{
    /// <summary>Bytes of a tag.</summary>
    public const int TagSize = 16;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceSize = 12;

    private readonly DigestRoutes _routes;
    private readonly SecretMemory _key;
    private readonly int _keyLength;

    /// <summary>Creates a MAC. Devices are looked for at the first call.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the object.</param>
    /// <exception cref="ArgumentException">The key has another length, or an option is out of range.</exception>
    public Gmac(ReadOnlySpan<byte> key, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        if (key.Length is not (16 or 24 or 32))
        {
            throw new ArgumentException($"the key has {key.Length} bytes; AES takes 16, 24 or 32", nameof(key));
        }

        _routes = CryptoRouting.Create(
            accelerators ?? Accelerators.Default, DigestClass.Instance, DigestAlgorithm.AesGmac.AlgorithmName(), "mac", new QueueOptions(),
            options ?? new CryptoOptions());
        _key = new SecretMemory(key);
        _keyLength = key.Length;
    }

    /// <summary>Computes a tag.</summary>
    /// <param name="nonce">12 bytes, never used before with this key.</param>
    /// <param name="message">Message.</param>
    /// <param name="tag">Room for 16 bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public unsafe HashResult Compute(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        if (nonce.Length != NonceSize)
        {
            throw new ArgumentException($"the nonce has {nonce.Length} bytes; GMAC takes {NonceSize}", nameof(nonce));
        }

        if (tag.Length < TagSize)
        {
            throw new ArgumentException($"a tag has {TagSize} bytes", nameof(tag));
        }

        if (message.Length > _routes.RequestLimit)
        {
            throw new ArgumentException($"a message has at most {_routes.RequestLimit} bytes", nameof(message));
        }

        byte* iv = stackalloc byte[DigestFacts.IvBuffer];
        new Span<byte>(iv, DigestFacts.IvBuffer).Clear();
        nonce.CopyTo(new Span<byte>(iv, NonceSize));
        bool held = false;
        try
        {
            _key.DangerousAddRef(ref held);
            fixed (byte* from = message)
            fixed (byte* to = tag)
            {
                var request = new DigestRequest
                {
                    Algorithm = DigestAlgorithm.AesGmac,
                    Flags = RequestFlags.Leased,
                    Source = from is null ? Nowhere.Address : (ulong)from,
                    SourceLength = message.Length,
                    Key = _key.Address,
                    KeyLength = _keyLength,
                    Iv = (ulong)iv,
                    Digest = (ulong)to,
                    DigestLength = TagSize,
                };
                RequestStatus status = _routes.Execute(request, Patience.Both, repeatable: !message.Overlaps(tag), out DigestAnswer answer);
                if (status != RequestStatus.Ok)
                {
                    Failures.Throw(status, _routes, answer);
                }

                return new HashResult(TagSize, answer.Receipt);
            }
        }
        finally
        {
            if (held)
            {
                _key.DangerousRelease();
            }
        }
    }

    /// <summary>Whether a message has a tag, compared in time that depends on the length only.</summary>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="message">Message.</param>
    /// <param name="tag">The tag: 16 bytes, or 12 to 15 of it from the left (SP 800-38D §5.2.1.2).</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public bool Verify(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag)
    {
        if (tag.Length is < 12 or > TagSize)
        {
            throw new ArgumentException("a tag to compare with has 12 to 16 bytes", nameof(tag));
        }

        Span<byte> right = stackalloc byte[TagSize];
        Compute(nonce, message, right);
        bool same = CryptographicOperations.FixedTimeEquals(right[..tag.Length], tag);
        right.Clear();
        return same;
    }

    /// <summary>Ends the use of this object; the key is zeroed when the last call in progress has ended.</summary>
    public void Dispose() => _key.Dispose();
}
