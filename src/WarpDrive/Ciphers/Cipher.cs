using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive;

/// <summary>Encrypts and decrypts on accelerators: AES, SM4, DES and 3DES in the modes without authentication. New designs want <see cref="Aead"/>.</summary>
/// <remarks>
/// Thread safe. A warm synchronous call allocates nothing. Data is not padded. Source and destination are the same memory or do not overlap. The key is kept
/// outside the managed heap and zeroed by <see cref="Dispose"/>, once no request uses it any more.
/// </remarks>
public sealed partial class Cipher : IDisposable
{
    private readonly RouteSet<CipherRequest, Completion> _routes;
    private readonly SecretMemory _key;
    private readonly CipherRequest _template;
    private readonly CallShape _shape = new(QueuedFrom);
    private readonly int _ivSize;

    /// <summary>Creates a cipher. Devices are looked for at the first call.</summary>
    /// <param name="algorithm">Block cipher.</param>
    /// <param name="mode">Mode of operation.</param>
    /// <param name="key">AES 16, 24 or 32 bytes (XTS 32 or 64), SM4 16 (XTS 32), DES 8, 3DES 16 or 24.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the cipher.</param>
    /// <exception cref="ArgumentException">They do not go together, or an option is out of range.</exception>
    public Cipher(CipherAlgorithm algorithm, CipherMode mode, ReadOnlySpan<byte> key, CryptoOptions? options = null, Accelerators? accelerators = null)
    {
        CipherFacts.Check(algorithm, mode, key.Length);
        Algorithm = algorithm;
        Mode = mode;
        BlockSize = CipherFacts.IvSize(algorithm);
        _ivSize = mode == CipherMode.Ecb ? 0 : BlockSize;
        _routes = CryptoRouting.Create(
            accelerators ?? Accelerators.Default, CipherClass.Instance, CipherFacts.AlgorithmName(algorithm, mode), "cipher", new QueueOptions(),
            options ?? new CryptoOptions());
        _key = new SecretMemory(key);
        _template = new CipherRequest
        {
            Algorithm = algorithm,
            Mode = mode,
            Flags = RequestFlags.Leased,
            Key = _key.Address,
            KeyLength = key.Length,
        };
    }

    /// <summary>Block cipher.</summary>
    public CipherAlgorithm Algorithm { get; }

    /// <summary>Mode of operation.</summary>
    public CipherMode Mode { get; }

    /// <summary>Bytes of a block, and of an IV: 16, or 8 for DES and 3DES.</summary>
    public int BlockSize { get; }

    /// <summary>Encrypts.</summary>
    /// <param name="iv">IV or tweak of one block; empty for ECB. It is not changed.</param>
    /// <param name="source">Plaintext: whole blocks for ECB and CBC, at least a block for XTS and ciphertext stealing, any length for the others.</param>
    /// <param name="destination">Room for as many bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the buffers overlap without being the same.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public CipherResult Encrypt(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> destination) =>
        Run(iv, source, destination, decrypt: false);

    /// <summary>Decrypts.</summary>
    /// <param name="iv">IV or tweak of one block; empty for ECB. It is not changed.</param>
    /// <param name="source">Ciphertext.</param>
    /// <param name="destination">Room for as many bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the buffers overlap without being the same.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public CipherResult Decrypt(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> destination) =>
        Run(iv, source, destination, decrypt: true);

    /// <summary>As <see cref="Encrypt"/>, but tells failures by status, and answers Busy instead of waiting for a queue.</summary>
    /// <param name="iv">IV or tweak; empty for ECB.</param>
    /// <param name="source">Plaintext.</param>
    /// <param name="destination">Room for as many bytes.</param>
    /// <param name="result">What was done, when the status is Ok.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the buffers overlap without being the same.</exception>
    public RequestStatus TryEncrypt(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> destination, out CipherResult result) =>
        Run(iv, source, destination, decrypt: false, Patience.Device, out result, out _);

    /// <summary>As <see cref="Decrypt"/>, but tells failures by status, and answers Busy instead of waiting for a queue.</summary>
    /// <param name="iv">IV or tweak; empty for ECB.</param>
    /// <param name="source">Ciphertext.</param>
    /// <param name="destination">Room for as many bytes.</param>
    /// <param name="result">What was done, when the status is Ok.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the buffers overlap without being the same.</exception>
    public RequestStatus TryDecrypt(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> destination, out CipherResult result) =>
        Run(iv, source, destination, decrypt: true, Patience.Device, out result, out _);

    /// <summary>Ends the use of this object; the key is zeroed when the last call in progress has ended.</summary>
    public void Dispose() => _key.Dispose();

    private CipherResult Run(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> destination, bool decrypt)
    {
        RequestStatus status = Run(iv, source, destination, decrypt, Patience.Both, out CipherResult result, out RouteAnswer<CipherRequest, Completion> answer);
        if (status != RequestStatus.Ok)
        {
            Failures.Throw(status, _routes, answer);
        }

        return result;
    }

    private unsafe RequestStatus Run(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> destination, bool decrypt, Patience patience, out CipherResult result,
        out RouteAnswer<CipherRequest, Completion> answer)
    {
        Check(iv.Length, source, destination);
        answer = default;
        result = default;
        if (source.IsEmpty)
        {
            return RequestStatus.Ok;
        }

        byte* ownIv = stackalloc byte[16];
        iv.CopyTo(new Span<byte>(ownIv, 16));
        bool held = false;
        try
        {
            _key.DangerousAddRef(ref held);
            fixed (byte* from = source)
            fixed (byte* to = destination)
            {
                CipherRequest request = _template;
                request.Decrypt = decrypt;
                request.Source = (ulong)from;
                request.Destination = (ulong)to;
                request.Iv = _ivSize == 0 ? 0 : (ulong)ownIv;
                return RunPinned(ref request, source.Length, patience, out result, out answer);
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

    /// <summary>Runs a request over pinned memory, in as many steps as its length takes; the key is held.</summary>
    private RequestStatus RunPinned(
        ref CipherRequest request, int length, Patience patience, out CipherResult result, out RouteAnswer<CipherRequest, Completion> answer)
    {
        result = default;
        bool isLong = length > SmallRequest && length > _routes.RequestLimit;
        int limit = isLong ? _routes.RequestLimit & ~15 : length;
        if (isLong && !CipherFacts.IsCuttable(Mode))
        {
            throw new ArgumentException($"one data unit of mode {Mode} has at most {_routes.RequestLimit} bytes", nameof(length));
        }

        request.AdvanceIv = isLong;
        int done = 0;
        RequestStatus status;
        do
        {
            request.Length = Math.Min(limit, length - done);
            status = _routes.Execute(request, done > 0 ? Patience.Both : patience, repeatable: !isLong && request.Source != request.Destination, out answer);
            done += request.Length;
            request.Source += (uint)request.Length;
            request.Destination += (uint)request.Length;
        }
        while (status == RequestStatus.Ok && done < length);

        result = status == RequestStatus.Ok ? new CipherResult(length, answer.Receipt) : default;
        return status;
    }

    private void Check(int ivLength, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_key.IsClosed, this);
        if (ivLength != _ivSize)
        {
            throw new ArgumentException($"the IV has {ivLength} bytes; {Algorithm} in mode {Mode} takes {_ivSize}", nameof(ivLength));
        }

        if (destination.Length < source.Length)
        {
            throw new ArgumentException($"{source.Length} bytes do not fit into {destination.Length}", nameof(destination));
        }

        if (Mode is CipherMode.Ecb or CipherMode.Cbc && source.Length % BlockSize != 0)
        {
            throw new ArgumentException($"{Mode} takes whole blocks of {BlockSize} bytes; the data is not padded here", nameof(source));
        }

        if (source.Overlaps(destination[..source.Length], out int offset) && offset != 0)
        {
            throw new ArgumentException("source and destination overlap without being the same", nameof(destination));
        }
    }
}
