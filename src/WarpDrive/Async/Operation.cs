using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>One asynchronous request: its buffers, its place in line or in a ring, and its way to an end. Pooled.</summary>
/// <remarks>
/// Who owns it: the caller until it is submitted; then a <see cref="ServedRoute{TRequest, TCompletion}"/> or one of its stripes, under their locks; from
/// <see cref="Finish"/> on the thread pool; after GetResult the pool. The buffers stay pinned until the device has let go of them: that is the
/// lease. If it never does, neither buffers nor object are used again.
/// </remarks>
internal abstract class Operation<TRequest, TCompletion> : IThreadPoolWorkItem
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>Tries after losses of devices.</summary>
    private const int MaxAttempts = 4;

    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private RouteSet<TRequest, TCompletion> _routes = null!;
    private CallShape _shape = null!;
    private int _arrival;
    private int _attempts;
    private bool _wasSent;
    private long _giveUp;
    private int _cancelled;
    private long _stamp;
    private RequestStatus _status;
    private TCompletion _completion;
    private Stripe<TRequest, TCompletion>? _stripe;
    private string? _refusal;

    /// <summary>The next one in line.</summary>
    internal Operation<TRequest, TCompletion>? Next { get; set; }

    /// <summary>What is sent.</summary>
    internal TRequest Request;

    internal long Deadline { get; private set; }

    /// <summary>Set by who abandons it: the device never let go of the buffers.</summary>
    internal bool KeepsBuffers { get; set; }

    internal bool CancellationRequested => Volatile.Read(ref _cancelled) != 0;

    /// <summary>Whether a device has had it: it may have written to the buffers, whatever the end.</summary>
    protected bool WasSent => _wasSent;

    /// <summary>Where it may run.</summary>
    protected RouteSet<TRequest, TCompletion> Routes => _routes;

    /// <summary>Whether it may run again after its device was lost half-way: what it reads is what it was.</summary>
    protected virtual bool IsRepeatable => true;

    /// <summary>Ends it, on the thread pool: nothing of the caller's runs under a lock or on the reaper.</summary>
    internal void Finish(Stripe<TRequest, TCompletion>? stripe, RequestStatus status, in TCompletion completion)
    {
        _stripe = stripe;
        _wasSent |= stripe is not null;
        _status = status;
        _completion = completion;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        _registration.Dispose();   // waits for a cancellation that is being delivered; from here on none arrives
        if (_status == RequestStatus.DeviceLost && !CancellationRequested && !_routes.Owner.Disposed && _attempts < MaxAttempts)
        {
            _stripe?.Route.MarkLost("a request was lost");
            if (IsRepeatable || _stripe is null)
            {
                _attempts++;
                Submit();
                return;
            }
        }

        bool isUnsent = _stripe is null && _status is RequestStatus.NoDevice or RequestStatus.DeviceLost;
        if (isUnsent && !CancellationRequested && _routes.AwaitsDevice(ref _giveUp, Deadline, pause: false))
        {
            _ = SubmitLater();
            return;
        }

        if (isUnsent && _attempts > 0)
        {
            _status = RequestStatus.DeviceLost;   // there was one, and it did not come back
        }

        var answer = new RouteAnswer<TRequest, TCompletion>
        {
            Status = _status,
            Completion = _completion,
            Queue = _stripe?.Queue,
            Candidate = _stripe?.Route.Candidate,
            Refusal = _refusal,
        };
        if (_status <= RequestStatus.MoreOutput)
        {
            answer.Receipt = _stripe?.MakeReceipt(_completion, _stamp) ?? default;
        }

        RequestStatus status = Conclude(_status, ref answer);
        End(status, answer);
    }

    /// <summary>Makes a pooled operation a caller's.</summary>
    protected void Begin(RouteSet<TRequest, TCompletion> routes, CallShape shape, int arrival, CancellationToken cancellation)
    {
        _routes = routes;
        _shape = shape;
        _arrival = arrival;
        _cancellation = cancellation;
        _attempts = 0;
        _wasSent = false;
        _giveUp = 0;
        _cancelled = 0;
        _stripe = null;
        _refusal = null;
        KeepsBuffers = false;
        _stamp = Stopwatch.GetTimestamp();
        Deadline = Deadlines.After(_stamp, routes.Deadline);
        LibraryMetrics.Depth(1);
    }

    /// <summary>Sends it on its way. It may have ended, and be somebody else's, when this returns.</summary>
    protected void Launch()
    {
        if (_cancellation.CanBeCanceled)
        {
            _registration = _cancellation.UnsafeRegister(static state => ((Operation<TRequest, TCompletion>)state!).Cancel(), this);
        }

        Submit();
    }

    /// <summary>Forgets its caller, before it goes to the pool.</summary>
    protected void Rest()
    {
        Next = null;
        _routes = null!;
        _shape = null!;
        _stripe = null;
        _cancellation = default;
        _registration = default;
    }

    /// <summary>Looks at the end of the request: keeps the result, or goes another way.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="answer">What came back, for the result or the words.</param>
    /// <returns>How the operation ended.</returns>
    protected abstract RequestStatus Conclude(RequestStatus status, ref RouteAnswer<TRequest, TCompletion> answer);

    /// <summary>Lets go of the buffers.</summary>
    /// <param name="keep">The device may still use them: forget them without unpinning.</param>
    protected abstract void Release(bool keep);

    /// <summary>Ends the caller's task with the result that <see cref="Conclude"/> kept.</summary>
    protected abstract void Succeed();

    /// <summary>Ends the caller's task.</summary>
    protected abstract void Fail(Exception reason);

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

    // A daemon that restarts is waited for without a thread.
    private async Task SubmitLater()
    {
        await Task.Delay(RouteSet<TRequest, TCompletion>.ReattachPause).ConfigureAwait(false);
        Submit();
    }

    private void Cancel()
    {
        Volatile.Write(ref _cancelled, 1);
        _routes.Withdraw(this);
    }

    private void End(RequestStatus status, in RouteAnswer<TRequest, TCompletion> answer)
    {
        Release(KeepsBuffers);
        LibraryMetrics.Depth(-1);
        LibraryMetrics.Completed(_routes, status, Request, _completion);
        _shape.End(_arrival);
        if (CancellationRequested)
        {
            Fail(new OperationCanceledException(_cancellation));
        }
        else if (status == RequestStatus.Ok)
        {
            Succeed();
        }
        else if (_routes.Owner.Disposed && status is RequestStatus.DeviceLost or RequestStatus.NoDevice)
        {
            Fail(new ObjectDisposedException(nameof(Accelerators)));
        }
        else
        {
            Fail(KeepsBuffers
                ? _routes.Class.Failure(status, "the deadline passed and the device does not let go: the buffers must never be used again")
                : Failures.Create(status, _routes, answer));
        }
    }
}
