using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>An open, started queue that one caller at a time uses for synchronous requests.</summary>
/// <remarks>Not thread safe: whoever rented it from its <see cref="ContextPool{TRequest, TCompletion}"/> owns it until it is given back.</remarks>
internal sealed partial class QueueContext<TRequest, TCompletion> : IDisposable
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    private readonly AcceleratorOptions _options;
    private readonly StagedRequests<TRequest, TCompletion>? _staged;
    private readonly bool _isInline;
    private int _untilSample;
    private long _usualWait;   // of the last requests, in ticks

    internal QueueContext(
        Candidate candidate, RequestQueue<TRequest, TCompletion> queue, StagedRequests<TRequest, TCompletion>? staged, AcceleratorOptions options)
    {
        Candidate = candidate;
        Queue = queue;
        _staged = staged;
        _options = options;
        _isInline = queue.File.Driving == QueueDriving.Inline;
    }

    internal Candidate Candidate { get; }

    internal RequestQueue<TRequest, TCompletion> Queue { get; }

    /// <summary>True when the queue must not be used again.</summary>
    internal bool Broken { get; private set; }

    /// <summary>Sends one request and waits for it. When it returns, the device touches no memory of the request any more.</summary>
    /// <param name="request">The request; addresses are the caller's own.</param>
    /// <param name="deadline">Time stamp, or 0: <paramref name="limit"/> from when there is something to wait for.</param>
    /// <param name="limit">How long to wait when no deadline is set yet.</param>
    /// <param name="completion">What came back; its status is the returned one.</param>
    /// <param name="refusal">With <see cref="RequestStatus.Refused"/>: the driver's words.</param>
    internal RequestStatus Execute(
        in TRequest request, long deadline, TimeSpan limit, out TCompletion completion, out string? refusal)
    {
        if (_staged is null)
        {
            return ExecuteFlat(request, deadline, limit, out completion, out refusal);
        }

        if (!_staged.TryAdd(request, out TRequest sent))
        {
            completion = default;
            refusal = "the request is longer than the memory reserved for it";
            return RequestStatus.Refused;
        }

        RequestStatus status = ExecuteFlat(sent, deadline, limit, out completion, out refusal);
        _staged.Complete(status, completion);
        return status;
    }

    /// <summary>
    /// A time stamp for the receipt of the next request, or 0 when it gets none. An Inline queue takes a request as soon as it is looked at: any other
    /// value says that times are wanted, and no clock is read.
    /// </summary>
    internal long StampForReceipt()
    {
        if (_options.Receipts == ReceiptMode.All)
        {
            return _isInline ? 1 : Stopwatch.GetTimestamp();
        }

        if (_options.Receipts == ReceiptMode.Off || --_untilSample > 0)
        {
            return 0;
        }

        _untilSample = _options.ReceiptInterval;
        return _isInline ? 1 : Stopwatch.GetTimestamp();
    }

    /// <summary>The receipt of a completed request.</summary>
    internal Receipt MakeReceipt(in TCompletion completion, long stamp)
    {
        if (_options.Receipts == ReceiptMode.Off)
        {
            return default;
        }

        bool timed = stamp != 0 && completion.TakenAt != 0;
        return new Receipt(Candidate.Info.Name, Candidate.Info.Provider, Queue.EngineName(completion.Engine), Queue.LevelHonoured,
            timed && !_isInline ? Math.Max(0, completion.TakenAt - stamp) : 0, timed ? completion.ServedNanoseconds : 0, timed ? completion.BatchSize : 0);
    }

    public void Dispose()
    {
        Queue.Dispose();
        _staged?.Dispose();
    }

    private RequestStatus ExecuteFlat(
        in TRequest request, long deadline, TimeSpan limit, out TCompletion completion, out string? refusal)
    {
        completion = default;
        switch (Queue.TrySend(new ReadOnlySpan<TRequest>(in request), out refusal))
        {
            case SubmitResult.Queued:
                break;
            case SubmitResult.Refused:
                return RequestStatus.Refused;
            case SubmitResult.RingFull:
                Broken = true;   // one request at a time never fills a ring
                return RequestStatus.DeviceError;
            default:
                Broken = true;
                return RequestStatus.DeviceLost;
        }

        ReceiveResult received = Queue.TryReceive(new Span<TCompletion>(ref completion), out int count);
        if (count == 1 && completion.Tag == request.Tag)
        {
            return completion.Status;
        }

        long now = Stopwatch.GetTimestamp();
        deadline = deadline != 0 ? deadline : Deadlines.After(now, limit);
        return Await(request.Tag, now, deadline, received, count, ref completion);
    }

    /// <summary>The slow half of a request: a queue that somebody else serves, or one that fails.</summary>
    private RequestStatus Await(uint tag, long start, long deadline, ReceiveResult received, int count, ref TCompletion completion)
    {
        var looks = new BriefLooks(start, _usualWait);
        while (true)
        {
            if (count == 1 && completion.Tag == tag)
            {
                _usualWait += (Stopwatch.GetTimestamp() - start - _usualWait) / 8;
                return completion.Status;
            }

            if (count == 1 || received is ReceiveResult.DeviceLost or ReceiveResult.BadCompletion)
            {
                Quiesce();
                return count == 1 || received == ReceiveResult.BadCompletion ? RequestStatus.DeviceError : RequestStatus.DeviceLost;
            }

            if (!looks.TryPause(Queue.File))
            {
                TimeSpan left = Deadlines.Left(deadline);
                if (left == TimeSpan.Zero)
                {
                    LibraryLog.DeadlineMissed(_options.Logger, Candidate.Info.Name);
                    Quiesce();
                    return RequestStatus.TimedOut;
                }

                Queue.Wait(left < s_slice ? left : s_slice);
            }

            received = Queue.TryReceive(new Span<TCompletion>(ref completion), out count);
        }
    }

    /// <summary>A removed device wakes nobody (uacce.md §8.3), so that waits are cut into slices that see it.</summary>
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(250);

    /// <summary>Longer than any process elsewhere is waited for by one call, so that no two calls wait at the same time.</summary>
    private static readonly TimeSpan s_longStop = TimeSpan.FromMinutes(5);

    /// <summary>Makes the device let go of the caller's buffers, which end with the caller's stack frame and cannot be kept.</summary>
    /// <remarks>
    /// Returning before that would let the device write into memory that the caller is about to use again. A process elsewhere that was stopped holds the memory
    /// for as long as it exists, and nobody can take it away: the caller waits until that process goes on, or ends.
    /// </remarks>
    private void Quiesce()
    {
        Broken = true;
        if (Queue.File.IsServedElsewhere)
        {
            AwaitElsewhere();
            return;
        }

        for (int attempt = 0; attempt < 4; attempt++)
        {
            if (Queue.TryStop(_options.StopTimeout))
            {
                return;
            }

            LibraryLog.QueueRetired(_options.Logger, Candidate.Info.Name, _options.StopTimeout.TotalSeconds);
        }

        Environment.FailFast($"device {Candidate.Info.Name} did not let go of a synchronous caller's buffers after its queue was stopped");
    }

    private void AwaitElsewhere()
    {
        if (Queue.TryStop(_options.StopTimeout))
        {
            return;
        }

        LibraryLog.BuffersHeldElsewhere(_options.Logger, Candidate.Info.Name, Candidate.Info.Provider, _options.StopTimeout.TotalSeconds);
        long start = Stopwatch.GetTimestamp();
        while (!Queue.TryStop(s_longStop))
        {
            Queue.File.Wait(s_slice);   // the call before may have failed at once
        }

        LibraryLog.BuffersReturned(_options.Logger, Candidate.Info.Name, Candidate.Info.Provider, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
