namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>The queue as its client sees it; every access is a scheduling point.</summary>
internal readonly struct ModelWaitCells(WaitReplay replay, WaitState state, Sleeper sleeper) : IWaitCells, IReceiverCells, IPollCells
{
    public void Arm()
    {
        if (replay.Do(WaitOp.LoadArm) == 0)
        {
            replay.Do(WaitOp.StoreArm, 1);
        }
    }

    public void Fence()
    {
        if (replay.Fault != WaitFault.NoFenceAfterArm)
        {
            replay.Do(WaitOp.Fence);
        }
    }

    public bool HasNewsAgain() => replay.Fault != WaitFault.NoSecondLook && HasNews();

    public void Sleep()
    {
        if (replay.Fault == WaitFault.EventTakenBackBehindLook)
        {
            replay.Do(WaitOp.TakeEvent);
        }

        replay.Do(WaitOp.Sleep);
    }

    public bool HasUnread() => replay.Fault != WaitFault.NoLookForReceiver && replay.Do(WaitOp.LoadPosted) != state.Reported;

    public void Raise()
    {
        if (sleeper == Sleeper.Receiver)
        {
            replay.Do(WaitOp.Raise);
        }
        else
        {
            var device = new ModelPostCells(replay);
            WaitProtocol.RaiseIfArmed(ref device);
        }
    }

    public void TakeEventBack() => replay.Do(WaitOp.TakeEvent);

    public bool HasNews()
    {
        int posted = replay.Do(WaitOp.LoadPosted);
        bool news = posted != state.Reported;
        state.Reported = posted;
        return news;
    }

    public void TakeStrayEventBack() => replay.Do(WaitOp.TakeEvent);
}
