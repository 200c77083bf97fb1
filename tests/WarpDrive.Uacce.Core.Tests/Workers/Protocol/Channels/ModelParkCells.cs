namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>The pool's park cells; every access is a scheduling point.</summary>
internal readonly struct ModelParkCells(ChannelReplay replay, int place) : IParkCells
{
    public void SetReady() => replay.Do(ChannelOp.SetReady, place);

    public int TakeParkedWorker() => replay.Do(ChannelOp.TakeParked);

    public void Wake(int worker) => replay.Do(ChannelOp.Wake, worker);

    public void ListAsParked() => replay.Do(ChannelOp.List);

    public bool AnyReadyAgain() => replay.Do(ChannelOp.AnyReady) != 0;

    public void Sleep() => replay.Do(ChannelOp.Sleep);

    public void Unlist() => replay.Do(ChannelOp.Unlist);
}
