using System.Buffers;
using System.Buffers.Binary;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <content>Asynchronous, batch and pipeline forms.</content>
public sealed partial class Decompressor
{
    /// <summary>Decompresses the stream, or the gzip member, at the start of a buffer.</summary>
    /// <param name="source">Compressed bytes. Must not be changed, freed or returned to a pool until the task has ended.</param>
    /// <param name="destination">Room for all decompressed bytes; the same holds for it.</param>
    /// <param name="cancellationToken">Before the request is with a device, takes it back; after that the task ends as cancelled once the device has let go.</param>
    /// <exception cref="CompressionException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<CompressionResult> DecompressAsync(
        ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CompressionResult>(cancellationToken);
        }

        if (source.Span.Overlaps(destination.Span))
        {
            throw new ArgumentException("source and destination overlap", nameof(destination));
        }

        if (source.Length > _routes.RequestLimit || !_routes.SharesAddresses)
        {
            return RunOnThreadPool(source, destination, cancellationToken);
        }

        bool queued = _shape.Begin(source.Length, out int arrival);
        if ((!queued || source.IsEmpty || destination.IsEmpty) && TryRunInline(source.Span, destination.Span, arrival, out ValueTask<CompressionResult> done))
        {
            return done;
        }

        if (destination.IsEmpty)
        {
            _shape.End(arrival);
            return RunOnThreadPool(source, destination, cancellationToken);
        }

        var template = new CompressionRequest
        {
            Format = Options.Format,
            Flags = CompressionRequestFlags.Leased,
        };
        return CompressionOperation.Start(_routes, this, _shape, arrival, template, source, destination, cancellationToken);
    }

    /// <summary>Decompresses several buffers side by side on the queues of the asynchronous calls.</summary>
    /// <param name="jobs">What to decompress. No buffer may be touched until the task has ended.</param>
    /// <param name="results">Room for as many results, in the same order.</param>
    /// <param name="cancellationToken">Ends the batch; the task ends when devices have let go of all its buffers.</param>
    /// <exception cref="CompressionException">One failed; all others were done, and the results of those that succeeded are filled in.</exception>
    /// <exception cref="ArgumentException">There are fewer results than jobs.</exception>
    public Task DecompressAsync(
        ReadOnlyMemory<CompressionJob> jobs, Memory<CompressionResult> results, CancellationToken cancellationToken = default) =>
        Batches.RunAsync(_shape, jobs, results, job => DecompressAsync(job.Source, job.Destination, cancellationToken), cancellationToken);

    RequestStatus IBufferCodec.RunWhole(
        ReadOnlySpan<byte> source, Span<byte> destination, out CompressionResult result, out CompressionAnswer answer) =>
        Run(source, destination, Patience.Both, out result, out answer);

    /// <summary>The way of requests that no single descriptor can do.</summary>
    private ValueTask<CompressionResult> RunOnThreadPool(
        ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellationToken) =>
        ThreadPoolCall.Start(
            static call => call.Codec.Decompress(call.Source.Span, call.Destination.Span), (Codec: this, Source: source, Destination: destination),
            cancellationToken);

    /// <summary>Runs a call on its caller's thread, unless a daemon would have to be waited for there.</summary>
    private bool TryRunInline(ReadOnlySpan<byte> source, Span<byte> destination, int arrival, out ValueTask<CompressionResult> done)
    {
        RequestStatus status;
        CompressionResult result;
        CompressionAnswer answer;
        try
        {
            status = Run(source, destination, Patience.Queue, out result, out answer);
        }
        catch
        {
            _shape.End(arrival);
            throw;
        }

        return InlineCall.TryEnd(_routes, _shape, arrival, status, result, answer, out done);
    }

    /// <summary>Decompresses a sequence into a writer: one stream, or gzip members one after the other.</summary>
    /// <param name="source">Compressed bytes, in segments of any size. What follows the last stream is ignored.</param>
    /// <param name="destination">Where the bytes go, piece by piece; it is not completed.</param>
    /// <returns>Bytes used of the source, and bytes written.</returns>
    /// <exception cref="CompressionException">It failed, <c>OutputLimit</c> beyond <see cref="DecompressionOptions.MaxOutputLength"/>; what was written by then stays.</exception>
    public CompressionTotals Decompress(ReadOnlySequence<byte> source, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (TryDecompressScattered(source, destination, out CompressionTotals totals))
        {
            return totals;
        }

        using var decoder = new StreamDecoder(_routes, Options.Format, Options.MaxOutputLength);
        byte[] gathered = ArrayPool<byte>.Shared.Rent(GatherInput);
        try
        {
            ReadOnlySequence<byte> rest = source;
            while (true)
            {
                ReadOnlySpan<byte> piece = rest.FirstSpan;
                if (piece.Length < GatherInput && !rest.IsSingleSegment)
                {
                    int count = (int)Math.Min(GatherInput, rest.Length);
                    rest.Slice(0, count).CopyTo(gathered);
                    piece = gathered.AsSpan(0, count);
                }

                RequestStatus status = decoder.Decode(
                    piece, destination.GetSpan(RoomAsked), piece.Length == rest.Length, out int consumed, out int written);
                if (status is not (RequestStatus.Ok or RequestStatus.StreamEnd))
                {
                    throw decoder.Failure(status);
                }

                destination.Advance(written);
                rest = rest.Slice(consumed);
                if (status == RequestStatus.StreamEnd)
                {
                    return new CompressionTotals(source.Length - rest.Length, decoder.Written, decoder.Receipt);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);   // every request has ended
        }
    }

    /// <summary>
    /// One stream in several segments by one request with a scatter list. What is longer than it looked, damaged, or followed by more is left to
    /// the way piece by piece, which has the words; nothing was written then.
    /// </summary>
    private bool TryDecompressScattered(in ReadOnlySequence<byte> source, IBufferWriter<byte> destination, out CompressionTotals totals)
    {
        totals = default;
        using ScatteredSource? scattered = ScatteredSource.TryPin(_routes.SharesAddresses, source, Piece);
        if (scattered is null)
        {
            return false;
        }

        long guess = 4 * source.Length;
        if (Options.Format == CompressionFormat.Gzip && source.Length >= 18)
        {
            Span<byte> length = stackalloc byte[sizeof(uint)];   // modulo 2^32, at the end of the member (RFC 1952 §2.3.1)
            source.Slice(source.Length - length.Length).CopyTo(length);
            guess = BinaryPrimitives.ReadUInt32LittleEndian(length);
        }

        if (guess > Math.Min(Piece, Options.MaxOutputLength))
        {
            return false;
        }

        Span<byte> room = destination.GetSpan((int)Math.Max(guess, RoomAsked));
        room = room[..(int)Math.Min(room.Length, Options.MaxOutputLength)];
        var template = new CompressionRequest { Format = Options.Format, Flags = CompressionRequestFlags.Leased };
        if (scattered.Execute(_routes, template, room, out CompressionAnswer answer) != RequestStatus.Ok
            || answer.Completion.Consumed != source.Length)
        {
            return false;
        }

        destination.Advance(answer.Completion.Produced);
        totals = new CompressionTotals(source.Length, answer.Completion.Produced, answer.Receipt);
        return true;
    }

    /// <summary>Decompresses several buffers, each one stream: all pinned together, many in flight on one queue.</summary>
    /// <param name="jobs">What to decompress.</param>
    /// <param name="results">Room for as many results, in the same order.</param>
    /// <param name="cancellationToken">Looked at before each job is begun; those begun end first.</param>
    /// <exception cref="CompressionException">One failed; all others were done, and the results of those that succeeded are filled in.</exception>
    /// <exception cref="ArgumentException">There are fewer results than jobs, or the buffers of a job overlap; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the results of what had succeeded are filled in.</exception>
    public void Decompress(ReadOnlySpan<CompressionJob> jobs, Span<CompressionResult> results, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var template = new CompressionRequest
        {
            Format = Options.Format,
            Flags = CompressionRequestFlags.Leased,
        };
        BufferBatch.Run(_routes, this, template, jobs, results, cancellationToken);
    }

    private const int GatherInput = 64 << 10;
    private const int RoomAsked = 64 << 10;
}
