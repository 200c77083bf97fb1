using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce.Core;

/// <summary>A queue that a <see cref="WorkerPool"/> serves; made by <see cref="WorkerPool.Attach"/>.</summary>
/// <remarks>
/// Only the worker that owns a served queue touches its memory.
/// </remarks>
internal sealed class ServedQueue : WorkerOwned
{
    /// <summary>Announced tails beyond the ring after which a queue is isolated. One could be a mistake of a client that otherwise works.</summary>
    internal const int MostMalformed = 64;

    private readonly RegionMemory _ctl;
    private readonly WorkerPool _pool;
    private int _malformed;

    internal ServedQueue(WorkerPool pool, int slot, DeviceQueue queue, RegionMemory ctl, StepToken token, ClientShare share, ChannelPlace? place)
    {
        _pool = pool;
        _ctl = ctl;
        Slot = slot;
        Queue = queue;
        Token = token;
        Share = share;
        Place = place;
    }

    /// <summary>The device's end.</summary>
    public DeviceQueue Queue { get; }

    /// <summary>Its step token.</summary>
    public StepToken Token { get; }

    /// <summary>Who pays for it.</summary>
    public ClientAccount Account => Share.Account;

    /// <summary>The client's standing in the pool.</summary>
    internal ClientShare Share { get; }

    /// <summary>Whether it is in the pool's <see cref="WaitingRoom"/>; under its lock.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>Slot in the pool; given to another queue after this one is detached.</summary>
    internal int Slot { get; }

    /// <summary>Where a client in another process rings; null in one process.</summary>
    internal ChannelPlace? Place { get; }

    /// <summary>The owner's note: when the queue last had work, in Stopwatch ticks.</summary>
    internal long LastBusy { get; set; }

    /// <summary>The owner's note: it had work since the owner last looked at the clock.</summary>
    internal bool WasBusy { get; set; }

    /// <summary>Owner, when the queue was announced without work: counts a tail that is none.</summary>
    /// <returns>Whether there were too many of them.</returns>
    internal bool IsOverMalformed()
    {
        if (!Queue.IsTailMalformed)
        {
            return false;
        }

        Account.CountDiscarded(1);
        return ++_malformed >= MostMalformed;
    }

    /// <summary>Tells the workers of a new tail. Called by the client's side behind the release store of the tail cell.</summary>
    /// <remarks>A fence and a look at the attention cell; the ready list and a wake-up only when no worker is looking at the queue.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rung()
    {
        var cells = new QueueWatchCells(this, _ctl);
        RingProtocol.Rung(ref cells);
    }

    /// <summary>Puts the queue on the ready list, whoever may be looking at it. Harmless when there is no work, or when it is detached.</summary>
    public void Announce() => _pool.Announce(Slot);

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
}
