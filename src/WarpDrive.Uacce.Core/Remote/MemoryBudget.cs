using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core;

/// <summary>How much memory the workers may work on for one user at a time, over all its processes and all devices.</summary>
/// <remarks>
/// <para>Two limits. <i>In flight</i>: bytes that requests in a step have acquired, staged or shared. <i>Staging</i>: chunks that hold copies of the user's
/// memory, those included that leases keep between requests, which are at most half of the limit. Either is asked before a step begins: one that has begun
/// is never refused anything, so both are passed by no more than one step of each worker. Nothing fails. The user's queues wait, outside the workers, until
/// a step of it gives memory back; a user that has nothing in flight waits for nothing.</para>
/// <para>Thread safe. Who gives back: (1) counts down, a full fence, (2) looks whether somebody waits. Who waits: (1) says so, (2) full fence, (3) looks again
/// whether there is room. One of the two sees the other.</para>
/// </remarks>
public sealed class MemoryBudget
{
    private readonly Lock _lock = new();
    private readonly List<(WorkerPool Pool, ClientShare Share)> _waiting = [];
    private Cells _cells;
    private long _inFlightLimit = long.MaxValue;
    private long _stagingLimit = long.MaxValue;
    private int _anyWaiting;
    private long _rounds;

    /// <summary>Bytes in flight from which on no step begins, at least 1; all of a long when there is no limit.</summary>
    public long InFlightLimit
    {
        get => Volatile.Read(ref _inFlightLimit);
        set => SetLimit(ref _inFlightLimit, value);
    }

    /// <summary>Bytes of staging from which on no step begins, at least 1; all of a long when there is no limit.</summary>
    public long StagingLimit
    {
        get => Volatile.Read(ref _stagingLimit);
        set => SetLimit(ref _stagingLimit, value);
    }

    /// <summary>Bytes that requests have acquired now.</summary>
    public long InFlightBytes => Volatile.Read(ref _cells.InFlight);

    /// <summary>Bytes of staging now.</summary>
    public long StagingBytes => Volatile.Read(ref _cells.Staging);

    /// <summary>Whether a step has to wait.</summary>
    internal bool IsFull
    {
        get
        {
            long inFlight = Volatile.Read(ref _cells.InFlight);
            return inFlight > 0 && (inFlight >= Volatile.Read(ref _inFlightLimit) || Volatile.Read(ref _cells.Staging) >= Volatile.Read(ref _stagingLimit));
        }
    }

    /// <summary>Whether a lease may keep its chunks for the next request.</summary>
    internal bool MayKeepStaging => Volatile.Read(ref _cells.Staging) <= Volatile.Read(ref _stagingLimit) / 2;

    /// <summary>Changes whenever those who waited may go on.</summary>
    internal long Rounds => Volatile.Read(ref _rounds);

    /// <summary>A lease acquired ranges.</summary>
    internal void Take(long bytes) => Interlocked.Add(ref _cells.InFlight, bytes);

    /// <summary>A lease gave its ranges back, and what it does not keep of its chunks before.</summary>
    internal void Return(long bytes)
    {
        Interlocked.Add(ref _cells.InFlight, -bytes);
        LookForWaiting();
    }

    /// <summary>A lease took a chunk.</summary>
    internal void TakeStaging(long bytes) => Interlocked.Add(ref _cells.Staging, bytes);

    /// <summary>A lease gave a chunk back.</summary>
    internal void ReturnStaging(long bytes)
    {
        Interlocked.Add(ref _cells.Staging, -bytes);
        LookForWaiting();
    }

    /// <summary>A worker found no room: the client's queues on its device wait, unless there is room by now.</summary>
    /// <param name="pool">Of the device.</param>
    /// <param name="share">The client there.</param>
    /// <returns>False when there is room.</returns>
    internal bool TryWait(WorkerPool pool, ClientShare share)
    {
        lock (_lock)
        {
            Volatile.Write(ref _anyWaiting, 1);
            Interlocked.MemoryBarrier();
            if (!IsFull)
            {
                LetGo();
                return false;
            }

            if (pool.Room.Block(share, BlockReasons.Memory))
            {
                _waiting.Add((pool, share));
                share.Account.BeginWait();
            }

            return true;
        }
    }

    private void SetLimit(ref long limit, long value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        Volatile.Write(ref limit, value);
        Interlocked.MemoryBarrier();
        LookForWaiting();
    }

    private void LookForWaiting()
    {
        if (Volatile.Read(ref _anyWaiting) != 0 && !IsFull)
        {
            lock (_lock)
            {
                LetGo();
            }
        }
    }

    // Under the lock. All of them: which one comes first is the business of the workers, and the others wait again.
    private void LetGo()
    {
        Volatile.Write(ref _anyWaiting, 0);
        foreach ((WorkerPool pool, ClientShare share) in _waiting)
        {
            share.Account.EndWait();
            pool.Room.Unblock(share, BlockReasons.Memory);
            Interlocked.MemoryBarrier();   // pairs with that of parking: the worker sees the queues, or is seen asleep
            pool.WakeOne();
        }

        if (_waiting.Count > 0)
        {
            _waiting.Clear();
            Volatile.Write(ref _rounds, _rounds + 1);
        }
    }

    /// <summary>Cache lines of their own: all workers that serve the user write here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Cells
    {
        [FieldOffset(128)] public long InFlight;
        [FieldOffset(136)] public long Staging;
    }
}
