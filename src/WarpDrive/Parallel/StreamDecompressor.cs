using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>Decompresses a stream of any length with bounded memory; writing goes on beside decoding.</summary>
/// <remarks>
/// Thread safe; each call has its own thread and about 5 MiB of memory. gzip members one after the other are read as one; zero bytes after the
/// last are padding, anything else is trailing garbage: ignored and reported.
/// </remarks>
public sealed class StreamDecompressor
{
    private readonly Accelerators _accelerators;

    /// <summary>Creates a decompressor of streams.</summary>
    /// <param name="options">What to read; null for gzip. <see cref="DecompressionOptions.MaxOutputLength"/> limits the whole output.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public StreamDecompressor(DecompressionOptions? options = null, Accelerators? accelerators = null)
    {
        Options = options ?? new DecompressionOptions { MaxOutputLength = long.MaxValue };
        Options.Validate();
        _accelerators = accelerators ?? Accelerators.Default;
    }

    /// <summary>What it reads.</summary>
    public DecompressionOptions Options { get; }

    /// <summary>Decompresses what the input still holds.</summary>
    /// <param name="input">Read to its end: what follows the compressed stream is judged, too.</param>
    /// <param name="output">Gets the bytes, on another thread than the caller's. Neither stream is closed.</param>
    /// <param name="progress">Told the compressed bytes used.</param>
    /// <param name="cancellationToken">Looked at between requests; what was written by then stays.</param>
    /// <exception cref="CompressionException">The data is damaged, empty or too long, a device failed, or there is none.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">A stream failed.</exception>
    public DecompressionTotals Decompress(Stream input, Stream output, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using Activity? activity = LibraryMetrics.Activities.StartActivity("warpdrive.decompress");
        using var writer = new WriteBehind(output);
        using var decoder = new StreamDecoder(Decompressor.CreateRoutes(Options, _accelerators), Options.Format, Options.MaxOutputLength, looksBehind: true);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(1 << 20, pinned: true);
        int start = 0, end = 0;
        bool endOfInput = false;
        long read = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RequestStatus status = decoder.Decode(buffer.AsSpan(start, end - start), writer.Room, endOfInput, out int consumed, out int written);
            start += consumed;
            read += consumed;
            if (status is not (RequestStatus.Ok or RequestStatus.StreamEnd))
            {
                throw decoder.Failure(status);
            }

            writer.Advance(written);
            progress?.Report(read);
            if (status == RequestStatus.StreamEnd)
            {
                writer.Complete();
                LibraryMetrics.Describe(activity, read, decoder.Written, decoder.Receipt);
                return new DecompressionTotals(read, decoder.Written, decoder.Members, decoder.TrailingGarbage, decoder.Receipt);
            }

            if (written == 0 && !endOfInput && (consumed == 0 || start == end))
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                end -= start;
                start = 0;
                int count = input.Read(buffer, end, buffer.Length - end);
                endOfInput = count == 0;
                end += count;
            }
        }
    }

    /// <summary>As <see cref="Decompress"/>, on threads of its own.</summary>
    /// <param name="input">Read to the end of the compressed stream.</param>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="progress">Told the compressed bytes used.</param>
    /// <param name="cancellationToken">Looked at between requests.</param>
    public Task<DecompressionTotals> DecompressAsync(
        Stream input, Stream output, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Decompress(input, output, progress, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
