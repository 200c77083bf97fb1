using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>One served queue that many submitters share, and the operations in its ring.</summary>
/// <remarks>All members are used under <see cref="Gate"/>, but for the immutable ones. The completion event is armed whenever something is in flight.</remarks>
internal sealed class Stripe<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    private readonly Operation<TRequest, TCompletion>?[] _ring;
    private readonly TCompletion[] _completions = new TCompletion[16];
    private readonly StagedRequests<TRequest, TCompletion>? _staged;
    private readonly AcceleratorOptions _options;
    private volatile uint _sent;
    private volatile uint _received;
    private volatile bool _broken;

    internal Stripe(
        Route<TRequest, TCompletion> route, RequestQueue<TRequest, TCompletion> queue, StagedRequests<TRequest, TCompletion>? staged, AcceleratorOptions options)
    {
        Route = route;
        Queue = queue;
        _staged = staged;
        _options = options;
        _ring = new Operation<TRequest, TCompletion>?[queue.Capacity + 1];
    }

    internal Lock Gate { get; } = new();

    internal Route<TRequest, TCompletion> Route { get; }

    internal RequestQueue<TRequest, TCompletion> Queue { get; }

    internal int EventDescriptor => Queue.File.EventDescriptor;

    /// <summary>True when nothing more may be sent.</summary>
    internal bool Broken
    {
        get => _broken;
        private set => _broken = value;
    }

    /// <summary>True when its queue is not to be touched any more.</summary>
    internal bool Retired { get; private set; }

    internal int InFlight => (int)(_sent - _received);

    /// <summary>Sends one operation.</summary>
    /// <returns>Ok; Busy when the ring is full; Refused; DeviceLost.</returns>
    internal RequestStatus TrySend(Operation<TRequest, TCompletion> operation, out string? refusal)
    {
        refusal = null;
        if (Broken)
        {
            return RequestStatus.DeviceLost;
        }

        Reap();   // submitters reap when they pass by
        if (InFlight >= Queue.Capacity)
        {
            return RequestStatus.Busy;
        }

        operation.Request.Tag = _sent;
        SubmitResult result = SubmitResult.Queued;
        if (_staged is null)
        {
            result = Queue.TrySend(new ReadOnlySpan<TRequest>(in operation.Request), out refusal);
        }
        else if (!_staged.TryAdd(operation.Request, out TRequest staged))
        {
            result = SubmitResult.RingFull;
        }
        else if ((result = Queue.TrySend(new ReadOnlySpan<TRequest>(in staged), out refusal)) != SubmitResult.Queued)
        {
            _staged.Drop(1);
        }

        switch (result)
        {
            case SubmitResult.Queued:
                _ring[_sent % (uint)_ring.Length] = operation;
                _sent++;
                ArmAgain();
                return RequestStatus.Ok;
            case SubmitResult.RingFull:
                return RequestStatus.Busy;
            case SubmitResult.Refused:
                return RequestStatus.Refused;
            default:
                Broken = true;   // what is in the ring ends when the queue was stopped, see Retire
                return RequestStatus.DeviceLost;
        }
    }

    /// <summary>Takes what has finished; also tells a queue that died while nothing was in it.</summary>
    internal void Reap()
    {
        while (true)
        {
            ReceiveResult result = Queue.TryReceive(_completions, out int count);
            for (int i = 0; i < count; i++)
            {
                if (InFlight == 0 || _completions[i].Tag != _received)
                {
                    result = ReceiveResult.BadCompletion;
                    break;
                }

                _staged?.Complete(_completions[i].Status, _completions[i]);
                Operation<TRequest, TCompletion> operation = Take();
                operation.Finish(this, _completions[i].Status, _completions[i]);
            }

            if (result is ReceiveResult.DeviceLost or ReceiveResult.BadCompletion)
            {
                Broken = true;   // what is in the ring ends when the queue was stopped, see Retire
            }

            if (result != ReceiveResult.Received)
            {
                return;
            }
        }
    }

    /// <summary>Makes the next completion wake the reaper.</summary>
    internal void ArmAgain()
    {
        while (InFlight > 0 && !Broken && !Queue.Arm())
        {
            int before = InFlight;
            Reap();
            if (InFlight == before)
            {
                return;   // the queue says there is something but gives nothing: the reaper's next round decides
            }
        }
    }

    /// <summary>True when an operation has missed its deadline; the queue then takes no more.</summary>
    internal bool CheckDeadlines(long now)
    {
        for (uint i = _received; i != _sent; i++)
        {
            if (_ring[i % (uint)_ring.Length]!.Deadline <= now)
            {
                Broken = true;
                LibraryLog.DeadlineMissed(_options.Logger, Route.Candidate.Info.Name);
                return true;
            }
        }

        return false;
    }

    /// <summary>Stops the queue and ends what is in it. Called once, without the gate, on a thread that may wait.</summary>
    internal void Retire()
    {
        lock (Gate)
        {
            Broken = true;
        }

        bool stopped = Queue.TryStop(_options.StopTimeout);
        lock (Gate)
        {
            Reap();
            Retired = true;
            if (stopped)
            {
                Fail(RequestStatus.DeviceLost);
            }
            else
            {
                LibraryLog.QueueRetired(_options.Logger, Route.Candidate.Info.Name, _options.StopTimeout.TotalSeconds);
                RetiredStripes.Keep(this);
                while (InFlight > 0)
                {
                    Operation<TRequest, TCompletion> operation = Take();
                    operation.KeepsBuffers = true;
                    RetiredStripes.Keep(operation);
                    operation.Finish(this, RequestStatus.TimedOut, default);
                }
            }
        }

        if (stopped)
        {
            Queue.Dispose();
            _staged?.Dispose();
        }
    }

    internal Receipt MakeReceipt(in TCompletion completion, long stamp)
    {
        if (_options.Receipts == ReceiptMode.Off)
        {
            return default;
        }

        bool timed = completion.TakenAt != 0 && (_options.Receipts == ReceiptMode.All || completion.Tag % (uint)_options.ReceiptInterval == 0);
        return new Receipt(Route.Candidate.Info.Name, Route.Candidate.Info.Provider, Queue.EngineName(completion.Engine), Queue.LevelHonoured,
            timed ? Math.Max(0, completion.TakenAt - stamp) : 0, timed ? completion.ServedNanoseconds : 0, timed ? completion.BatchSize : 0);
    }

    private Operation<TRequest, TCompletion> Take()
    {
        ref Operation<TRequest, TCompletion>? slot = ref _ring[_received++ % (uint)_ring.Length];
        Operation<TRequest, TCompletion> operation = slot!;
        slot = null;
        return operation;
    }

    /// <summary>Ends what is in the ring of a stopped queue.</summary>
    private void Fail(RequestStatus status)
    {
        Broken = true;
        long now = Stopwatch.GetTimestamp();
        while (InFlight > 0)
        {
            Operation<TRequest, TCompletion> operation = Take();
            operation.Finish(this, operation.Deadline <= now ? RequestStatus.TimedOut : status, default);
        }
    }
}
