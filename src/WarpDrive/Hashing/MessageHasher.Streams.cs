using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <content>Messages that come in pieces.</content>
public abstract partial class MessageHasher
{
    /// <summary>Read from a stream at once.</summary>
    private const int ReadSize = 256 << 10;

    /// <summary>Begins a message that comes in pieces.</summary>
    /// <exception cref="NotSupportedException">The algorithm takes whole messages only.</exception>
    public IncrementalHasher CreateIncremental()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckParts();
        return new IncrementalHasher(_routes, _template, _key);
    }

    /// <summary>Hashes a sequence.</summary>
    /// <param name="source">Message, in segments of any size.</param>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public HashResult Hash(in ReadOnlySequence<byte> source, Span<byte> digest)
    {
        if (source.IsSingleSegment)
        {
            return Hash(source.FirstSpan, digest);
        }

        CheckRoom(digest.Length, 1);
        if (TryScattered(source, digest, out HashResult result))
        {
            return result;
        }

        using IncrementalHasher incremental = CreateIncremental();   // beyond one request, or a driver that takes no such list
        foreach (ReadOnlyMemory<byte> segment in source)
        {
            incremental.Append(segment.Span);
        }

        return incremental.GetHashAndReset(digest);
    }

    /// <summary>Hashes a stream to its end.</summary>
    /// <param name="source">Message.</param>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public HashResult Hash(Stream source, Span<byte> digest)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckRoom(digest.Length, 1);
        using IncrementalHasher incremental = CreateIncremental();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            while (source.Read(buffer, 0, ReadSize) is int count and > 0)
            {
                incremental.Append(buffer.AsSpan(0, count));
            }

            return incremental.GetHashAndReset(digest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);   // every request has ended
        }
    }

    /// <summary>Hashes a stream to its end.</summary>
    /// <param name="source">Message.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public byte[] Hash(Stream source)
    {
        byte[] digest = new byte[HashSize];
        Hash(source, digest);
        return digest;
    }

    /// <summary>Hashes a stream to its end: waits for the stream asynchronously, and hashes between the reads.</summary>
    /// <param name="source">Message.</param>
    /// <param name="digest">Room for <see cref="HashSize"/> bytes.</param>
    /// <param name="cancellationToken">Given to the stream.</param>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public async ValueTask<HashResult> HashAsync(Stream source, Memory<byte> digest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckRoom(digest.Length, 1);
        using IncrementalHasher incremental = CreateIncremental();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            while (await source.ReadAsync(buffer.AsMemory(0, ReadSize), cancellationToken).ConfigureAwait(false) is int count and > 0)
            {
                incremental.Append(buffer.AsSpan(0, count));
            }

            return incremental.GetHashAndReset(digest.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);   // every request has ended
        }
    }

    /// <summary>Hashes a stream to its end.</summary>
    /// <param name="source">Message.</param>
    /// <param name="cancellationToken">Given to the stream.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="CryptoRequestException">It failed.</exception>
    public async ValueTask<byte[]> HashAsync(Stream source, CancellationToken cancellationToken = default)
    {
        byte[] digest = new byte[HashSize];
        await HashAsync(source, digest, cancellationToken).ConfigureAwait(false);
        return digest;
    }

    private unsafe bool TryScattered(in ReadOnlySequence<byte> source, Span<byte> digest, out HashResult result)
    {
        result = default;
        using ScatteredSource? scattered = ScatteredSource.TryPin(_routes.SharesAddresses, source, _routes.RequestLimit);
        if (scattered is null)
        {
            return false;
        }

        bool held = Hold();
        try
        {
            fixed (byte* to = digest)
            {
                DigestRequest request = _template;
                request.Source = scattered.Pieces[0].Address;
                request.SourceLength = (int)source.Length;
                request.SourceList = scattered.Pieces;
                request.Digest = (ulong)to;
                RequestStatus status = _routes.Execute(request, Patience.Both, repeatable: false, out DigestAnswer answer);
                if (status is RequestStatus.Refused or RequestStatus.DeviceLost)
                {
                    return false;
                }

                if (status != RequestStatus.Ok)
                {
                    Failures.Throw(status, _routes, answer);
                }

                result = new HashResult(HashSize, answer.Receipt);
                return true;
            }
        }
        finally
        {
            LetGo(held);
        }
    }
}
