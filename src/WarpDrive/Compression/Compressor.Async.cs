using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <content>Asynchronous, batch and pipeline forms.</content>
public sealed partial class Compressor
{
    /// <summary>Compresses a buffer into another, as one complete stream.</summary>
    /// <param name="source">Bytes to compress. Must not be changed, freed or returned to a pool until the task has ended.</param>
    /// <param name="destination">Room; the same holds for it.</param>
    /// <param name="cancellationToken">Before the request is with a device, takes it back; after that the task ends as cancelled once the device has let go.</param>
    /// <exception cref="CompressionException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<CompressionResult> CompressAsync(
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
        if ((!queued || destination.IsEmpty) && TryRunInline(source.Span, destination.Span, arrival, out ValueTask<CompressionResult> done))
        {
            return done;
        }

        var template = new CompressionRequest
        {
            Format = Options.Format,
            Flags = CompressionRequestFlags.Leased,
            WindowCode = _windowCode,
        };
        return CompressionOperation.Start(_routes, this, _shape, arrival, template, source, destination, cancellationToken);
    }

    /// <summary>Compresses several buffers side by side on the queues of the asynchronous calls.</summary>
    /// <param name="jobs">What to compress. No buffer may be touched until the task has ended.</param>
    /// <param name="results">Room for as many results, in the same order.</param>
    /// <param name="cancellationToken">Ends the batch; the task ends when devices have let go of all its buffers.</param>
    /// <exception cref="CompressionException">One failed; all others were done, and the results of those that succeeded are filled in.</exception>
    /// <exception cref="ArgumentException">There are fewer results than jobs.</exception>
    public Task CompressAsync(
        ReadOnlyMemory<CompressionJob> jobs, Memory<CompressionResult> results, CancellationToken cancellationToken = default) =>
        Batches.RunAsync(_shape, jobs, results, job => CompressAsync(job.Source, job.Destination, cancellationToken), cancellationToken);

    RequestStatus IBufferCodec.RunWhole(
        ReadOnlySpan<byte> source, Span<byte> destination, out CompressionResult result, out CompressionAnswer answer) =>
        Run(source, destination, Patience.Both, out result, out answer);

    /// <summary>The way of requests that no single descriptor can do.</summary>
    private ValueTask<CompressionResult> RunOnThreadPool(
        ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellationToken) =>
        ThreadPoolCall.Start(
            static call => call.Codec.Compress(call.Source.Span, call.Destination.Span), (Codec: this, Source: source, Destination: destination),
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

    /// <summary>Compresses a sequence into a writer, as one complete stream.</summary>
    /// <param name="source">Bytes to compress, any length.</param>
    /// <param name="destination">Where the stream goes, piece by piece; it is not completed.</param>
    /// <exception cref="CompressionException">It failed; what was written by then stays.</exception>
    public unsafe CompressionTotals Compress(ReadOnlySequence<byte> source, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (source.IsSingleSegment && source.Length <= Piece)
        {
            Span<byte> room = destination.GetSpan((int)MaxCompressedLength(source.Length));
            CompressionResult result = Compress(source.FirstSpan, room);
            destination.Advance(result.BytesWritten);
            return new CompressionTotals(result.BytesConsumed, result.BytesWritten, result.Receipt);
        }

        using (ScatteredSource? scattered = ScatteredSource.TryPin(_routes.SharesAddresses, source, Piece))
        {
            if (scattered is not null)
            {
                var template = new CompressionRequest { Format = Options.Format, Flags = CompressionRequestFlags.Leased, WindowCode = _windowCode };
                Span<byte> room = destination.GetSpan((int)MaxCompressedLength(source.Length));
                RequestStatus status = scattered.Execute(_routes, template, room, out CompressionAnswer answer);
                if (status == RequestStatus.Ok)
                {
                    destination.Advance(answer.Completion.Produced);
                    return new CompressionTotals(source.Length, answer.Completion.Produced, answer.Receipt);
                }

                if (status != RequestStatus.Refused)
                {
                    Failures.Throw(status, _routes, answer);
                }
            }
        }

        // Beyond one request, or a driver that takes no such list: piece by piece.
        using var stream = new SequenceCompression(_routes, Options.Format, _windowCode, destination);
        return stream.Run(source);
    }

    /// <summary>Compresses several buffers, each as a stream of its own: all pinned together, many in flight on one queue.</summary>
    /// <param name="jobs">What to compress.</param>
    /// <param name="results">Room for as many results, in the same order.</param>
    /// <param name="cancellationToken">Looked at before each job is begun; those begun end first.</param>
    /// <exception cref="CompressionException">One failed; all others were done, and the results of those that succeeded are filled in.</exception>
    /// <exception cref="ArgumentException">There are fewer results than jobs, or the buffers of a job overlap; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the results of what had succeeded are filled in.</exception>
    public void Compress(ReadOnlySpan<CompressionJob> jobs, Span<CompressionResult> results, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var template = new CompressionRequest
        {
            Format = Options.Format,
            Flags = CompressionRequestFlags.Leased,
            WindowCode = _windowCode,
            Source = Nowhere.Address,
        };
        BufferBatch.Run(_routes, this, template, jobs, results, cancellationToken);
    }
}
