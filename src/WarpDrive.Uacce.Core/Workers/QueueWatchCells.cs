namespace WarpDrive.Uacce.Core;

/// <summary>The watch cells of a served queue, where they really are.</summary>
internal readonly struct QueueWatchCells : IWatchCells
{
    private readonly ServedQueue _queue;
    private readonly RegionMemory _ctl;
    private readonly int _worker;

    public QueueWatchCells(ServedQueue queue, RegionMemory ctl, int worker = -1)
    {
        _queue = queue;
        _ctl = ctl;
        _worker = worker;
    }

    public uint LoadAttention() => Volatile.Read(ref _ctl.At<uint>(CtlLayout.Attention));

    public void StoreAttention(uint value) => Volatile.Write(ref _ctl.At<uint>(CtlLayout.Attention), value);

    public uint ExchangeAttention(uint value) => Interlocked.Exchange(ref _ctl.At<uint>(CtlLayout.Attention), value);

    public void Fence() => Interlocked.MemoryBarrier();

    public bool HasWorkAgain() => _queue.Queue.HasWork;

    public bool TryDisown() => _queue.TryDisown(_worker);

    public void Announce() => _queue.Announce();
}
