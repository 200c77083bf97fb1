namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>Runs the protocol code of ringers, workers and the bell in every order of their accesses, and of the stores leaving their buffers.</summary>
internal sealed class ChannelExplorer(int workers, int ringers, int rings, ChannelFault fault)
    : Exploration<ChannelState>(workers + ringers + 1)
{
    /// <summary>Goes through all states, or for a broken variant until the first loss.</summary>
    public void Run() => Run(new ChannelState(workers, ringers, rings), toFirstLoss: fault != ChannelFault.None);

    protected override bool Advance(ChannelState state, int thread)
    {
        int ringer = thread - workers;
        if (ringer >= 0 && ringer < ringers && state.Left[ringer] == 0)
        {
            return false;
        }

        ChannelState next = state.Copy();
        try
        {
            var replay = new ChannelReplay(thread, state.Results[thread], fault);
            if (thread < workers)
            {
                Work(replay, next);
            }
            else if (ringer < ringers)
            {
                Ring(replay, next, ringer);
            }
            else
            {
                replay.Do(ChannelOp.WaitForKick);
                var cells = new ModelParkCells(replay, ChannelState.Channel);
                WakeProtocol.Announce(ref cells);
            }

            next.Results[thread].Clear();   // the round is over
        }
        catch (NextChannelAccess access)
        {
            if (!state.CanDo(thread, access.Op))
            {
                return false;
            }

            next = state.Copy();   // what the round did so far is done again with its record
            next.Results[thread].Add(next.Do(thread, access.Op, access.Place, access.Value, fault));
        }

        Visit(next);
        return true;
    }

    /// <summary>One pass of a worker's loop.</summary>
    private void Work(ChannelReplay replay, ChannelState state)
    {
        int me = replay.Thread;
        int claimed = replay.Do(ChannelOp.TakeReady);
        var channel = new ModelWatchCells(replay, ChannelState.Channel, isChannel: true);
        if (claimed == ChannelState.Channel)
        {
            state.Holds[me] = true;
            WakeProtocol.Watch(ref channel);
        }
        else if (claimed is >= 0 and < ChannelState.Channel)
        {
            state.Owns[me] |= 1 << claimed;
        }

        if (state.Holds[me] && replay.Do(ChannelOp.LoadSummary) != 0)
        {
            var bits = new ModelTakeCells(replay, state);
            WakeProtocol.Take(ref bits);
        }

        for (int queue = 0; queue < ringers; queue++)
        {
            if ((state.Owns[me] & (1 << queue)) != 0)
            {
                ServeOrLetGo(replay, state, queue);
            }
        }

        if (state.Owns[me] == 0)
        {
            if (state.Holds[me] && fault != ChannelFault.SleepsOverChannel)
            {
                if (!WakeProtocol.TryLetGo(ref channel))
                {
                    return;
                }

                state.Holds[me] = false;
            }

            var park = new ModelParkCells(replay, me);
            WakeProtocol.TryPark(ref park);
        }
    }

    private static void ServeOrLetGo(ChannelReplay replay, ChannelState state, int queue)
    {
        if (replay.Do(ChannelOp.LoadTail, queue) != 0)
        {
            replay.Do(ChannelOp.Serve, queue);   // behind the step token, which is a fence
            return;
        }

        var cells = new ModelWatchCells(replay, queue, isChannel: false);
        if (WakeProtocol.TryLetGo(ref cells))
        {
            state.Owns[replay.Thread] &= ~(1 << queue);
        }
    }

    /// <summary>One ring.</summary>
    private void Ring(ChannelReplay replay, ChannelState state, int queue)
    {
        replay.Do(ChannelOp.StoreTail, queue, rings - state.Left[queue] + 1);
        var cells = new ModelWatchCells(replay, queue, isChannel: false);
        RingProtocol.Rung(ref cells);
        state.Left[queue]--;
    }
}
