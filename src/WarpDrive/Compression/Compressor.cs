using System.Runtime.CompilerServices;
using WarpDrive.Engines.Deflate;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Compresses buffers on accelerators: deflate (RFC 1951), zlib (RFC 1950) or gzip (RFC 1952).</summary>
/// <remarks>
/// Thread safe: any number of threads may use one object. A warm synchronous call on buffers of up to 8 MiB allocates nothing.
/// Buffers belong to the device until the call, or its task, has ended.
/// </remarks>
public sealed partial class Compressor : IDisposable, IBufferCodec
{
    /// <summary>Input of one request of a stream: long enough that the queue costs nothing, short enough for a deadline.</summary>
    private const int Piece = 1 << 20;

    private readonly CompressionRoutes _routes;
    private readonly byte _windowCode;
    private readonly CallShape _shape = new();
    private bool _disposed;

    /// <summary>Creates a compressor. Devices are looked for at the first call.</summary>
    /// <param name="options">What to produce; null for gzip at level 6.</param>
    /// <param name="accelerators">The library instance; null for <see cref="Accelerators.Default"/>. It is not disposed with the compressor.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Compressor(CompressionOptions? options = null, Accelerators? accelerators = null)
    {
        Options = options ?? new CompressionOptions();
        Options.Validate();
        _windowCode = Options.WindowCode;
        _routes = CreateRoutes(Options, accelerators ?? Accelerators.Default);
    }

    /// <summary>What it produces.</summary>
    public CompressionOptions Options { get; }

    /// <summary>The most bytes that compression makes of a source, in any format, at any level, on any device.</summary>
    /// <param name="sourceLength">Bytes of input, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static long MaxCompressedLength(long sourceLength) =>
        DeflateBound.MaxCompressedLength(sourceLength, (sourceLength / Piece) + 2);

    /// <summary>Compresses a buffer into another, as one complete stream.</summary>
    /// <param name="source">Bytes to compress, 0 to 2 GiB − 1.</param>
    /// <param name="destination">Room; <see cref="MaxCompressedLength"/> always suffices. Must not overlap the source.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CompressionException">It failed; <c>OutputTooSmall</c>, <c>NoDevice</c>, <c>TimedOut</c>, <c>DeviceLost</c> …</exception>
    /// <exception cref="ArgumentException">The buffers overlap.</exception>
    public CompressionResult Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        RequestStatus status = Run(source, destination, Patience.Both, out CompressionResult result, out CompressionAnswer answer);
        if (status != RequestStatus.Ok)
        {
            Failures.Throw(status, _routes, answer);
        }

        return result;
    }

    /// <summary>As <see cref="Compress(ReadOnlySpan{byte}, Span{byte})"/>, but tells failures by status, and answers Busy instead of waiting for a queue.</summary>
    /// <param name="source">Bytes to compress.</param>
    /// <param name="destination">Room for the stream.</param>
    /// <param name="result">What was done, when the status is Ok.</param>
    /// <exception cref="ArgumentException">The buffers overlap.</exception>
    public RequestStatus TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out CompressionResult result) =>
        Run(source, destination, Patience.Device, out result, out _);

    /// <summary>Compresses a buffer into an array of its own.</summary>
    /// <param name="source">Bytes to compress.</param>
    /// <returns>One complete stream.</returns>
    /// <exception cref="CompressionException">It failed.</exception>
    public byte[] Compress(ReadOnlySpan<byte> source)
    {
        byte[] room = System.Buffers.ArrayPool<byte>.Shared.Rent(checked((int)MaxCompressedLength(source.Length)));
        try
        {
            return room.AsSpan(0, Compress(source, room).BytesWritten).ToArray();
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(room);   // the call has ended, so that no device knows the array any more
        }
    }

    /// <summary>Ends the use of this object. Calls in progress finish; queues stay with the library instance.</summary>
    public void Dispose() => Volatile.Write(ref _disposed, true);

    internal static CompressionRoutes CreateRoutes(CompressionOptions options, Accelerators accelerators) => CompressionRouting.Create(
        accelerators, options.Format, CompressionDirection.Compress, options.Level, options.Device, options.Scheduling, options.Deadline);

    private unsafe RequestStatus Run(
        ReadOnlySpan<byte> source, Span<byte> destination, Patience patience, out CompressionResult result, out CompressionAnswer answer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (source.Overlaps(destination))
        {
            throw new ArgumentException("source and destination overlap", nameof(destination));
        }

        byte nothing = 0;
        fixed (byte* pinnedSource = source)
        fixed (byte* room = destination)
        {
            byte* from = pinnedSource is null ? &nothing : pinnedSource;   // an address is never 0, not even of empty input
            result = default;
            answer = default;
            if (destination.IsEmpty)
            {
                return RequestStatus.OutputTooSmall;   // no format has streams of 0 bytes
            }

            if (source.Length > CompressionClass.MostBytes)
            {
                return RunStream(from, source.Length, room, destination.Length, patience, out result, out answer);
            }

            var request = new CompressionRequest
            {
                Format = Options.Format,
                Flags = CompressionRequestFlags.Leased,
                WindowCode = _windowCode,
                Source = (ulong)from,
                SourceLength = source.Length,
                Destination = (ulong)room,
                DestinationLength = destination.Length,
            };
            return RunOne(ref request, patience, out result, out answer);
        }
    }

    private unsafe RequestStatus RunOne(ref CompressionRequest request, Patience patience, out CompressionResult result, out CompressionAnswer answer)
    {
        int room = request.DestinationLength;
        if (request.SourceLength > SmallRequest || room > SmallRequest)
        {
            int limit = _routes.RequestLimit;
            if (request.SourceLength > limit)
            {
                return RunStream((byte*)request.Source, request.SourceLength, (byte*)request.Destination, room, patience, out result, out answer);
            }

            request.DestinationLength = Math.Min(room, limit);
        }

        RequestStatus status = _routes.Execute(request, patience, repeatable: true, out answer);
        if (status == RequestStatus.Ok)
        {
            result = Result(request, answer);
            return result.BytesWritten < 0 ? RequestStatus.DeviceError : status;
        }

        if (status == RequestStatus.OutputTooSmall && request.DestinationLength < room)
        {
            return RunStream((byte*)request.Source, request.SourceLength, (byte*)request.Destination, room, patience, out result, out answer);
        }

        result = default;
        return status;
    }

    /// <summary>Below this no device's limit needs to be asked for: the least reserved memory gives halves of 95 KiB.</summary>
    internal const int SmallRequest = 64 << 10;

    /// <summary>The result of a single request; counts that cannot be true give −1 written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static CompressionResult Result(in CompressionRequest request, in CompressionAnswer answer) =>
        (uint)answer.Completion.Consumed <= (uint)request.SourceLength && (uint)answer.Completion.Produced <= (uint)request.DestinationLength
            ? new CompressionResult(answer.Completion.Consumed, answer.Completion.Produced, answer.Receipt)
            : new CompressionResult(0, -1, answer.Receipt);

    /// <summary>One stream by several requests: input or output beyond what one request may have.</summary>
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
        using var session = new StreamSession(_routes, Options.Format, _windowCode, headerless: false);
        int used = 0, written = 0;
        while (true)
        {
            int piece = Math.Min(length - used, Math.Min(Piece, limit / 2));
            bool last = piece == length - used;
            RequestStatus status = session.Step(
                (ulong)(source + used), piece, (ulong)(destination + written), Math.Min(room - written, limit), last, out answer);
            if (status > RequestStatus.MoreOutput)
            {
                return status;
            }

            used += answer.Completion.Consumed;
            written += answer.Completion.Produced;
            if (status == RequestStatus.StreamEnd)
            {
                result = new CompressionResult(used, written, answer.Receipt);
                return RequestStatus.Ok;
            }

            if (written == room || (answer.Completion.Consumed == 0 && answer.Completion.Produced == 0))
            {
                return RequestStatus.OutputTooSmall;
            }
        }
    }
}
