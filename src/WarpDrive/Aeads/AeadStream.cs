using System.Buffers.Binary;
using System.Security.Cryptography;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>One GCM message that comes in pieces. Made by <see cref="Aead.BeginEncrypt"/> and <see cref="Aead.BeginDecrypt"/>.</summary>
/// <remarks>
/// One caller at a time. Decryption gives plaintext out before the tag was seen: do nothing with it that cannot be undone until <see cref="Verify"/> has
/// returned. State and key are zeroed by <see cref="Dispose"/>. A part is not repeated when its device is lost; the message then ends as failed.
/// </remarks>
public sealed class AeadStream : IDisposable
{
    private const int Block = 16;
    private const ulong MostBytes = (1UL << 36) - 32;   // SP 800-38D §5.2.1.1: beyond it the counter comes round, and the key stream with it

    private readonly RouteSet<AeadRequest, Completion> _routes;
    private readonly AeadRequest _template;
    private readonly SecretMemory _key;
    private readonly SecretMemory _memory = new(4 * Block);   // IV and counter, state, bytes of an unfinished block, tag
    private readonly AeadParts? _local;
    private int _pending;
    private ulong _total;
    private bool _ended;
    private bool _disposed;

    internal AeadStream(
        RouteSet<AeadRequest, Completion> routes, in AeadRequest template, SecretMemory key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated,
        bool decrypt)
    {
        bool held = false;
        key.DangerousAddRef(ref held);   // until Dispose
        _key = key;
        _routes = routes;
        _template = template;
        _template.Decrypt = decrypt;
        _template.Iv = _memory.Address;
        _template.State = _memory.Address + Block;
        _template.AssociatedLength = associated.Length;
        nonce.CopyTo(_memory.Span);
        try
        {
            Begin(associated, out _local);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the last part ran.</summary>
    public Receipt Receipt { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="source">The piece, any length.</param>
    /// <param name="destination">Room for as many bytes and 15 more; apart from the source.</param>
    /// <returns>Bytes written: whole blocks; the rest comes with a later piece or the end.</returns>
    /// <exception cref="ArgumentException">The room is too small, the buffers overlap, or the message would have more than 2^36 − 32 bytes.</exception>
    /// <exception cref="CryptoRequestException">It failed; the message cannot be continued.</exception>
    public unsafe int Update(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Check(source, destination, (_pending + source.Length) / Block * Block);
        int written = 0;
        if (_pending > 0 && _pending + source.Length >= Block)
        {
            int count = Block - _pending;
            source[..count].CopyTo(_memory.Span[((2 * Block) + _pending)..]);
            source = source[count..];
            fixed (byte* to = destination)
            {
                Middle(_memory.Address + (2 * Block), (ulong)to, Block);
            }

            written = Block;
            _pending = 0;
        }

        int limit = _routes.RequestLimit & ~(Block - 1);
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            int done = 0;
            while (_pending == 0 && source.Length - done >= Block)
            {
                int count = Math.Min(limit, (source.Length - done) & ~(Block - 1));
                Middle((ulong)(from + done), (ulong)(to + written), count);
                done += count;
                written += count;
            }

            source[done..].CopyTo(_memory.Span.Slice((2 * Block) + _pending, Block));
            _pending += source.Length - done;
        }

        return written;
    }

    /// <summary>Ends the encryption.</summary>
    /// <param name="destination">Room for what is left: at most 15 bytes.</param>
    /// <param name="tag">Becomes the tag, 12 to 16 bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidOperationException">It is a decryption.</exception>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public int Finish(Span<byte> destination, Span<byte> tag)
    {
        if (_template.Decrypt)
        {
            throw new InvalidOperationException("a decryption ends with Verify");
        }

        int written = Last(destination, tag.Length);
        _memory.Span.Slice(3 * Block, tag.Length).CopyTo(tag);
        return written;
    }

    /// <summary>Ends the decryption and compares the tag.</summary>
    /// <param name="tag">The tag, 12 to 16 bytes.</param>
    /// <param name="destination">Room for what is left: at most 15 bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="AuthenticationTagMismatchException">The tag does not match: everything given out so far is to be thrown away.</exception>
    /// <exception cref="InvalidOperationException">It is an encryption.</exception>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="CryptoRequestException">It failed in another way.</exception>
    public int Verify(ReadOnlySpan<byte> tag, Span<byte> destination)
    {
        if (!_template.Decrypt)
        {
            throw new InvalidOperationException("an encryption ends with Finish");
        }

        AeadFacts.CheckSizes(_template.Algorithm, 12, tag.Length);
        Check([], destination, _pending);
        tag.CopyTo(_memory.Span[(3 * Block)..]);
        return Last(destination, tag.Length);
    }

    /// <summary>Forgets the message, and zeroes what was kept of it.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ended = true;
            _local?.Dispose();
            _memory.Dispose();
            _key.DangerousRelease();
        }
    }

    private unsafe void Begin(ReadOnlySpan<byte> associated, out AeadParts? local)
    {
        local = null;
        if (associated.IsEmpty)
        {
            // Devices begin a stream with associated data (hisi-sec.md §7.4): without any the processor does it.
            BinaryPrimitives.WriteUInt32BigEndian(_memory.Span[12..], 1);
            local = new AeadParts();
            return;
        }

        fixed (byte* from = associated)
        {
            AeadRequest request = _template;
            request.Part = StreamPart.First;
            request.Source = (ulong)from;
            request.Destination = (ulong)from;   // nothing is written there
            Execute(request);
        }
    }

    private void Middle(ulong source, ulong destination, int length)
    {
        AeadRequest request = _template;
        request.Part = StreamPart.Middle;
        request.AssociatedLength = 0;
        request.Source = source;
        request.Destination = destination;
        request.PayloadLength = length;
        Execute(request);
        _total += (uint)length;
    }

    private unsafe int Last(Span<byte> destination, int tagLength)
    {
        AeadFacts.CheckSizes(_template.Algorithm, 12, tagLength);
        Check([], destination, _pending);
        fixed (byte* to = destination)
        {
            AeadRequest request = _template;
            request.Part = StreamPart.Last;
            request.Source = _memory.Address + (2 * Block);
            request.Destination = to is null ? request.Source : (ulong)to;
            request.PayloadLength = _pending;
            request.TotalPayload = _total + (uint)_pending;
            request.Mac = _memory.Address + (3 * Block);
            request.MacLength = tagLength;
            Execute(request);
        }

        _ended = true;
        return _pending;
    }

    private void Execute(in AeadRequest request)
    {
        RequestStatus status;
        RouteAnswer<AeadRequest, Completion> answer = default;
        if (_local is not null)
        {
            status = _local.Run(request);
            answer.Receipt = new Receipt("", "library", "stream without associated data", false, 0, 0, 0);
        }
        else
        {
            status = _routes.Execute(request, Patience.Both, repeatable: false, out answer);
        }

        Receipt = answer.Receipt;
        if (status != RequestStatus.Ok)
        {
            _ended = true;
            Failures.Throw(status, _routes, answer);
        }
    }

    private void Check(ReadOnlySpan<byte> source, Span<byte> destination, int wanted)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_ended)
        {
            throw new InvalidOperationException("the message has ended, or failed");
        }

        if (_total + (ulong)_pending + (ulong)source.Length > MostBytes)
        {
            throw new ArgumentException("a GCM message has at most 2^36 - 32 bytes", nameof(source));
        }

        if (destination.Length < wanted)
        {
            throw new ArgumentException($"{wanted} bytes come out; there is room for {destination.Length}", nameof(destination));
        }

        if (source.Overlaps(destination))
        {
            throw new ArgumentException("source and destination overlap", nameof(destination));
        }
    }
}
