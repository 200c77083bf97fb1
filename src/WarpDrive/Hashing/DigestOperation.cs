using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>One asynchronous digest of one request.</summary>
internal sealed class DigestOperation : TaskOperation<DigestRequest, Completion, HashResult, DigestOperation>
{
    private MemoryHandle _source;
    private MemoryHandle _digest;
    private SecretMemory? _key;

    protected override bool IsRepeatable =>
        Request.Source + (uint)Request.SourceLength <= Request.Digest || Request.Digest + (uint)Request.DigestLength <= Request.Source;

    /// <summary>Pins the buffers and submits.</summary>
    /// <param name="routes">Where it may run.</param>
    /// <param name="shape">How calls come.</param>
    /// <param name="arrival">What the shape gave.</param>
    /// <param name="template">Algorithm and key.</param>
    /// <param name="key">Memory of the key or null; a reference is held already and let go of here.</param>
    /// <param name="source">Message.</param>
    /// <param name="digest">Room.</param>
    /// <param name="cancellation">Cancellation.</param>
    internal static unsafe ValueTask<HashResult> Start(
        DigestRoutes routes, CallShape shape, int arrival, in DigestRequest template, SecretMemory? key, ReadOnlyMemory<byte> source,
        Memory<byte> digest, CancellationToken cancellation)
    {
        DigestOperation operation = OperationPool<DigestOperation>.Shared.Rent();
        operation.Begin(routes, shape, arrival, cancellation);
        operation._key = key;
        operation._source = source.Pin();
        operation._digest = digest.Pin();
        operation.Request = template;
        operation.Request.Source = operation._source.Pointer is null ? Nowhere.Address : (ulong)operation._source.Pointer;
        operation.Request.SourceLength = source.Length;
        operation.Request.Digest = (ulong)operation._digest.Pointer;
        ValueTask<HashResult> task = operation.Task;
        operation.Launch();
        return task;
    }

    protected override RequestStatus Conclude(RequestStatus status, ref DigestAnswer answer)
    {
        Result = new HashResult(Request.DigestLength, answer.Receipt);
        return status;
    }

    protected override void Release(bool keep)
    {
        if (!keep)
        {
            _source.Dispose();
            _digest.Dispose();
            _key?.DangerousRelease();
        }

        _source = default;
        _digest = default;
        _key = null;
    }
}
