using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>What <see cref="Hasher"/>, <see cref="Hmac"/> and <see cref="AesMac"/> have in common: every form of giving messages and getting digests.</summary>
/// <remarks>
/// Thread safe: any number of threads may use one object. A warm synchronous call allocates nothing. Messages have any length; beyond what one request
/// takes (16776704 bytes) they go in parts. Buffers belong to the device until the call, or its task, has ended.
/// </remarks>
public abstract partial class MessageHasher : IDisposable
{
    /// <summary>Below this no device's limit needs to be asked for.</summary>
    private const int SmallRequest = 64 << 10;

    /// <summary>Bytes from which a call may be queued: below, hashing alone takes less than the way through a queue and back.</summary>
    private const int QueuedFrom = 2 << 10;

    private readonly DigestRoutes _routes;
    private readonly DigestRequest _template;
    private readonly SecretMemory? _key;
    private readonly CallShape _shape = new(QueuedFrom);
    private bool _disposed;

    private protected MessageHasher(DigestAlgorithm algorithm, string operation, SecretMemory? key, int keyLength, CryptoOptions? options, Accelerators? accelerators)
    {
        Algorithm = algorithm;
        HashSize = algorithm.HashSize();
        _key = key;
        _template = new DigestRequest
        {
            Algorithm = algorithm,
            IsHmac = key is not null && !algorithm.IsBlockCipherMac(),
            Flags = RequestFlags.Leased,
            Key = key?.Address ?? 0,
            KeyLength = keyLength,
            DigestLength = HashSize,
        };
        _routes = CryptoRouting.Create(
            accelerators ?? Accelerators.Default, DigestClass.Instance, algorithm.AlgorithmName(), operation, new QueueOptions(), options ?? new CryptoOptions());
    }

    /// <summary>What it computes.</summary>
    public DigestAlgorithm Algorithm { get; }

    /// <summary>Bytes of a digest.</summary>
    public int HashSize { get; }

    /// <summary>Hashes a message.</summary>
    /// <param name="source">Message, any length.</param>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CryptoRequestException">It failed: <c>NoDevice</c>, <c>TimedOut</c>, <c>DeviceLost</c> …</exception>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public HashResult Hash(ReadOnlySpan<byte> source, Span<byte> digest)
    {
        RequestStatus status = Run(source, digest, Patience.Both, out HashResult result, out DigestAnswer answer);
        if (status != RequestStatus.Ok)
        {
            Failures.Throw(status, _routes, answer);
        }

        return result;
    }

    /// <summary>Hashes a message into an array of its own.</summary>
    /// <param name="source">Message, any length.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public byte[] Hash(ReadOnlySpan<byte> source)
    {
        byte[] digest = new byte[HashSize];
        Hash(source, digest);
        return digest;
    }

    /// <summary>As <see cref="Hash(ReadOnlySpan{byte}, Span{byte})"/>, but tells failures by status, and answers Busy instead of waiting for a queue.</summary>
    /// <param name="source">Message.</param>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes.</param>
    /// <param name="result">What was done, when the status is Ok.</param>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public RequestStatus TryHash(ReadOnlySpan<byte> source, Span<byte> digest, out HashResult result) =>
        Run(source, digest, Patience.Device, out result, out _);

    /// <summary>Whether a message has a digest, compared in time that depends on the length only.</summary>
    /// <param name="source">Message.</param>
    /// <param name="expected">The digest, or at least half of it from the left (RFC 2104 §5).</param>
    /// <exception cref="ArgumentException">Less than half of a digest, or more than one, is expected.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public bool Verify(ReadOnlySpan<byte> source, ReadOnlySpan<byte> expected)
    {
        if (expected.Length > HashSize || expected.Length < (HashSize + 1) / 2)
        {
            throw new ArgumentException($"a digest to compare with has {(HashSize + 1) / 2} to {HashSize} bytes", nameof(expected));
        }

        Span<byte> digest = stackalloc byte[64];
        Hash(source, digest);
        bool same = CryptographicOperations.FixedTimeEquals(digest[..expected.Length], expected);
        CryptographicOperations.ZeroMemory(digest);
        return same;
    }

    /// <summary>Ends the use of this object. Calls in progress finish; a key is zeroed with the last of them. Queues stay with the library instance.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            _key?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private unsafe RequestStatus Run(ReadOnlySpan<byte> source, Span<byte> digest, Patience patience, out HashResult result, out DigestAnswer answer)
    {
        CheckRoom(digest.Length, 1);
        bool held = Hold();
        try
        {
            fixed (byte* from = source)
            fixed (byte* to = digest)
            {
                return RunPinned(from, source.Length, to, patience, out result, out answer);
            }
        }
        finally
        {
            LetGo(held);
        }
    }

    /// <summary>Hashes pinned memory; the key is held.</summary>
    private unsafe RequestStatus RunPinned(byte* source, int length, byte* digest, Patience patience, out HashResult result, out DigestAnswer answer)
    {
        if (length > SmallRequest && length > _routes.RequestLimit)
        {
            return RunParts(source, length, digest, out result, out answer);
        }

        DigestRequest request = _template;
        request.Source = source is null ? Nowhere.Address : (ulong)source;
        request.SourceLength = length;
        request.Digest = (ulong)digest;
        bool apart = source + length <= digest || digest + HashSize <= source;
        RequestStatus status = _routes.Execute(request, patience, repeatable: apart, out answer);
        if (status == RequestStatus.Ok)
        {
            result = new HashResult(HashSize, answer.Receipt);
            return RequestStatus.Ok;
        }

        if (status == RequestStatus.Refused && length == 0)
        {
            result = EmptyMessage.Hash(_template, new Span<byte>(digest, HashSize));
            return RequestStatus.Ok;
        }

        result = default;
        return status;
    }

    private unsafe RequestStatus RunParts(byte* source, int length, byte* digest, out HashResult result, out DigestAnswer answer)
    {
        result = default;
        CheckParts();
        int limit = _routes.RequestLimit & ~127;   // whole blocks of any digest
        using var session = new DigestSession(_routes, _template);
        for (; length > limit; source += limit, length -= limit)
        {
            RequestStatus status = session.Absorb((ulong)source, limit, out answer);
            if (status != RequestStatus.Ok)
            {
                return status;
            }
        }

        RequestStatus last = session.Finish((ulong)source, length, new Span<byte>(digest, HashSize), out answer);
        result = last == RequestStatus.Ok ? new HashResult(HashSize, answer.Receipt) : default;
        return last;
    }

    private void CheckParts()
    {
        if (Algorithm.IsBlockCipherMac())
        {
            throw new NotSupportedException($"{Algorithm.AlgorithmName()} takes whole messages of up to {_routes.RequestLimit} bytes only: devices have no parts of it");
        }
    }

    private void CheckRoom(int room, int digests)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (room / HashSize < digests)
        {
            throw new ArgumentException($"a digest has {HashSize} bytes; there is room for {room}, and {digests} are wanted", nameof(room));
        }
    }

    /// <summary>Keeps the key where it is until <see cref="LetGo"/>.</summary>
    private bool Hold()
    {
        bool held = false;
        _key?.DangerousAddRef(ref held);
        return held;
    }

    private void LetGo(bool held)
    {
        if (held)
        {
            _key!.DangerousRelease();
        }
    }
}
