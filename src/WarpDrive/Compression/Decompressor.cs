using System.Buffers.Binary;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Decompresses buffers on accelerators: deflate (RFC 1951), zlib (RFC 1950) or gzip (RFC 1952).</summary>
/// <remarks>
/// Thread safe: any number of threads may use one object. A warm synchronous call on buffers of up to 8 MiB allocates nothing.
/// Checksums are always verified. Preset dictionaries are refused.
/// </remarks>
public sealed partial class Decompressor : IDisposable, IBufferCodec
{
    /// <summary>Input of one request of a stream.</summary>
    private const int Piece = 1 << 20;

    private readonly CompressionRoutes _routes;
    private readonly CallShape _shape = new();
    private bool _disposed;

    /// <summary>Creates a decompressor. Devices are looked for at the first call.</summary>
    /// <param name="options">What to read; null for gzip.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the decompressor.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Decompressor(DecompressionOptions? options = null, Accelerators? accelerators = null)
    {
        Options = options ?? new DecompressionOptions();
        Options.Validate();
        _routes = CreateRoutes(Options, accelerators ?? Accelerators.Default);
    }

    /// <summary>What it reads.</summary>
    public DecompressionOptions Options { get; }

    /// <summary>
    /// Decompresses the stream, or the gzip member, at the start of a buffer. <see cref="CompressionResult.BytesConsumed"/> tells where it ended.
    /// </summary>
    /// <param name="source">Compressed bytes; what follows the stream is left alone.</param>
    /// <param name="destination">Room for all decompressed bytes. Must not overlap the source.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CompressionException">It failed: <c>BadData</c>, <c>Truncated</c>, <c>ChecksumMismatch</c>, <c>OutputTooSmall</c>, <c>NoDevice</c> …</exception>
    /// <exception cref="ArgumentException">The buffers overlap.</exception>
    public CompressionResult Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        RequestStatus status = Run(source, destination, Patience.Both, out CompressionResult result, out CompressionAnswer answer);
        if (status != RequestStatus.Ok)
        {
            Failures.Throw(status, _routes, answer);
        }

        return result;
    }

    /// <summary>As <see cref="Decompress(ReadOnlySpan{byte}, Span{byte})"/>, but tells failures by status, and answers Busy instead of waiting for a queue.</summary>
    /// <param name="source">Compressed bytes.</param>
    /// <param name="destination">Room for all decompressed bytes.</param>
    /// <param name="result">What was done, when the status is Ok.</param>
    /// <exception cref="ArgumentException">The buffers overlap.</exception>
    public RequestStatus TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination, out CompressionResult result) =>
        Run(source, destination, Patience.Device, out result, out _);

    /// <summary>Decompresses a buffer into an array of its own: one stream, or gzip members one after the other.</summary>
    /// <param name="source">Compressed bytes. Bytes after the last stream that begin no further gzip member are ignored.</param>
    /// <exception cref="CompressionException">It failed; <c>OutputLimit</c> beyond <see cref="DecompressionOptions.MaxOutputLength"/>.</exception>
    public byte[] Decompress(ReadOnlySpan<byte> source)
    {
        using var writer = new PooledWriter(SizeHint(source));
        int used = 0;
        do
        {
            used += DecompressTo(source[used..], writer, Options.MaxOutputLength);
        }
        while (Options.Format == CompressionFormat.Gzip && source[used..].StartsWith(Formats.GzipHeader[..2]));

        return writer.ToArray();
    }

    /// <summary>Ends the use of this object. Calls in progress finish; queues stay with the library instance.</summary>
    public void Dispose() => Volatile.Write(ref _disposed, true);

    internal static CompressionRoutes CreateRoutes(DecompressionOptions options, Accelerators accelerators) => CompressionRouting.Create(
        accelerators, options.Format, CompressionDirection.Decompress, 0, options.Device, options.Scheduling, options.Deadline);

    private unsafe RequestStatus Run(
        ReadOnlySpan<byte> source, Span<byte> destination, Patience patience, out CompressionResult result, out CompressionAnswer answer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (source.Overlaps(destination))
        {
            throw new ArgumentException("source and destination overlap", nameof(destination));
        }

        result = default;
        if (source.IsEmpty)
        {
            answer = default;
            return RequestStatus.Truncated;
        }

        byte nothing = 0;
        fixed (byte* from = source)
        fixed (byte* pinnedRoom = destination)
        {
            byte* room = pinnedRoom is null ? &nothing : pinnedRoom;
            int limit = source.Length > Compressor.SmallRequest || destination.Length > Compressor.SmallRequest
                ? _routes.RequestLimit : Compressor.SmallRequest;
            if (source.Length > limit || destination.IsEmpty || (destination.Length > limit && SizeHint(source) > limit))
            {
                return RunStream(from, source.Length, room, destination.Length, patience, out result, out answer);
            }

            var request = new CompressionRequest
            {
                Format = Options.Format,
                Flags = CompressionRequestFlags.Leased,
                Source = (ulong)from,
                SourceLength = source.Length,
                Destination = (ulong)room,
                DestinationLength = Math.Min(destination.Length, limit),
            };
            RequestStatus status = _routes.Execute(request, patience, repeatable: true, out answer);
            if (status == RequestStatus.Ok)
            {
                result = Compressor.Result(request, answer);
                return result.BytesWritten < 0 ? RequestStatus.DeviceError : status;
            }

            return status == RequestStatus.OutputTooSmall && destination.Length > limit
                ? RunStream(from, source.Length, room, destination.Length, patience, out result, out answer)
                : status;
        }
    }

    /// <summary>A guess of the decompressed length, to pick a way and a first buffer; nothing relies on it.</summary>
    private long SizeHint(ReadOnlySpan<byte> source)
    {
        // A gzip member ends with its length modulo 2^32 (RFC 1952 §2.3.1); the source may hold more members or rubbish.
        long guess = Options.Format == CompressionFormat.Gzip && source.Length >= 18
            ? BinaryPrimitives.ReadUInt32LittleEndian(source[^4..])
            : 4L * source.Length;
        return Math.Clamp(guess, source.Length, Math.Max(source.Length, Math.Min(1024L * source.Length, Options.MaxOutputLength)));
    }

    private unsafe RequestStatus RunStream(
        byte* source, int length, byte* destination, int room, Patience patience, out CompressionResult result, out CompressionAnswer answer)
    {
        result = default;
        if (patience == Patience.Queue)
        {
            answer = default;
            return InlineCall.Elsewhere;
        }

        int limit = _routes.RequestLimit;
        byte* spare = stackalloc byte[SpareRoom];
        using var session = new StreamSession(_routes, Options.Format, 0, headerless: false);
        int used = 0, written = 0;
        while (true)
        {
            // With the room used up, the rest of the stream may still be an end mark and a trailer: they go to spare room.
            bool full = written == room;
            RequestStatus status = session.Step((ulong)(source + used), Math.Min(length - used, Math.Min(Piece, limit)),
                full ? (ulong)spare : (ulong)(destination + written), full ? SpareRoom : Math.Min(room - written, limit), last: false, out answer);
            if (status > RequestStatus.MoreOutput)
            {
                return status;
            }

            used += answer.Completion.Consumed;
            if (full && answer.Completion.Produced > 0)
            {
                return RequestStatus.OutputTooSmall;
            }

            written += answer.Completion.Produced;
            if (status == RequestStatus.StreamEnd)
            {
                result = new CompressionResult(used, written, answer.Receipt);
                return RequestStatus.Ok;
            }

            if (answer.Completion.Consumed == 0 && answer.Completion.Produced == 0)
            {
                return used == length ? RequestStatus.Truncated : RequestStatus.BadData;
            }
        }
    }

    /// <summary>Above the 200 bytes under which drivers go a long way round (hisi-qm-zip.md B8).</summary>
    private const int SpareRoom = 512;

    /// <summary>Decompresses one stream to a writer.</summary>
    /// <returns>Bytes of the source used.</returns>
    private unsafe int DecompressTo(ReadOnlySpan<byte> source, PooledWriter writer, long limit)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CompressionAnswer answer = default;
        if (source.IsEmpty)
        {
            Failures.Throw(RequestStatus.Truncated, _routes, answer);
        }

        int requestLimit = _routes.RequestLimit;
        using var session = new StreamSession(_routes, Options.Format, 0, headerless: false);
        int used = 0;
        fixed (byte* from = source)
        {
            while (true)
            {
                Span<byte> room = writer.GetSpan(SpareRoom);
                room = room[..Math.Min(room.Length, requestLimit)];
                RequestStatus status;
                fixed (byte* to = room)
                {
                    status = session.Step((ulong)(from + used), Math.Min(source.Length - used, Math.Min(Piece, requestLimit)),
                        (ulong)to, room.Length, last: false, out answer);
                }

                int produced = answer.Completion.Produced;
                if (status <= RequestStatus.MoreOutput)
                {
                    used += answer.Completion.Consumed;
                    writer.Advance(produced);
                    status = writer.WrittenCount > limit ? RequestStatus.OutputLimit
                        : status == RequestStatus.StreamEnd ? RequestStatus.Ok
                        : answer.Completion.Consumed == 0 && produced == 0 ? RequestStatus.Truncated
                        : RequestStatus.MoreOutput;
                }

                if (status == RequestStatus.Ok)
                {
                    return used;
                }

                if (status != RequestStatus.MoreOutput)
                {
                    Failures.Throw(status, _routes, answer);
                }
            }
        }
    }
}
