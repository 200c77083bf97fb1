using System.Buffers;
using System.Diagnostics;
using System.Threading.Tasks.Sources;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>One asynchronous request: its buffers, its place in line or in a ring, and the task that the caller awaits. Pooled.</summary>
/// <remarks>
/// Who owns it: the caller until it is submitted; then a <see cref="ServedRoute"/> or one of its stripes, under their locks; from
/// <see cref="Finish"/> on the thread pool; after GetResult the pool. The buffers stay pinned until the device has let go of them: that is the
/// lease. If it never does, neither buffers nor object are used again.
/// </remarks>
internal sealed class CompressionOperation : IValueTaskSource<CompressionResult>, IThreadPoolWorkItem
{
    private readonly OperationPool _pool;
    private ManualResetValueTaskSourceCore<CompressionResult> _core;   // continuations run where Execute runs: on the thread pool
    private MemoryHandle _sourceHandle;
    private MemoryHandle _destinationHandle;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private RouteSet _routes = null!;
    private IBufferCodec _codec = null!;
    private CallShape _shape = null!;
    private ReadOnlyMemory<byte> _source;
    private Memory<byte> _destination;
    private int _arrival;
    private int _attempts;
    private int _cancelled;
    private long _stamp;
    private RequestStatus _status;
    private CompressionCompletion _completion;
    private Stripe? _stripe;
    private string? _refusal;

    internal CompressionOperation(OperationPool pool) => _pool = pool;

    /// <summary>The next one in the pool or in line.</summary>
    internal CompressionOperation? Next { get; set; }

    /// <summary>What is sent.</summary>
    internal CompressionRequest Request;

    internal long Deadline { get; private set; }

    /// <summary>Set by who abandons it: the device never let go of the buffers.</summary>
    internal bool KeepsBuffers { get; set; }

    internal RouteSet Routes => _routes;

    internal bool CancellationRequested => Volatile.Read(ref _cancelled) != 0;

    /// <summary>Pins the buffers and submits.</summary>
    internal unsafe ValueTask<CompressionResult> Start(
        RouteSet routes, IBufferCodec codec, CallShape shape, int arrival, in CompressionRequest template,
        ReadOnlyMemory<byte> source, Memory<byte> destination, CancellationToken cancellation)
    {
        _routes = routes;
        _codec = codec;
        _shape = shape;
        _arrival = arrival;
        _source = source;
        _destination = destination;
        _cancellation = cancellation;
        _attempts = 0;
        _cancelled = 0;
        _stripe = null;
        KeepsBuffers = false;
        _sourceHandle = source.Pin();
        _destinationHandle = destination.Pin();
        Request = template;
        Request.Source = _sourceHandle.Pointer is null ? OperationPool.Nowhere : (ulong)_sourceHandle.Pointer;
        Request.SourceLength = source.Length;
        Request.Destination = (ulong)_destinationHandle.Pointer;
        Request.DestinationLength = Math.Min(destination.Length, routes.RequestLimit);
        _stamp = Stopwatch.GetTimestamp();
        Deadline = Deadlines.After(_stamp, routes.Deadline);
        LibraryMetrics.Depth(1);
        var task = new ValueTask<CompressionResult>(this, _core.Version);   // before it can complete and be reused
        if (cancellation.CanBeCanceled)
        {
            _registration = cancellation.UnsafeRegister(static state => ((CompressionOperation)state!).Cancel(), this);
        }

        Submit();
        return task;
    }

    /// <summary>Ends it, on the thread pool: nothing of the caller's runs under a lock or on the reaper.</summary>
    internal void Finish(Stripe? stripe, RequestStatus status, in CompressionCompletion completion)
    {
        _stripe = stripe;
        _status = status;
        _completion = completion;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        _registration.Dispose();   // waits for a cancellation that is being delivered; from here on none arrives
        bool repeat = _status == RequestStatus.DeviceLost && !CancellationRequested && !_routes.Owner.Disposed && _attempts < 4;
        if (repeat)
        {
            _stripe?.Route.MarkLost("a request was lost");
            _attempts++;
            Submit();
            return;
        }

        if (_status == RequestStatus.OutputTooSmall && Request.DestinationLength < _destination.Length)
        {
            RunWhole();   // the room was cut to what one request may have
            return;
        }

        Complete(_status, Result(), Answer());
    }

    CompressionResult IValueTaskSource<CompressionResult>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            _source = default;
            _destination = default;
            _stripe = null;
            if (!KeepsBuffers)
            {
                _pool.Return(this);
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<CompressionResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<CompressionResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Submit()
    {
        RequestStatus status;
        try
        {
            status = CancellationRequested ? RequestStatus.Cancelled : _routes.Submit(this, out _refusal);
        }
        catch (ObjectDisposedException)
        {
            status = RequestStatus.NoDevice;   // the library instance ended meanwhile; the task says so
        }

        if (status != RequestStatus.Ok)
        {
            Finish(null, status, default);
        }
    }

    private void Cancel()
    {
        Volatile.Write(ref _cancelled, 1);
        _routes.Withdraw(this);
    }

    private void RunWhole()
    {
        RequestStatus status = _codec.RunWhole(_source.Span, _destination.Span, out CompressionResult result, out RouteAnswer answer);
        Complete(status, result, answer);
    }

    private CompressionResult Result()
    {
        bool sane = (uint)_completion.Consumed <= (uint)Request.SourceLength && (uint)_completion.Produced <= (uint)Request.DestinationLength;
        if (_status == RequestStatus.Ok && !sane)
        {
            _status = RequestStatus.DeviceError;
        }

        return _status == RequestStatus.Ok
            ? new CompressionResult(_completion.Consumed, _completion.Produced, _stripe?.MakeReceipt(_completion, _stamp) ?? default)
            : default;
    }

    private RouteAnswer Answer() => new()
    {
        Status = _status,
        Completion = _completion,
        Queue = _stripe?.Queue,
        Candidate = _stripe?.Route.Candidate,
        Refusal = _refusal,
    };

    private void Complete(RequestStatus status, in CompressionResult result, in RouteAnswer answer)
    {
        if (!KeepsBuffers)
        {
            _sourceHandle.Dispose();
            _destinationHandle.Dispose();
        }

        _sourceHandle = default;
        _destinationHandle = default;
        LibraryMetrics.Depth(-1);
        LibraryMetrics.Completed(_routes.Direction, status, _completion);
        _shape.End(_arrival);
        if (CancellationRequested)
        {
            _core.SetException(new OperationCanceledException(_cancellation));
        }
        else if (status == RequestStatus.Ok)
        {
            _core.SetResult(result);
        }
        else if (_routes.Owner.Disposed && status is RequestStatus.DeviceLost or RequestStatus.NoDevice)
        {
            _core.SetException(new ObjectDisposedException(nameof(Accelerators)));
        }
        else
        {
            _core.SetException(KeepsBuffers
                ? new CompressionException(status, "the deadline passed and the device does not let go: the buffers must never be used again")
                : Failures.Create(status, _routes, answer));
        }
    }
}
