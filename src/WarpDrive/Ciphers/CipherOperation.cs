using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive;

/// <summary>One asynchronous request of a cipher.</summary>
internal sealed class CipherOperation : TaskOperation<CipherRequest, Completion, CipherResult, CipherOperation>
{
    private readonly IvMemory _iv = new();   // the operation's own for life: the pool keeps operations
    private MemoryHandle _source;
    private MemoryHandle _destination;
    private SecretMemory _key = null!;

    protected override bool IsRepeatable => Request.Source != Request.Destination;

    /// <summary>Pins the buffers and submits.</summary>
    /// <param name="routes">Where it may run.</param>
    /// <param name="shape">How calls come.</param>
    /// <param name="arrival">What the shape gave.</param>
    /// <param name="template">Algorithm, direction and key.</param>
    /// <param name="key">Memory of the key; a reference is held already and let go of here.</param>
    /// <param name="iv">IV; copied.</param>
    /// <param name="source">Input.</param>
    /// <param name="destination">Room, at least as long.</param>
    /// <param name="cancellation">Cancellation.</param>
    internal static unsafe ValueTask<CipherResult> Start(
        RouteSet<CipherRequest, Completion> routes, CallShape shape, int arrival, in CipherRequest template, SecretMemory key, ReadOnlySpan<byte> iv,
        ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellation)
    {
        CipherOperation operation = OperationPool<CipherOperation>.Shared.Rent();
        operation.Begin(routes, shape, arrival, cancellation);
        operation._key = key;
        operation._source = source.Pin();
        operation._destination = destination.Pin();
        iv.CopyTo(operation._iv.Span);
        operation.Request = template;
        operation.Request.Source = (ulong)operation._source.Pointer;
        operation.Request.Destination = (ulong)operation._destination.Pointer;
        operation.Request.Length = source.Length;
        operation.Request.Iv = iv.IsEmpty ? 0 : operation._iv.Address;
        ValueTask<CipherResult> task = operation.Task;
        operation.Launch();
        return task;
    }

    protected override RequestStatus Conclude(RequestStatus status, ref RouteAnswer<CipherRequest, Completion> answer)
    {
        Result = new CipherResult(Request.Length, answer.Receipt);
        return status;
    }

    protected override void Release(bool keep)
    {
        if (!keep)
        {
            _source.Dispose();
            _destination.Dispose();
            _key.DangerousRelease();
        }

        _source = default;
        _destination = default;
        _key = null!;
    }
}
