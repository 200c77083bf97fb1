using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>What <see cref="Aead"/> and <see cref="CbcHmac"/> have in common: every form of encrypting and verifying whole messages.</summary>
/// <remarks>
/// Thread safe. A warm synchronous call allocates nothing. Associated data has at most 65535 bytes (CCM: 65279), with the payload at most 16776704, or half the
/// <see cref="AcceleratorOptions.ReservedMemory"/> of a device that shares no addresses. Keys are
/// kept outside the managed heap and zeroed by <see cref="Dispose"/>, once no request uses them any more.
/// </remarks>
public abstract partial class AuthenticatedCipher : IDisposable
{
    /// <summary>Requests with lists that a queue may hold: with associated data every one has two, and a queue has at most 256.</summary>
    private const int ScatteredInFlight = 128;

    private readonly RouteSet<AeadRequest, Completion> _routes;
    private readonly SecretMemory _key;
    private readonly AeadRequest _template;
    private readonly CallShape _shape = new(QueuedFrom);

    [ThreadStatic]
    private static AeadLists? t_lists;

    /// <summary>Creates what calls need. Devices are looked for at the first one.</summary>
    /// <param name="name">Algorithm, as user drivers know it.</param>
    /// <param name="key">Holds all keys; owned from here on.</param>
    /// <param name="template">Algorithm, keys, and nothing of a message.</param>
    /// <param name="options">Wishes; null for the defaults.</param>
    /// <param name="accelerators">The library instance; null for the default.</param>
    private protected AuthenticatedCipher(string name, SecretMemory key, in AeadRequest template, CryptoOptions? options, Accelerators? accelerators)
    {
        _key = key;
        _template = template;
        _template.Flags = RequestFlags.Leased;
        _routes = CryptoRouting.Create(
            accelerators ?? Accelerators.Default, AeadClass.Instance, name, "aead", new QueueOptions { ScatterRequests = ScatteredInFlight }, options ?? new CryptoOptions());
    }

    /// <summary>What it does.</summary>
    public AeadAlgorithm Algorithm => _template.Algorithm;

    /// <summary>Encrypts and authenticates.</summary>
    /// <param name="nonce">GCM 12 bytes, CCM 7 to 13, never used twice under one key; CBC 16, which nobody can foretell.</param>
    /// <param name="plaintext">Plaintext; CBC takes whole blocks of 16 bytes, at least one.</param>
    /// <param name="ciphertext">Room for as many bytes; the same memory as the plaintext or apart from it.</param>
    /// <param name="tag">Becomes the tag: GCM 12 to 16 bytes; CCM 4 to 16, even; HMAC 12 up to the size of the digest, a multiple of 4.</param>
    /// <param name="associatedData">Authenticated and not encrypted.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or buffers overlap.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public CipherResult Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData = default) =>
        Run(nonce, plaintext, ciphertext, tag, associatedData, decrypt: false);

    /// <summary>Verifies and decrypts. Nothing of the plaintext is released unless the tag matches.</summary>
    /// <param name="nonce">The nonce of the encryption.</param>
    /// <param name="ciphertext">Ciphertext.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="plaintext">Room for as many bytes; the same memory as the ciphertext or apart from it. Zeros when the tag does not match, or a device that had the request failed.</param>
    /// <param name="associatedData">The associated data of the encryption.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="AuthenticationTagMismatchException">The tag does not match.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or buffers overlap.</exception>
    /// <exception cref="CryptoRequestException">It failed in another way.</exception>
    public CipherResult Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData = default) =>
        Run(nonce, ciphertext, plaintext, tag, associatedData, decrypt: true);

    /// <summary>As <see cref="Decrypt"/>, but tells failures by status (TagMismatch among them), and answers Busy instead of waiting for a queue.</summary>
    /// <param name="nonce">The nonce of the encryption.</param>
    /// <param name="ciphertext">Ciphertext.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="plaintext">Room for as many bytes.</param>
    /// <param name="associatedData">The associated data of the encryption.</param>
    /// <param name="result">What was done, when the status is Ok.</param>
    /// <exception cref="ArgumentException">A length is wrong, or buffers overlap.</exception>
    public RequestStatus TryDecrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData,
        out CipherResult result) =>
        Run(nonce, ciphertext, plaintext, tag, associatedData, decrypt: true, Patience.Device, out result, out _);

    /// <summary>Ends the use of this object; keys are zeroed when the last call in progress has ended.</summary>
    public void Dispose()
    {
        _key.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Throws unless the sizes are those that the algorithm takes.</summary>
    /// <param name="nonceLength">Bytes of the nonce or IV.</param>
    /// <param name="payloadLength">Bytes to encrypt or decrypt.</param>
    /// <param name="tagLength">Bytes of the tag.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    private protected abstract void CheckSizes(int nonceLength, int payloadLength, int tagLength);

    /// <summary>Begins a message that comes in pieces.</summary>
    /// <param name="nonce">Nonce; its size was checked.</param>
    /// <param name="associated">Associated data.</param>
    /// <param name="decrypt">Which way.</param>
    /// <exception cref="ObjectDisposedException">The object is not used any more.</exception>
    private protected AeadStream BeginStream(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, bool decrypt)
    {
        ObjectDisposedException.ThrowIf(_key.IsClosed, this);
        return new AeadStream(_routes, _template, _key, nonce, associated, decrypt);
    }

    private CipherResult Run(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, Span<byte> destination, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated, bool decrypt)
    {
        RequestStatus status = Run(
            nonce, source, destination, tag, associated, decrypt, Patience.Both, out CipherResult result, out RouteAnswer<AeadRequest, Completion> answer);
        if (status != RequestStatus.Ok)
        {
            Failures.Throw(status, _routes, answer);
        }

        return result;
    }

    private unsafe RequestStatus Run(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, Span<byte> destination, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated, bool decrypt,
        Patience patience, out CipherResult result, out RouteAnswer<AeadRequest, Completion> answer)
    {
        Check(nonce.Length, source, destination, tag, associated);
        if (!_routes.SharesAddresses && source.Length > _routes.RequestLimit - associated.Length)
        {
            answer = new RouteAnswer<AeadRequest, Completion>
            {
                Status = RequestStatus.Refused,
                Refusal = $"associated data and payload have at most {_routes.RequestLimit} bytes together where devices do not share addresses: reserve more memory",
            };
            result = default;
            return RequestStatus.Refused;
        }

        byte* iv = stackalloc byte[AeadFacts.IvBuffer];
        AeadFacts.WriteIv(Algorithm, nonce, new Span<byte>(iv, AeadFacts.IvBuffer));
        bool held = false;
        try
        {
            _key.DangerousAddRef(ref held);
            fixed (byte* from = source)
            fixed (byte* to = destination)
            fixed (byte* mac = tag)
            fixed (byte* extra = associated)
            {
                AeadRequest request = _template;
                request.Decrypt = decrypt;
                request.Iv = (ulong)iv;
                request.Mac = (ulong)mac;
                request.MacLength = tag.Length;
                AeadLists lists = t_lists ??= new AeadLists();
                int gathered = associated.IsEmpty || source.IsEmpty || associated.Length + source.Length > AeadLists.Gathered
                    ? 0 : associated.Length + source.Length;
                if (gathered > 0)
                {
                    lists.WriteGathered(ref request, associated, source, (ulong)to);
                }
                else
                {
                    lists.Write(ref request, (ulong)extra, associated.Length, (ulong)from, (ulong)to, source.Length);
                }

                RequestStatus status = _routes.Execute(request, patience, repeatable: from != to || gathered > 0, out answer);
                bool isIntact = from == to && status is (RequestStatus.Busy or RequestStatus.Refused or RequestStatus.NoDevice);   // the caller may try again
                if (gathered > 0)
                {
                    if (isIntact)
                    {
                        lists.Payload(gathered, source.Length).CopyTo(destination);   // a device that was lost may have begun to write there
                    }

                    lists.Clear(gathered);
                }

                if (status == RequestStatus.Refused && source.IsEmpty)
                {
                    request.Source = (ulong)extra;
                    status = AeadEmpty.Run(request, nonce.Length);
                    answer.Receipt = new Receipt("", "library", "empty message", false, 0, 0, 0);
                }

                if (decrypt && status != RequestStatus.Ok && answer.Queue is not null && !isIntact)
                {
                    destination[..source.Length].Clear();   // a wrong tag, or a device that failed half-way: nothing unverified stays
                }

                result = status == RequestStatus.Ok ? new CipherResult(source.Length, answer.Receipt) : default;
                return status;
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

    private void Check(int nonceLength, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        ObjectDisposedException.ThrowIf(_key.IsClosed, this);
        CheckSizes(nonceLength, source.Length, tag.Length);
        if (destination.Length < source.Length)
        {
            throw new ArgumentException($"{source.Length} bytes do not fit into {destination.Length}", nameof(destination));
        }

        destination = destination[..source.Length];
        if ((source.Overlaps(destination, out int offset) && offset != 0) || destination.Overlaps(tag) || destination.Overlaps(associated))
        {
            throw new ArgumentException("buffers overlap without being the same", nameof(destination));
        }
    }
}
