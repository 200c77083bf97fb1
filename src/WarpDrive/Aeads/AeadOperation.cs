using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive;

/// <summary>One asynchronous request of authenticated encryption.</summary>
internal sealed class AeadOperation : TaskOperation<AeadRequest, Completion, CipherResult, AeadOperation>
{
    private readonly IvMemory _iv = new();   // the operation's own for life: the pool keeps operations
    private readonly AeadLists _lists = new();
    private MemoryHandle _source;
    private MemoryHandle _destination;
    private MemoryHandle _tag;
    private MemoryHandle _associated;
    private Memory<byte> _room;
    private SecretMemory _key = null!;

    protected override unsafe bool IsRepeatable => _source.Pointer != _destination.Pointer;

    /// <summary>Pins the buffers and submits.</summary>
    /// <param name="routes">Where it may run.</param>
    /// <param name="shape">How calls come.</param>
    /// <param name="arrival">What the shape gave.</param>
    /// <param name="template">Algorithm, direction and key.</param>
    /// <param name="key">Memory of the key; a reference is held already and let go of here.</param>
    /// <param name="job">The buffers.</param>
    /// <param name="cancellation">Cancellation.</param>
    internal static unsafe ValueTask<CipherResult> Start(
        RouteSet<AeadRequest, Completion> routes, CallShape shape, int arrival, in AeadRequest template, SecretMemory key, in AeadJob job,
        CancellationToken cancellation)
    {
        AeadOperation operation = OperationPool<AeadOperation>.Shared.Rent();
        operation.Begin(routes, shape, arrival, cancellation);
        operation._key = key;
        operation._source = job.Source.Pin();
        operation._destination = job.Destination.Pin();
        operation._tag = job.Tag.Pin();
        operation._associated = job.AssociatedData.Pin();
        operation._room = job.Destination[..job.Source.Length];
        AeadFacts.WriteIv(template.Algorithm, job.Nonce.Span, operation._iv.Span);
        operation.Request = template;
        operation.Request.Iv = operation._iv.Address;
        operation.Request.Mac = (ulong)operation._tag.Pointer;
        operation.Request.MacLength = job.Tag.Length;
        operation._lists.Write(
            ref operation.Request, (ulong)operation._associated.Pointer, job.AssociatedData.Length, (ulong)operation._source.Pointer,
            (ulong)operation._destination.Pointer, job.Source.Length);
        ValueTask<CipherResult> task = operation.Task;
        operation.Launch();
        return task;
    }

    protected override RequestStatus Conclude(RequestStatus status, ref RouteAnswer<AeadRequest, Completion> answer)
    {
        if (Request.Decrypt && WasSent && status != RequestStatus.Ok)
        {
            _room.Span.Clear();   // a wrong tag, or a device that failed half-way: nothing unverified stays
        }

        Result = new CipherResult(Request.PayloadLength, answer.Receipt);
        return status;
    }

    protected override void Release(bool keep)
    {
        if (!keep)
        {
            _source.Dispose();
            _destination.Dispose();
            _tag.Dispose();
            _associated.Dispose();
            _room = default;
            _key.DangerousRelease();
        }

        _source = default;
        _destination = default;
        _tag = default;
        _associated = default;
        _key = null!;
    }
}
