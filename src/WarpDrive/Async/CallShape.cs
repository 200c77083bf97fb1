namespace WarpDrive;

/// <summary>Whether the asynchronous calls of one object come one after the other or together, learnt from how they come.</summary>
/// <remarks>
/// Thread safe without locks; a lost update costs one call on the slower way. Sequential calls run on the caller's thread, which spares two thread
/// switches; so that calls started without waiting are noticed, the first call is queued and then one after 64, 128, 256 … 4096, 4096 … calls: the next
/// call finds it unfinished. Two calls at once switch to queueing; a few that were alone from beginning to end switch back. Calls below a length never queue.
/// </remarks>
internal sealed class CallShape
{
    private const int FirstInterval = 64;

    /// <summary>A queued call wakes three threads, some hundred microseconds where cores are few: one in so many costs a caller nothing.</summary>
    private const int LongestInterval = 4096;

    private const int AloneToSwitchBack = 4;

    /// <summary>Beyond this the thread switches do not matter, and the caller asked not to be blocked.</summary>
    private const int AlwaysQueued = 256 << 10;

    private readonly int _queuedFrom;
    private int _running;
    private int _arrivals;
    private int _alone;
    private int _nextProbe = 1;
    private int _interval = FirstInterval / 2;
    private bool _concurrent;

    /// <summary>Knows nothing yet.</summary>
    /// <param name="queuedFrom">Bytes below which a call costs less than its way through a queue.</param>
    internal CallShape(int queuedFrom = 0) => _queuedFrom = queuedFrom;

    /// <summary>True while calls are queued rather than run inline.</summary>
    internal bool IsConcurrent => Volatile.Read(ref _concurrent);

    /// <summary>From now on calls count as concurrent, until <see cref="EndBatch"/>.</summary>
    internal void BeginBatch() => Interlocked.Increment(ref _running);

    /// <summary>Ends a batch.</summary>
    internal void EndBatch() => Interlocked.Decrement(ref _running);

    /// <summary>Begins a call.</summary>
    /// <param name="length">Bytes of its source.</param>
    /// <param name="arrival">To be given to <see cref="End"/>.</param>
    /// <returns>True when it is to be queued, false when it is to run on the caller's thread.</returns>
    internal bool Begin(int length, out int arrival)
    {
        int running = Interlocked.Increment(ref _running);
        arrival = Interlocked.Increment(ref _arrivals);
        if (running > 1)
        {
            Volatile.Write(ref _concurrent, true);
            Volatile.Write(ref _alone, 0);
            _interval = FirstInterval / 2;
        }

        if (length < _queuedFrom)
        {
            return false;
        }

        return IsConcurrent || length > AlwaysQueued || Probes(arrival);
    }

    /// <summary>Whether this call is queued only to see whether the next finds it.</summary>
    private bool Probes(int arrival)
    {
        if (arrival - Volatile.Read(ref _nextProbe) < 0)
        {
            return false;
        }

        _interval = Math.Min(_interval * 2, LongestInterval);
        Volatile.Write(ref _nextProbe, arrival + _interval);
        return true;
    }

    /// <summary>Ends a call.</summary>
    internal void End(int arrival)
    {
        int running = Interlocked.Decrement(ref _running);
        if (!IsConcurrent)
        {
            return;
        }

        if (running > 0 || Volatile.Read(ref _arrivals) != arrival)
        {
            Volatile.Write(ref _alone, 0);
        }
        else if (Interlocked.Increment(ref _alone) >= AloneToSwitchBack)
        {
            Volatile.Write(ref _alone, 0);
            Volatile.Write(ref _concurrent, false);
        }
    }
}
