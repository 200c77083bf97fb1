namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>Runs the protocol code of a client that sleeps and a device that posts in every order of their accesses, and of the stores leaving their buffers.</summary>
internal sealed class WaitExplorer(Sleeper sleeper, int completions, WaitFault fault) : Exploration<WaitState>(WaitState.Threads)
{
    /// <summary>Goes through all states.</summary>
    public void Run() => Run(new WaitState(completions), toFirstLoss: false);

    protected override bool Advance(WaitState state, int thread)
    {
        if (thread == WaitState.Client ? state.IsServed && state.Results[thread].Count == 0 : state.Left == 0)
        {
            return false;
        }

        WaitState next = state.Copy();
        try
        {
            var replay = new WaitReplay(state.Results[thread], fault);
            if (thread == WaitState.Device)
            {
                Post(replay, next);
            }
            else if (sleeper == Sleeper.Waiter)
            {
                Wait(replay, next);
            }
            else
            {
                Receive(replay, next);
            }

            next.Results[thread].Clear();   // the round is over
        }
        catch (NextWaitAccess access)
        {
            if (!state.CanDo(access.Op))
            {
                return false;
            }

            next = state.Copy();   // what the round did so far is done again with its record
            next.Results[thread].Add(next.Do(thread, access.Op, access.Value));
        }

        Visit(next);
        return true;
    }

    /// <summary>One pass of a wait's loop.</summary>
    private static void Wait(WaitReplay replay, WaitState state)
    {
        var cells = new ModelWaitCells(replay, state, Sleeper.Waiter);
        if (!WaitProtocol.HasNewsOrSleep(ref cells))
        {
            WaitProtocol.Poll(ref cells);
        }
    }

    /// <summary>A receiver arms, sleeps, and polls.</summary>
    private void Receive(WaitReplay replay, WaitState state)
    {
        var cells = new ModelWaitCells(replay, state, sleeper);
        if (!state.IsAsleep)
        {
            WaitProtocol.ArmForReceiver(ref cells);
            state.IsAsleep = true;
        }
        else
        {
            replay.Do(WaitOp.Sleep);
            bool news = WaitProtocol.Poll(ref cells);
            state.IsAsleep = fault == WaitFault.NotArmedAgain && !news;
        }
    }

    /// <summary>One completion.</summary>
    private void Post(WaitReplay replay, WaitState state)
    {
        replay.Do(WaitOp.StorePosted, completions - state.Left + 1);
        var cells = new ModelPostCells(replay);
        WaitProtocol.Posted(ref cells);
        state.Left--;
    }
}
