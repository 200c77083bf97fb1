namespace WarpDrive.Uacce.Core;

/// <summary>The park cells of a pool, where they really are.</summary>
internal readonly struct PoolParkCells : IParkCells
{
    private readonly WorkerPool _pool;
    private readonly int _slotOrWorker;
    private readonly TimeSpan _timeout;

    private PoolParkCells(WorkerPool pool, int slotOrWorker, TimeSpan timeout)
    {
        _pool = pool;
        _slotOrWorker = slotOrWorker;
        _timeout = timeout;
    }

    public static PoolParkCells ForAnnouncer(WorkerPool pool, int slot) => new(pool, slot, default);

    public static PoolParkCells ForWorker(WorkerPool pool, int worker, TimeSpan timeout) => new(pool, worker, timeout);

    public void SetReady() => _pool.Ready.Set(_slotOrWorker);

    public int TakeParkedWorker() => _pool.Lot.Take();

    public void Wake(int worker) => _pool.Lot.Wake(worker);

    public void ListAsParked() => _pool.Lot.List(_slotOrWorker);

    public bool AnyReadyAgain() => _pool.AnyWaiting || _pool.IsEnding;

    public void Sleep() => _pool.Lot.Sleep(_slotOrWorker, _timeout);

    public void Unlist() => _pool.Lot.Unlist(_slotOrWorker);
}
