using System.Buffers;

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
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CompressionResult>(cancellationToken);
        }

        try
        {
            return new ValueTask<CompressionResult>(Compress(source.Span, destination.Span));
        }
        catch (CompressionException e)
        {
            return ValueTask.FromException<CompressionResult>(e);
        }
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

        using var stream = new SequenceCompression(_lanes, Options.Format, _windowCode, destination);
        return stream.Run(source);
    }

    /// <summary>Compresses several buffers, each as a stream of its own, on one queue.</summary>
    /// <param name="jobs">What to compress.</param>
    /// <param name="results">Room for as many results, in the same order.</param>
    /// <exception cref="CompressionException">One failed; the results before it are filled in.</exception>
    /// <exception cref="ArgumentException">There are fewer results than jobs.</exception>
    public void Compress(ReadOnlySpan<CompressionJob> jobs, Span<CompressionResult> results)
    {
        if (results.Length < jobs.Length)
        {
            throw new ArgumentException("there are fewer results than jobs", nameof(results));
        }

        for (int i = 0; i < jobs.Length; i++)
        {
            results[i] = Compress(jobs[i].Source.Span, jobs[i].Destination.Span);
        }
    }
}
