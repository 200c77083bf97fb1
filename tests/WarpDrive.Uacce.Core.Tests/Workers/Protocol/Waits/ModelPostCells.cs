namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>The queue as its device sees it; every access is a scheduling point.</summary>
internal readonly struct ModelPostCells(WaitReplay replay) : IPostCells
{
    public void Fence()
    {
        if (replay.Fault != WaitFault.NoFenceAfterPosted)
        {
            replay.Do(WaitOp.Fence);
        }
    }

    public uint LoadArm() => (uint)replay.Do(WaitOp.LoadArm);

    public uint ExchangeArm(uint value) => (uint)replay.Do(WaitOp.ExchangeArm, (int)value);

    public void Signal()
    {
        if (replay.Fault != WaitFault.NoSignal)
        {
            replay.Do(WaitOp.Raise);
        }
    }
}
