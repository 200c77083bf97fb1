using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>Hashes one message that comes in pieces, then the next. The pieces may run on different queues and devices.</summary>
/// <remarks>
/// One caller at a time. Short pieces are gathered; long ones go to the device from where they are. State and gathered bytes are kept outside the managed
/// heap and zeroed by <see cref="Dispose"/>. After a failure the object has forgotten the message.
/// </remarks>
public sealed class IncrementalHasher : IDisposable
{
    /// <summary>Bytes that are gathered before they are sent: hashing them takes several times what a request does.</summary>
    private const int Gathered = 16 << 10;

    private readonly DigestRoutes _routes;
    private readonly DigestSession _session;
    private readonly SecretMemory? _key;
    private readonly int _block;
    private SecretMemory? _buffer;
    private int _filled;
    private bool _disposed;

    internal IncrementalHasher(DigestRoutes routes, in DigestRequest template, SecretMemory? key)
    {
        _routes = routes;
        _block = template.Algorithm.BlockSize();
        HashSize = template.DigestLength;
        bool held = false;
        key?.DangerousAddRef(ref held);   // until Dispose
        _key = key;
        _session = new DigestSession(routes, template);
    }

    /// <summary>Bytes of a digest.</summary>
    public int HashSize { get; }

    /// <summary>Bytes appended to the message so far.</summary>
    public long Length => (long)_session.Total + _filled;

    /// <summary>Appends to the message.</summary>
    /// <param name="data">The next piece, any length.</param>
    /// <exception cref="CryptoRequestException">A device failed, or there is none; the message is forgotten.</exception>
    public unsafe void Append(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_filled + data.Length <= Gathered)
        {
            Gather(data);
            return;
        }

        if (_filled > 0)
        {
            int count = Gathered - _filled;
            Gather(data[..count]);
            data = data[count..];
            Absorb(_buffer!.Address, Gathered);
            _filled = 0;
        }

        // Something must be left for the end: of a message of whole blocks a last part of none would do too, but costs a request more.
        int limit = _routes.RequestLimit & ~127;
        fixed (byte* from = data)
        {
            int sent = 0;
            while (data.Length - sent > Gathered)
            {
                int count = Math.Min(limit, (data.Length - sent - 1) / _block * _block);
                Absorb((ulong)(from + sent), count);
                sent += count;
            }

            data = data[sent..];
        }

        Gather(data);
    }

    /// <summary>Ends the message and begins another.</summary>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CryptoRequestException">A device failed, or there is none; the message is forgotten.</exception>
    /// <exception cref="ArgumentException">The room is too small; the message goes on.</exception>
    public HashResult GetHashAndReset(Span<byte> digest)
    {
        HashResult result = GetCurrentHash(digest);
        Reset();
        return result;
    }

    /// <summary>Ends the message and begins another.</summary>
    /// <returns>The digest.</returns>
    /// <exception cref="CryptoRequestException">A device failed, or there is none; the message is forgotten.</exception>
    public byte[] GetHashAndReset()
    {
        byte[] digest = new byte[HashSize];
        GetHashAndReset(digest);
        return digest;
    }

    /// <summary>Computes the digest of what was appended so far; the message goes on.</summary>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CryptoRequestException">A device failed, or there is none; the message is forgotten.</exception>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public HashResult GetCurrentHash(Span<byte> digest)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (digest.Length < HashSize)
        {
            throw new ArgumentException($"a digest has {HashSize} bytes; there is room for {digest.Length}", nameof(digest));
        }

        RequestStatus status = _session.Finish(_buffer?.Address ?? 0, _filled, digest[..HashSize], out DigestAnswer answer);
        if (status != RequestStatus.Ok)
        {
            Reset();
            Failures.Throw(status, _routes, answer);
        }

        return new HashResult(HashSize, answer.Receipt);
    }

    /// <summary>Forgets the message.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _session.Reset();
        _buffer?.Span[.._filled].Clear();
        _filled = 0;
    }

    /// <summary>Forgets the message, and zeroes what was kept of it.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _session.Dispose();
            _buffer?.Dispose();
            _key?.DangerousRelease();
        }
    }

    private void Gather(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty)
        {
            _buffer ??= new SecretMemory(Gathered);
            data.CopyTo(_buffer.Span[_filled..]);
            _filled += data.Length;
        }
    }

    private void Absorb(ulong address, int length)
    {
        RequestStatus status = _session.Absorb(address, length, out DigestAnswer answer);
        if (status != RequestStatus.Ok)
        {
            Reset();
            Failures.Throw(status, _routes, answer);
        }
    }
}
