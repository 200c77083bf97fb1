using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce.Core;

/// <summary>A queue that a <see cref="WorkerPool"/> serves; made by <see cref="WorkerPool.Attach"/>.</summary>
/// <remarks>
/// Exactly one worker at a time owns a served queue, and only the owner touches its memory. Ownership is taken by claiming
/// the queue from the ready list, and ends when the worker lets go. A claim that meets an owner leaves a mark for it, so that the owner does
/// not let go without another look.
/// </remarks>
internal sealed class ServedQueue
{
    private const int Nobody = -1;
    private const int ClaimMark = 1 << 16;

    private readonly RegionMemory _ctl;
    private readonly WorkerPool _pool;
    private int _owner = Nobody;
    private volatile bool _closed;

    internal ServedQueue(WorkerPool pool, int slot, DeviceQueue queue, RegionMemory ctl, StepToken token, ClientAccount account)
    {
        _pool = pool;
        _ctl = ctl;
        Slot = slot;
        Queue = queue;
        Token = token;
        Account = account;
    }

    /// <summary>The device's end.</summary>
    public DeviceQueue Queue { get; }

    /// <summary>Its step token.</summary>
    public StepToken Token { get; }

    /// <summary>Who pays for it.</summary>
    public ClientAccount Account { get; }

    /// <summary>Slot in the pool; given to another queue after this one is detached.</summary>
    internal int Slot { get; }

    /// <summary>Detached or failed: nobody claims it any more, and its owner drops it.</summary>
    internal bool IsClosed => _closed;

    /// <summary>The owner's note: when the queue last had work, in Stopwatch ticks.</summary>
    internal long LastBusy { get; set; }

    /// <summary>The owner's note: it had work since the owner last looked at the clock.</summary>
    internal bool WasBusy { get; set; }

    /// <summary>Tells the workers of a new tail. Called by the client's side behind the release store of the tail cell.</summary>
    /// <remarks>A fence and a look at the attention cell; the ready list and a wake-up only when no worker is looking at the queue.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rung()
    {
        var cells = new QueueWatchCells(this, _ctl);
        WakeProtocol.Rung(ref cells);
    }

    /// <summary>Puts the queue on the ready list, whoever may be looking at it. Harmless when there is no work, or when it is detached.</summary>
    public void Announce() => _pool.Announce(Slot);

    /// <summary>Makes a worker the owner.</summary>
    /// <returns>False when it has an owner, who was told, or is closed.</returns>
    internal bool TryClaim(int worker)
    {
        while (true)
        {
            int owner = Volatile.Read(ref _owner);
            if (owner == Nobody)
            {
                if (Interlocked.CompareExchange(ref _owner, worker, Nobody) == Nobody)
                {
                    if (!_closed)   // behind the exchange: Close sets it, then looks for an owner
                    {
                        return true;
                    }

                    Disown();
                    return false;
                }
            }
            else if ((owner & ~ClaimMark) == worker
                || Interlocked.CompareExchange(ref _owner, owner | ClaimMark, owner) == owner)
            {
                return false;
            }
        }
    }

    /// <summary>Owner: gives it up, unless somebody claimed it in between.</summary>
    internal bool TryDisown(int worker)
    {
        if (Interlocked.CompareExchange(ref _owner, Nobody, worker) == worker)
        {
            TellCloser();
            return true;
        }

        Volatile.Write(ref _owner, worker);   // takes the mark away; while it is set nobody else writes the word
        return _closed && TryDisown(worker);
    }

    /// <summary>Owner: gives it up whatever was asked.</summary>
    internal void Disown()
    {
        Interlocked.Exchange(ref _owner, Nobody);
        TellCloser();
    }

    /// <summary>Owner: stops watching by the numbered steps of <see cref="WakeProtocol.TryLetGo"/>.</summary>
    internal bool TryLetGo(int worker)
    {
        var cells = new QueueWatchCells(this, _ctl, worker);
        return WakeProtocol.TryLetGo(ref cells);
    }

    /// <summary>
    /// Opens the queue for rings: from here on they announce. <see cref="WorkerPool.Attach"/> does it; again after any reset of the
    /// attention cell. Harmless at any time.
    /// </summary>
    public void Open()
    {
        // 1. Attention. 2. Fence. 3. Look whether a ring came before.
        var cells = new QueueWatchCells(this, _ctl);
        cells.StoreAttention(AttentionState.Announce);
        cells.Fence();
        if (Queue.HasWork && cells.ExchangeAttention(AttentionState.Watched) == AttentionState.Announce)
        {
            Announce();
        }
    }

    /// <summary>Nobody claims it from now on.</summary>
    internal void Close() => _closed = true;

    /// <summary>After <see cref="Close"/>: waits until no worker owns it.</summary>
    /// <returns>False when the time ran out.</returns>
    internal bool WaitForOwner(TimeSpan timeout)
    {
        Interlocked.MemoryBarrier();   // closed is visible before the owner is looked at
        if (Volatile.Read(ref _owner) == Nobody)
        {
            return true;
        }

        long start = Stopwatch.GetTimestamp();
        lock (this)
        {
            while (Volatile.Read(ref _owner) != Nobody)
            {
                TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(this, left);
            }
        }

        return true;
    }

    private void TellCloser()
    {
        if (_closed)
        {
            lock (this)
            {
                Monitor.PulseAll(this);
            }
        }
    }
}
