namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>Cells whose every access is a scheduling point.</summary>
internal readonly struct ModelCells(Replay replay, bool isWorker) : IWatchCells, IParkCells
{
    public uint LoadAttention() => (uint)replay.Do(Op.LoadAttention);

    public void StoreAttention(uint value) => replay.Do(Op.StoreAttention, (int)value);

    public uint ExchangeAttention(uint value) => (uint)replay.Do(Op.ExchangeAttention, (int)value);

    public void Fence()
    {
        if (replay.Fault != (isWorker ? Fault.NoFenceAfterAttention : Fault.NoFenceAfterTail))
        {
            replay.Do(Op.Fence);
        }
    }

    public bool HasWorkAgain() => replay.Fault != Fault.NoSecondLookAtTail && replay.Do(Op.LoadTail) != 0;

    public bool TryDisown() => replay.Do(Op.TryDisown) != 0;

    public void Announce()
    {
        ModelCells cells = this;
        WakeProtocol.Announce(ref cells);
    }

    public void SetReady() => replay.Do(Op.SetReady);

    public int TakeParkedWorker() => replay.Do(Op.TakeParked);

    public void Wake(int worker)
    {
        if (replay.Fault != Fault.NoWake)
        {
            replay.Do(Op.Wake, worker);
        }
    }

    public void ListAsParked() => replay.Do(Op.List);

    public bool AnyReadyAgain() => replay.Fault != Fault.NoSecondLookAtReadyList && replay.Do(Op.AnyReady) != 0;

    public void Sleep() => replay.Do(Op.Sleep);

    public void Unlist() => replay.Do(Op.Unlist);
}
