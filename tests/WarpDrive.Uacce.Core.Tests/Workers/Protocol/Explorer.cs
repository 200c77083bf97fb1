namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>Runs the protocol code of ringers and workers in every order of their accesses, and of the stores leaving their buffers.</summary>
internal sealed class Explorer(int workers, int ringers, int rings, Fault fault)
{
    private readonly HashSet<string> _seen = [];
    private readonly Stack<ModelState> _open = new();

    /// <summary>Different states that were reached.</summary>
    public int States => _seen.Count;

    /// <summary>Ends in which nobody can go on and everything was served.</summary>
    public int GoodEnds { get; private set; }

    /// <summary>Ends in which all workers sleep over a ring: lost wake-ups.</summary>
    public int LostWakeUps { get; private set; }

    public void Run()
    {
        Visit(new ModelState(workers + ringers, rings));
        while (_open.TryPop(out ModelState? state))
        {
            bool moved = false;
            for (int thread = 0; thread < workers + ringers; thread++)
            {
                if (state.Buffers[thread].Count > 0)
                {
                    ModelState flushed = state.Copy();
                    flushed.Flush(thread);
                    Visit(flushed);
                    moved = true;
                }

                moved |= Advance(state, thread);
            }

            if (!moved)
            {
                if (state.IsServed)
                {
                    GoodEnds++;
                }
                else
                {
                    LostWakeUps++;
                }
            }
        }
    }

    private bool Advance(ModelState state, int thread)
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
        WakeProtocol.Rung(ref cells);
        state.Left[replay.Thread]--;
    }

    private void Visit(ModelState state)
    {
        if (_seen.Add(state.Key()))
        {
            _open.Push(state);
        }
    }
}
