using System.Diagnostics;

namespace WarpDrive;

/// <summary>Compresses a stream of any length with all processors, into one ordinary stream that every reader of the format reads.</summary>
/// <remarks>
/// Thread safe; each call has its own threads and memory, which is bounded by <see cref="ParallelCompressionOptions"/>. The input is cut into
/// blocks that share no history; each is compressed by a queue of its own as the not-last part of a stream, which ends on a byte boundary (RFC 1951
/// §3.2.4), so that the pieces can stand one behind the other; checksums are combined.
/// </remarks>
public sealed class ParallelCompressor
{
    private readonly Accelerators _accelerators;

    /// <summary>Creates a compressor of streams.</summary>
    /// <param name="options">How; null for gzip at level 6.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public ParallelCompressor(ParallelCompressionOptions? options = null, Accelerators? accelerators = null)
    {
        Options = options ?? new ParallelCompressionOptions();
        Options.Validate();
        _accelerators = accelerators ?? Accelerators.Default;
    }

    /// <summary>How it works.</summary>
    public ParallelCompressionOptions Options { get; }

    /// <summary>Compresses everything that the input still holds.</summary>
    /// <param name="input">Read to its end; read by one thread at a time, not always the caller's.</param>
    /// <param name="output">Gets one complete stream; written by one thread at a time. Neither stream is closed.</param>
    /// <param name="progress">Told the input bytes done, after each block.</param>
    /// <param name="cancellationToken">Looked at between blocks; what was written by then stays.</param>
    /// <exception cref="CompressionException">A device failed, or there is none.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">A stream failed.</exception>
    public CompressionTotals Compress(Stream input, Stream output, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using Activity? activity = LibraryMetrics.Activities.StartActivity("warpdrive.compress");
        var run = new ParallelCompression(Options, _accelerators, input, output, progress, cancellationToken);
        CompressionTotals totals = run.Run();
        LibraryMetrics.Describe(activity, totals.BytesRead, totals.BytesWritten, totals.Receipt);
        return totals;
    }

    /// <summary>As <see cref="Compress"/>, on threads of its own.</summary>
    /// <param name="input">Read to its end.</param>
    /// <param name="output">Gets one complete stream.</param>
    /// <param name="progress">Told the input bytes done, after each block.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    public Task<CompressionTotals> CompressAsync(
        Stream input, Stream output, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Compress(input, output, progress, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
