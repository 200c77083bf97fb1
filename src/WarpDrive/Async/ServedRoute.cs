using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The asynchronous side of a route: served queues shared by all callers, and a line for when their rings are full.</summary>
/// <remarks>
/// Thread safe. Locks are taken in this order: the line's, then a stripe's. Stripes are opened one by one as callers meet full or contended ones,
/// up to the limit of the options. While somebody stands in line, newcomers go behind.
/// </remarks>
internal sealed class ServedRoute : IDisposable
{
    private readonly CompressionRoute _route;
    private readonly AcceleratorOptions _options;
    private readonly Reaper _reaper;
    private readonly Lock _line = new();
    private Stripe[] _stripes = [];
    private CompressionOperation? _firstInLine;
    private CompressionOperation? _lastInLine;
    private int _lineLength;
    private int _mostStripes;
    private bool _closed;

    internal ServedRoute(CompressionRoute route, AcceleratorOptions options, Reaper reaper)
    {
        _route = route;
        _options = options;
        _reaper = reaper;
        _mostStripes = options.AsyncContexts;
        reaper.Add(this);
    }

    internal Stripe[] Stripes => Volatile.Read(ref _stripes);

    /// <summary>Operations in rings and in line.</summary>
    internal int Load
    {
        get
        {
            int load = LineLength;
            foreach (Stripe stripe in Stripes)
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
    internal RequestStatus Submit(CompressionOperation operation, out string? refusal)
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
            while (_firstInLine is CompressionOperation first)
            {
                RequestStatus status = TrySend(first, out _);
                if (status == RequestStatus.Busy)
                {
                    return;
                }

                Dequeue();
                if (status != RequestStatus.Ok)
                {
                    first.Finish(null, status, default);
                }
            }
        }
    }

    /// <summary>Takes an operation from the line; one that is in a ring already stays there.</summary>
    internal void Withdraw(CompressionOperation operation)
    {
        lock (_line)
        {
            CompressionOperation? before = null;
            for (CompressionOperation? at = _firstInLine; at is not null; before = at, at = at.Next)
            {
                if (at == operation)
                {
                    Remove(before, at);
                    at.Finish(null, RequestStatus.Cancelled, default);
                    return;
                }
            }
        }
    }

    /// <summary>One round of the reaper: takes what has finished, looks at deadlines, moves the line.</summary>
    /// <returns>True while something is in flight or in line.</returns>
    internal bool Sweep(long now)
    {
        bool active = false;
        foreach (Stripe stripe in Stripes)
        {
            bool retire;
            lock (stripe.Gate)
            {
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
        _reaper.Remove(this);
        lock (_line)
        {
            _closed = true;
            while (_firstInLine is CompressionOperation first)
            {
                Dequeue();
                first.Finish(null, RequestStatus.DeviceLost, default);
            }
        }

        foreach (Stripe stripe in Interlocked.Exchange(ref _stripes, []))
        {
            stripe.Retire();
        }
    }

    private RequestStatus TrySend(CompressionOperation operation, out string? refusal)
    {
        refusal = null;
        Stripe[] stripes = Stripes;
        Stripe? least = null;
        foreach (Stripe stripe in stripes)
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
        foreach (Stripe stripe in stripes)
        {
            if (status is not (RequestStatus.Busy or RequestStatus.DeviceLost))
            {
                break;
            }

            status = stripe == least ? status : Send(stripe, operation, out refusal);
        }

        return status;
    }

    private RequestStatus Send(Stripe stripe, CompressionOperation operation, out string? refusal)
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

    private RequestStatus SendByNew(CompressionOperation operation, out string? refusal)
    {
        refusal = null;
        Stripe stripe;
        try
        {
            CompressionQueue queue = _route.OpenQueue(QueueDriving.Served, out ReservedMemory? reserved);
            reserved?.Dispose();   // requests of devices without shared addresses never come here
            stripe = new Stripe(_route, queue, _options);
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
                Volatile.Write(ref _stripes, [.. _stripes, stripe]);
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

    private void Retire(Stripe stripe)
    {
        lock (_line)
        {
            if (Array.IndexOf(_stripes, stripe) < 0)
            {
                return;   // on its way out already
            }

            Volatile.Write(ref _stripes, [.. _stripes.Where(other => other != stripe)]);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static broken => broken.Retire(), stripe, preferLocal: false);
    }

    private void Expire(long now)
    {
        if (LineLength == 0)
        {
            return;
        }

        lock (_line)
        {
            CompressionOperation? before = null;
            for (CompressionOperation? at = _firstInLine; at is not null;)
            {
                CompressionOperation? next = at.Next;
                if (at.Deadline <= now)
                {
                    Remove(before, at);
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

    private void Enqueue(CompressionOperation operation)
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

    private void Dequeue() => Remove(null, _firstInLine!);

    private void Remove(CompressionOperation? before, CompressionOperation operation)
    {
        if (before is null)
        {
            _firstInLine = operation.Next;
        }
        else
        {
            before.Next = operation.Next;
        }

        if (_lastInLine == operation)
        {
            _lastInLine = before;
        }

        operation.Next = null;
        Interlocked.Decrement(ref _lineLength);
    }
}
