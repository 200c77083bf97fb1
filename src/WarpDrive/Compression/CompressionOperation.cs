using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>One asynchronous compression or decompression.</summary>
internal sealed class CompressionOperation
    : TaskOperation<CompressionRequest, CompressionCompletion, CompressionResult, CompressionOperation>
{
    private MemoryHandle _sourceHandle;
    private MemoryHandle _destinationHandle;
    private IBufferCodec _codec = null!;
    private ReadOnlyMemory<byte> _source;
    private Memory<byte> _destination;

    /// <summary>Pins the buffers and submits.</summary>
    internal static unsafe ValueTask<CompressionResult> Start(
        CompressionRoutes routes, IBufferCodec codec, CallShape shape, int arrival, in CompressionRequest template,
        ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellation)
    {
        CompressionOperation operation = OperationPool<CompressionOperation>.Shared.Rent();
        operation.Begin(routes, shape, arrival, cancellation);
        operation._codec = codec;
        operation._source = source;
        operation._destination = destination;
        operation._sourceHandle = source.Pin();
        operation._destinationHandle = destination.Pin();
        operation.Request = template;
        operation.Request.Source = operation._sourceHandle.Pointer is null ? Nowhere.Address : (ulong)operation._sourceHandle.Pointer;
        operation.Request.SourceLength = source.Length;
        operation.Request.Destination = (ulong)operation._destinationHandle.Pointer;
        operation.Request.DestinationLength = Math.Min(destination.Length, routes.RequestLimit);
        ValueTask<CompressionResult> task = operation.Task;
        operation.Launch();
        return task;
    }

    protected override RequestStatus Conclude(RequestStatus status, ref CompressionAnswer answer)
    {
        if (status == RequestStatus.OutputTooSmall && Request.DestinationLength < _destination.Length)
        {
            // The room was cut to what one request may have.
            status = _codec.RunWhole(_source.Span, _destination.Span, out CompressionResult whole, out answer);
            Result = whole;
            return status;
        }

        if (status != RequestStatus.Ok)
        {
            return status;
        }

        // The counts come from a device: what cannot be true is an error of the device.
        bool sane = (uint)answer.Completion.Consumed <= (uint)Request.SourceLength && (uint)answer.Completion.Produced <= (uint)Request.DestinationLength;
        Result = sane ? new CompressionResult(answer.Completion.Consumed, answer.Completion.Produced, answer.Receipt) : default;
        return sane ? RequestStatus.Ok : RequestStatus.DeviceError;
    }

    protected override void Release(bool keep)
    {
        if (!keep)
        {
            _sourceHandle.Dispose();
            _destinationHandle.Dispose();
            _source = default;
            _destination = default;
        }

        _sourceHandle = default;
        _destinationHandle = default;
        _codec = null!;
    }
}
