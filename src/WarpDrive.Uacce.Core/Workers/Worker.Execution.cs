using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce.Core;

/// <summary>The device's step, and what happens when it throws.</summary>
internal sealed partial class Worker
{
    /// <summary>One step over the gathered queues.</summary>
    /// <returns>Whether it got anywhere.</returns>
    private bool Execute(int count, int visited)
    {
        int held = 0;
        for (int i = 0; i < count; i++)
        {
            ServedQueue served = _batch[i];
            if (TryEnter(served))
            {
                Put(_batch, held, served);
                Put(_batchQueues, held++, served.Queue);
            }
        }

        if (held == 0)
        {
            return false;
        }

        int done;
        MemoryBudget? budget = _chosen.Share.Budget;
        long round = budget?.Rounds ?? 0;
        bool measured = Begin(out long start);
        try
        {
            done = Step(held, in measured || _activeCount != 1 ? ref _limits : ref _loneSlice);   // looks would count as the client's time
        }
        catch (Exception e)   // a device model that throws must not take other queues with it
        {
            ExitTokens(held);
            OnStepFailed(held, e);
            return false;
        }

        ExitTokens(held);
        Settle(measured, start, done);
        if (budget is not null && budget.Rounds != round)
        {
            _chosen.NotBefore = Stopwatch.GetTimestamp() + s_courtesy;   // else this one would have taken the memory again before they are awake
        }

        if (done > 0)
        {
            for (int i = 0; i < held; i++)
            {
                _batch[i].WasBusy = true;
            }
        }

        _tally.CountStep(visited, held, done);
        return done > 0;
    }

    // To store a reference costs a check of its type and a write barrier; most steps are of the queues of the step before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T[] batch, int index, T item)
        where T : class
    {
        if (!ReferenceEquals(batch[index], item))
        {
            batch[index] = item;
        }
    }

    private void ExitTokens(int held)
    {
        for (int i = 0; i < held; i++)
        {
            _batch[i].Token.Exit();
        }
    }

    /// <summary>Takes a queue's token; else drops the queue, which is announced when the control operation ends.</summary>
    private bool TryEnter(ServedQueue served)
    {
        if (served.Token.TryEnterOrLeaveWord())
        {
            return true;
        }

        if (served.TryDisown(_number))
        {
            Remove(served);
        }

        return false;
    }

    /// <summary>Finds out which queue of a group it was by stepping each alone; those that throw again end.</summary>
    private void OnStepFailed(int held, Exception exception)
    {
        RenewScratch();
        if (held == 1)
        {
            Fail(_batch[0], exception);
            return;
        }

        _pool.OnGroupFailed(this, held, exception);
        for (int i = 0; i < held && !_replaced; i++)
        {
            ServedQueue served = _batch[i];
            if (!TryEnter(served))
            {
                continue;
            }

            int done;
            try
            {
                _batchQueues[0] = served.Queue;
                _batch[0] = served;   // behind the turn of the one that was there
                done = Step(1, in _slice);
            }
            catch (Exception e)
            {
                served.Token.Exit();
                RenewScratch();
                Fail(served, e);
                continue;
            }

            served.Token.Exit();
            served.WasBusy |= done > 0;
            _tally.CountStep(visited: 1, slices: 1, done);
        }
    }

    private void OnPassFailed(Exception exception)
    {
        _pool.OnPassFailed(this, exception);
        if (_looking is { } served)
        {
            _looking = null;
            Fail(served, exception);
        }
    }

    private void Fail(ServedQueue served, Exception exception)
    {
        Remove(served);
        served.Close();
        served.Disown();
        _tally.CountFailure();
        _pool.OnFailed(this, served, exception);
    }

    // After an exception nobody knows what the scratch holds.
    private void RenewScratch()
    {
        StepScratch fresh = _device.CreateScratch();
        _scratch.Dispose();
        _scratch = fresh;
    }
}
