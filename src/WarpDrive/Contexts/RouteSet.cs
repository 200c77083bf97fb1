using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The routes that one object of the library may use, and the choice among them for each request.</summary>
/// <remarks>Thread safe. The warm path reads one array and one flag; discovery runs at the start and after a loss.</remarks>
internal sealed partial class RouteSet<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>Tries of one request before a loss is reported; more would hide a machine that fails at random.</summary>
    private const int MaxAttempts = 4;

    /// <summary>How often a daemon that may be back is looked for while devices of this process stand in for it, in milliseconds.</summary>
    private const int RecheckInterval = 2000;

    private readonly Accelerators _owner;
    private readonly string _algorithm;
    private readonly QueueOptions _queueOptions;
    private readonly string? _pinned;
    private readonly SchedulingPolicy _policy;
    private readonly Lock _lock = new();
    private Route<TRequest, TCompletion>[] _routes = [];
    private bool _sharesAddresses = true;
    private string? _reason;
    private uint _turn;
    private long _vainAt = long.MinValue / 2;   // when discovery found nothing
    private long _recheckAt;                    // when a device that stands in for a daemon is due to make way; 0 never

    /// <summary>Knows what is wanted; looks for devices when first asked.</summary>
    /// <param name="owner">The library instance.</param>
    /// <param name="requests">The class of the requests.</param>
    /// <param name="algorithm">Algorithm, as devices list it.</param>
    /// <param name="operation">What callers call it, for the metrics.</param>
    /// <param name="queueOptions">What queues are set up for.</param>
    /// <param name="pinned">Only this device; null for any.</param>
    /// <param name="policy">How requests are spread.</param>
    /// <param name="deadline">Deadline of a request.</param>
    internal RouteSet(
        Accelerators owner, RequestClass<TRequest, TCompletion> requests, string algorithm, string operation, QueueOptions queueOptions,
        string? pinned, SchedulingPolicy policy, TimeSpan deadline)
    {
        _owner = owner;
        Class = requests;
        _algorithm = algorithm;
        OperationTag = new KeyValuePair<string, object?>("operation", operation);
        _queueOptions = queueOptions;
        _pinned = pinned;
        _policy = policy;
        Deadline = deadline;
    }

    /// <summary>Between two looks for a daemon that is gone.</summary>
    internal static TimeSpan ReattachPause => TimeSpan.FromMilliseconds(20);

    /// <summary>Deadline of a request that names none.</summary>
    internal TimeSpan Deadline { get; }

    internal RequestClass<TRequest, TCompletion> Class { get; }

    /// <summary>Tag of the metrics.</summary>
    internal KeyValuePair<string, object?> OperationTag { get; }

    internal AcceleratorOptions Options => _owner.Options;

    internal Accelerators Owner => _owner;

    /// <summary>Why there is no route, for people.</summary>
    internal string Reason => Volatile.Read(ref _reason) ?? $"no device for {_algorithm}";

    /// <summary>Runs one request to its end on a queue of the caller's own, on the next device when one is lost.</summary>
    /// <param name="request">The request.</param>
    /// <param name="patience">What to wait for.</param>
    /// <param name="repeatable">Whether the request may be sent again after a device was lost half-way.</param>
    /// <param name="answer">What came back.</param>
    internal RequestStatus Execute(in TRequest request, Patience patience, bool repeatable, out RouteAnswer<TRequest, TCompletion> answer)
    {
        answer = default;
        long deadline = 0;
        long giveUp = 0;
        int place = 0;   // in the order of devices; after a loss discovery has put the lost one last
        for (int attempt = 0; ; attempt++, place++)
        {
            Route<TRequest, TCompletion>? route = Pick(place);
            if (route is null && AwaitsDevice(ref giveUp, deadline, pause: false))
            {
                if ((patience & Patience.Device) == 0)
                {
                    return RequestStatus.NoDevice;
                }

                place = 0;
                route = AwaitDevice(ref giveUp, deadline) ? Pick(place) : null;
            }

            if (route is null)
            {
                return attempt == 0 ? RequestStatus.NoDevice : answer.Status;
            }

            RequestStatus status = route.Sync.Rent(0, out QueueContext<TRequest, TCompletion>? context);
            if (status == RequestStatus.Busy && (patience & Patience.Queue) != 0 && attempt >= Count - 1)
            {
                deadline = deadline == 0 ? Deadlines.After(Stopwatch.GetTimestamp(), Deadline) : deadline;
                status = route.Sync.Rent(deadline, out context);
            }

            if (context is null)
            {
                answer.Status = status;
                ObjectDisposedException.ThrowIf(_owner.Disposed, _owner);
                if (status is RequestStatus.DeviceLost or RequestStatus.Refused)
                {
                    answer.Refusal = route.Sync.OpenError;
                    answer.Candidate = route.Candidate;
                }

                if (status == RequestStatus.DeviceLost)
                {
                    route.MarkLost("it opens no queue");
                    place = -1;
                }

                // Full: the next device, and at last wait. Refused: another may do it. Closed after a loss, or lost: discovery looks again.
                int attempts = status == RequestStatus.Refused ? Count - 1 : Math.Max(Count, MaxAttempts);
                if (status != RequestStatus.TimedOut && attempt < attempts)
                {
                    continue;
                }

                if (status != RequestStatus.DeviceLost || !AwaitsDevice(ref giveUp, deadline, pause: (patience & Patience.Device) != 0))
                {
                    return status;
                }

                if ((patience & Patience.Device) == 0)
                {
                    return RequestStatus.NoDevice;
                }

                continue;
            }

            route.Enter();
            long stamp = context.StampForReceipt();
            status = context.Execute(request, deadline, Deadline, out answer.Completion, out answer.Refusal);
            answer.Status = status;
            answer.Queue = context.Queue;
            answer.Candidate = context.Candidate;
            if (status <= RequestStatus.MoreOutput)
            {
                answer.Receipt = context.MakeReceipt(answer.Completion, stamp);
            }

            route.Leave();
            route.Sync.Return(context);
            LibraryMetrics.Completed(this, status, request, answer.Completion);
            if (status != RequestStatus.DeviceLost)
            {
                return status;
            }

            route.MarkLost("a request was lost");
            place = -1;
            if (!repeatable || attempt >= MaxAttempts)
            {
                return status;
            }
        }
    }

    /// <summary>How many bytes one request may have on either side; discovers when nothing is known yet.</summary>
    internal int RequestLimit
    {
        get
        {
            Route<TRequest, TCompletion>[] routes = Volatile.Read(ref _routes);
            routes = routes.Length > 0 ? routes : Refresh();
            int limit = Class.DeviceLimit;
            foreach (Route<TRequest, TCompletion> route in routes)
            {
                limit = Math.Min(limit, route.RequestLimit);
            }

            return limit;
        }
    }

    /// <summary>True when requests may name any address of the process, on every device; while there is none, what was true of the last ones.</summary>
    internal bool SharesAddresses
    {
        get
        {
            if (Count == 0)
            {
                Refresh();
            }

            return Volatile.Read(ref _sharesAddresses);
        }
    }

    /// <summary>Queues an asynchronous request on the next device that takes it.</summary>
    /// <param name="operation">The request.</param>
    /// <param name="refusal">Words for a failure, or null.</param>
    internal RequestStatus Submit(Operation<TRequest, TCompletion> operation, out string? refusal)
    {
        int place = 0;
        for (int attempt = 0; ; attempt++, place++)
        {
            Route<TRequest, TCompletion>? route = Pick(place);
            refusal = null;
            if (route is null)
            {
                return RequestStatus.NoDevice;
            }

            RequestStatus status = route.Async.Submit(operation, out refusal);
            int attempts = status == RequestStatus.Refused ? Count - 1 : Math.Max(Count, MaxAttempts);
            if (status == RequestStatus.Ok || attempt >= attempts)
            {
                return status;
            }

            if (status == RequestStatus.DeviceLost)
            {
                route.MarkLost(refusal ?? "it takes no request");
                place = -1;
            }
        }
    }

    /// <summary>Takes a request from whatever line it stands in.</summary>
    internal void Withdraw(Operation<TRequest, TCompletion> operation)
    {
        foreach (Route<TRequest, TCompletion> route in Volatile.Read(ref _routes))
        {
            route.WithdrawIfAsync(operation);
        }
    }

    /// <summary>Whether a lost device may still come back in time: a daemon that restarts.</summary>
    /// <param name="giveUp">When to give up; 0 at first.</param>
    /// <param name="deadline">Deadline of the request, or 0.</param>
    /// <param name="pause">Whether to let some time pass before the answer is true.</param>
    internal bool AwaitsDevice(ref long giveUp, long deadline, bool pause)
    {
        if (!_owner.MayReattach || _owner.Disposed)
        {
            return false;
        }

        if (giveUp == 0)
        {
            long now = Stopwatch.GetTimestamp();
            giveUp = Deadlines.After(now, Options.DaemonReattach);
            giveUp = Math.Min(giveUp, deadline == 0 ? Deadlines.After(now, Deadline) : deadline);
        }

        if (Deadlines.Left(giveUp) == TimeSpan.Zero)
        {
            return false;
        }

        if (pause)
        {
            Thread.Sleep(ReattachPause);
        }

        return true;
    }

    /// <summary>Waits for a device.</summary>
    private bool AwaitDevice(ref long giveUp, long deadline)
    {
        while (AwaitsDevice(ref giveUp, deadline, pause: true))
        {
            if (Refresh().Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsRecheckDue => _recheckAt != 0 && Environment.TickCount64 >= _recheckAt;

    private int Count => Volatile.Read(ref _routes).Length;

    /// <summary>The route for the next request.</summary>
    /// <param name="place">0 for a request's first route; higher when that one was full, to go on to others.</param>
    internal Route<TRequest, TCompletion>? Pick(int place)
    {
        Route<TRequest, TCompletion>[] routes = Volatile.Read(ref _routes);
        if (routes.Length == 1 && !routes[0].Lost && _recheckAt == 0)
        {
            return routes[0];
        }

        return PickAmong(routes, place);
    }

    private Route<TRequest, TCompletion>? PickAmong(Route<TRequest, TCompletion>[] routes, int place)
    {
        if (routes.Length == 0 || Array.Exists(routes, route => route.Lost) || IsRecheckDue)
        {
            routes = Refresh();
        }

        if (routes.Length == 0)
        {
            return null;
        }

        switch (_policy)
        {
            case SchedulingPolicy.RoundRobin:
                return routes[(int)(Interlocked.Increment(ref _turn) % (uint)routes.Length)];
            case SchedulingPolicy.LeastLoaded when place == 0:
                Route<TRequest, TCompletion> least = routes[0];
                foreach (Route<TRequest, TCompletion> route in routes)
                {
                    least = route.Load < least.Load ? route : least;
                }

                return least;
            default:
                return routes[place % routes.Length];
        }
    }

    private Route<TRequest, TCompletion>[] Refresh()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_owner.Disposed, _owner);
            Route<TRequest, TCompletion>[] routes = Volatile.Read(ref _routes);
            if (routes.Length == 0 && Environment.TickCount64 - _vainAt < ReattachPause.TotalMilliseconds / 2 && _owner.MayReattach)
            {
                return routes;   // many requests wait for the daemon, and somebody has just looked
            }

            if (routes.Length == 0 || Array.Exists(routes, route => route.Lost) || IsRecheckDue)
            {
                routes = _owner.SelectRoutes(Class, _algorithm, _queueOptions, _pinned, out string? reason);
                Volatile.Write(ref _reason, reason);
                _vainAt = routes.Length == 0 ? Environment.TickCount64 : _vainAt;
                _recheckAt = Array.Exists(routes, route => _owner.IsFallback(route.Candidate.Info)) ? Environment.TickCount64 + RecheckInterval : 0;
                if (routes.Length > 0)
                {
                    Volatile.Write(ref _sharesAddresses, Array.TrueForAll(routes, static route => route.SharesAddresses));
                }

                Volatile.Write(ref _routes, routes);
            }

            return routes;
        }
    }
}
