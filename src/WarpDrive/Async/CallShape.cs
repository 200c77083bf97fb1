namespace WarpDrive;

/// <summary>Whether the asynchronous calls of one compressor come one after the other or together, learnt from how they come.</summary>
/// <remarks>
/// Thread safe without locks; a lost update costs one call on the slower way. Sequential calls run on the caller's thread, which spares two thread
/// switches; so that calls started without waiting are noticed, the first call and one in <see cref="ProbeEvery"/> is queued: the next call then
/// finds it unfinished. Two calls at once switch to queueing; a few that were alone from beginning to end switch back.
/// </remarks>
internal sealed class CallShape
{
    private const int ProbeEvery = 64;
    private const int AloneToSwitchBack = 4;

    /// <summary>Beyond this the thread switches do not matter, and the caller asked not to be blocked.</summary>
    private const int AlwaysQueued = 256 << 10;

    private int _running;
    private int _arrivals;
    private int _alone;
    private bool _concurrent;

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
        }

        return IsConcurrent || length > AlwaysQueued || arrival % ProbeEvery == 1;
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
