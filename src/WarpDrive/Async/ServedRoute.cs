using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The asynchronous side of a route: served queues shared by all callers, and a line for when their rings are full.</summary>
/// <remarks>
/// Thread safe. Locks are taken in this order: the line's, then a stripe's. Stripes are opened one by one as callers meet full or contended ones,
/// up to the limit of the options. While somebody stands in line, newcomers go behind.
/// </remarks>
internal sealed class ServedRoute<TRequest, TCompletion> : IServedRoute, IDisposable
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    private readonly Route<TRequest, TCompletion> _route;
    private readonly AcceleratorOptions _options;
    private readonly Reaper _reaper;
    private readonly Lock _line = new();
    private Stripe<TRequest, TCompletion>[] _stripes = [];
    private int[] _eventDescriptors = [];
    private Operation<TRequest, TCompletion>? _firstInLine;
    private Operation<TRequest, TCompletion>? _lastInLine;
    private int _lineLength;
    private int _mostStripes;
    private bool _closed;

    internal ServedRoute(Route<TRequest, TCompletion> route, AcceleratorOptions options, Reaper reaper)
    {
        _route = route;
        _options = options;
        _reaper = reaper;
        _mostStripes = options.AsyncContexts;
        reaper.Add(this);
    }

    internal Stripe<TRequest, TCompletion>[] Stripes => Volatile.Read(ref _stripes);

    public int[] EventDescriptors => Volatile.Read(ref _eventDescriptors);

    /// <summary>Operations in rings and in line.</summary>
    internal int Load
    {
        get
        {
            int load = LineLength;
            foreach (Stripe<TRequest, TCompletion> stripe in Stripes)
            {
                load += stripe.InFlight;   // without the gate: a guess is good enough to compare
            }

            return load;
        }
    }

    /// <summary>Operations in line.</summary>
    internal int LineLength => Volatile.Read(ref _lineLength);

    /// <summary>Sends an operation or puts it in line.</summary>
    /// <returns>Ok; Busy when the line is full; DeviceLost; NoDevice when the route is closed; Refused.</returns>
    internal RequestStatus Submit(Operation<TRequest, TCompletion> operation, out string? refusal)
    {
        refusal = null;
        RequestStatus status = LineLength > 0 ? RequestStatus.Busy : TrySend(operation, out refusal);
        if (status == RequestStatus.Busy)
        {
            lock (_line)
            {
                if (_closed)
                {
                    return RequestStatus.NoDevice;
                }

                if (_lineLength >= _options.QueueLimit)
                {
                    return RequestStatus.Busy;
                }

                Enqueue(operation);
            }

            Advance();   // a ring may have become free between the look and the line
            status = RequestStatus.Ok;
        }

        if (status == RequestStatus.Ok)
        {
            _reaper.Expect();
        }

        return status;
    }

    /// <summary>Moves operations from the line into rings, first in first out.</summary>
    internal void Advance()
    {
        if (LineLength == 0)
        {
            return;
        }

        lock (_line)
        {
            while (_firstInLine is Operation<TRequest, TCompletion> first)
            {
                Operation<TRequest, TCompletion>? next = first.Next;   // once sent it may have ended, and stand in another line
                RequestStatus status = TrySend(first, out _);
                if (status == RequestStatus.Busy)
                {
                    return;
                }

                Remove(null, next);
                if (status != RequestStatus.Ok)
                {
                    first.Finish(null, status, default);
                }
            }
        }
    }

    /// <summary>Takes an operation from the line; one that is in a ring already stays there.</summary>
    internal void Withdraw(Operation<TRequest, TCompletion> operation)
    {
        lock (_line)
        {
            Operation<TRequest, TCompletion>? before = null;
            for (Operation<TRequest, TCompletion>? at = _firstInLine; at is not null; before = at, at = at.Next)
            {
                if (at == operation)
                {
                    Remove(before, at.Next);
                    at.Finish(null, RequestStatus.Cancelled, default);
                    return;
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool Sweep(long now)
    {
        bool active = false;
        foreach (Stripe<TRequest, TCompletion> stripe in Stripes)
        {
            bool retire;
            lock (stripe.Gate)
            {
                if (stripe.Retired)
                {
                    continue;   // it was among the stripes a moment ago
                }

                stripe.Queue.File.Poll();   // takes the event back before looking, so that none is lost
                stripe.Reap();
                stripe.ArmAgain();

                retire = stripe.Broken || stripe.CheckDeadlines(now);
                active |= stripe.InFlight > 0;
            }

            if (retire)
            {
                Retire(stripe);
            }
        }

        Expire(now);
        Advance();
        return active || LineLength > 0;
    }

    public void Dispose()
    {
        Stripe<TRequest, TCompletion>[] stripes;
        _reaper.Remove(this);
        lock (_line)
        {
            _closed = true;
            while (_firstInLine is Operation<TRequest, TCompletion> first)
            {
                Remove(null, first.Next);
                first.Finish(null, RequestStatus.DeviceLost, default);
            }

            stripes = _stripes;
            SetStripes([]);
        }

        foreach (Stripe<TRequest, TCompletion> stripe in stripes)
        {
            stripe.Retire();
        }
    }

    private RequestStatus TrySend(Operation<TRequest, TCompletion> operation, out string? refusal)
    {
        refusal = null;
        Stripe<TRequest, TCompletion>[] stripes = Stripes;
        Stripe<TRequest, TCompletion>? least = null;
        foreach (Stripe<TRequest, TCompletion> stripe in stripes)
        {
            if (!stripe.Broken && (least is null || stripe.InFlight < least.InFlight))   // without the gate: a guess is good enough
            {
                least = stripe;
            }
        }

        // A worker of a device serves one queue at a time: as long as queues may be opened, a busy one is not shared.
        if (least is null || (least.InFlight > 0 && stripes.Length < Volatile.Read(ref _mostStripes)))
        {
            RequestStatus opened = stripes.Length < Volatile.Read(ref _mostStripes)
                ? SendByNew(operation, out refusal) : RequestStatus.Busy;
            if (opened != RequestStatus.Busy || least is null)
            {
                return opened;
            }
        }

        RequestStatus status = Send(least, operation, out refusal);
        foreach (Stripe<TRequest, TCompletion> stripe in stripes)
        {
            if (status is not (RequestStatus.Busy or RequestStatus.DeviceLost))
            {
                break;
            }

            status = stripe == least ? status : Send(stripe, operation, out refusal);
        }

        return status;
    }

    private RequestStatus Send(Stripe<TRequest, TCompletion> stripe, Operation<TRequest, TCompletion> operation, out string? refusal)
    {
        RequestStatus status;
        lock (stripe.Gate)
        {
            status = stripe.TrySend(operation, out refusal);
        }

        if (stripe.Broken)
        {
            Retire(stripe);
        }

        return status;
    }

    private RequestStatus SendByNew(Operation<TRequest, TCompletion> operation, out string? refusal)
    {
        refusal = null;
        Stripe<TRequest, TCompletion> stripe;
        try
        {
            RequestQueue<TRequest, TCompletion> queue = _route.OpenQueue(QueueDriving.Served, out StagedRequests<TRequest, TCompletion>? staged);
            stripe = new Stripe<TRequest, TCompletion>(_route, queue, staged, _options);
        }
        catch (Exception e) when (e is LinuxException or NotSupportedException)
        {
            refusal = e.Message;
            if (e is NotSupportedException)
            {
                return RequestStatus.Refused;
            }

            int open = Stripes.Length;
            if (open > 0)
            {
                Volatile.Write(ref _mostStripes, open);   // no more queues: share those there are
                return RequestStatus.Busy;
            }

            return RequestStatus.DeviceLost;
        }

        RequestStatus status;
        lock (stripe.Gate)
        {
            status = stripe.TrySend(operation, out refusal);
        }

        lock (_line)
        {
            if (!_closed && !stripe.Broken && _stripes.Length < _options.AsyncContexts)
            {
                SetStripes([.. _stripes, stripe]);
                stripe = null!;
            }
        }

        if (stripe is not null)
        {
            // Two callers opened at the same time, or the route was closed: this queue drains and goes.
            ThreadPool.UnsafeQueueUserWorkItem(static surplus => surplus.Retire(), stripe, preferLocal: false);
        }
        else
        {
            _reaper.Wake();   // a new descriptor to wait for
        }

        return status;
    }

    private void Retire(Stripe<TRequest, TCompletion> stripe)
    {
        lock (_line)
        {
            if (Array.IndexOf(_stripes, stripe) < 0)
            {
                return;   // on its way out already
            }

            SetStripes([.. _stripes.Where(other => other != stripe)]);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static broken => broken.Retire(), stripe, preferLocal: false);
    }

    /// <summary>Under the line's lock, so that the two arrays belong together but for the moment between.</summary>
    private void SetStripes(Stripe<TRequest, TCompletion>[] stripes)
    {
        Volatile.Write(ref _stripes, stripes);
        Volatile.Write(ref _eventDescriptors, Array.ConvertAll(stripes, static stripe => stripe.EventDescriptor));
    }

    private void Expire(long now)
    {
        if (LineLength == 0)
        {
            return;
        }

        lock (_line)
        {
            Operation<TRequest, TCompletion>? before = null;
            for (Operation<TRequest, TCompletion>? at = _firstInLine; at is not null;)
            {
                Operation<TRequest, TCompletion>? next = at.Next;
                if (at.Deadline <= now)
                {
                    Remove(before, next);
                    at.Finish(null, RequestStatus.TimedOut, default);
                }
                else
                {
                    before = at;
                }

                at = next;
            }
        }
    }

    private void Enqueue(Operation<TRequest, TCompletion> operation)
    {
        operation.Next = null;
        if (_lastInLine is null)
        {
            _firstInLine = operation;
        }
        else
        {
            _lastInLine.Next = operation;
        }

        _lastInLine = operation;
        Interlocked.Increment(ref _lineLength);   // with a full fence: who frees a ring afterwards sees it
    }

    /// <summary>Takes the one between these two out of the line; null for the ends. It is not looked at: it may be somebody else's already.</summary>
    private void Remove(Operation<TRequest, TCompletion>? before, Operation<TRequest, TCompletion>? next)
    {
        if (before is null)
        {
            _firstInLine = next;
        }
        else
        {
            before.Next = next;
        }

        if (next is null)
        {
            _lastInLine = before;
        }

        Interlocked.Decrement(ref _lineLength);
    }
}
