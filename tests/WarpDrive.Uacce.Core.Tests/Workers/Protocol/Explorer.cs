namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>Runs the protocol code of ringers and workers in every order of their accesses, and of the stores leaving their buffers.</summary>
internal sealed class Explorer(int workers, int ringers, int rings, Fault fault) : Exploration<ModelState>(workers + ringers)
{
    /// <summary>Goes through all states.</summary>
    public void Run() => Run(new ModelState(workers + ringers, rings), toFirstLoss: false);

    protected override bool Advance(ModelState state, int thread)
    {
        if (thread >= workers && state.Left[thread] == 0)
        {
            return false;
        }

        ModelState next = state.Copy();
        try
        {
            var replay = new Replay(thread, state.Results[thread], fault);
            if (thread < workers)
            {
                Work(replay, next);
            }
            else
            {
                Ring(replay, next);
            }

            next.Results[thread].Clear();   // the round is over
        }
        catch (NextAccess access)
        {
            if (!state.CanDo(thread, access.Op))
            {
                return false;
            }

            int value = access.Op == Op.TryDisown && fault == Fault.NoMarkOfClaims ? 1 : access.Value;
            next.Results[thread].Add(next.Do(thread, access.Op, value));
        }

        Visit(next);
        return true;
    }

    /// <summary>One round of a worker's loop.</summary>
    private static void Work(Replay replay, ModelState state)
    {
        var cells = new ModelCells(replay, isWorker: true);
        if (state.Owns[replay.Thread])
        {
            if (replay.Do(Op.LoadTail) != 0)
            {
                replay.Do(Op.Fence);   // taking the step token
                state.Serve();
            }
            else
            {
                state.Owns[replay.Thread] = !WakeProtocol.TryLetGo(ref cells);
            }
        }
        else
        {
            switch (replay.Do(Op.TakeReady))
            {
                case 0:
                    WakeProtocol.TryPark(ref cells);
                    break;
                case 1:
                    state.Owns[replay.Thread] = true;
                    break;
            }
        }
    }

    /// <summary>One ring.</summary>
    private void Ring(Replay replay, ModelState state)
    {
        int number = rings - state.Left[replay.Thread] + 1;
        replay.Do(Op.StoreTail, number);
        var cells = new ModelCells(replay, isWorker: false);
        RingProtocol.Rung(ref cells);
        state.Left[replay.Thread]--;
    }
}
