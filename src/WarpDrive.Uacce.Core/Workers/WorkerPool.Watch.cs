using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <content>Steps that take too long: another worker for everybody else.</content>
internal sealed partial class WorkerPool
{
    private readonly Dictionary<uint, int> _stuckOfUser = [];
    private readonly List<Worker> _unstarted = [];
    private readonly (int Step, long Since)[] _seen;
    private Timer? _watch;
    private WorkerCounters _ended;
    private int _stuck;
    private int _attached;
    private int _watching;
    private long _replacements;

    /// <summary>Steps that take too long at this moment.</summary>
    internal int StuckSteps => Volatile.Read(ref _stuck);

    /// <summary>Workers that were started for such a step, so far.</summary>
    internal long Replacements => Volatile.Read(ref _replacements);

    /// <summary>A worker begins to look for work: somebody watches it from now on. The watch ends by itself when all sleep.</summary>
    /// <remarks>The worker: (1) leaves the set of parked ones, a full fence, (2) looks whether there is a watch. The watch, when it ends: (1) says so, (2) full
    /// fence, (3) looks whether all are parked.</remarks>
    internal void OnAwake()
    {
        if (Volatile.Read(ref _watching) == 0 && Options.StuckAfter != Timeout.InfiniteTimeSpan && Interlocked.Exchange(ref _watching, 1) == 0)
        {
            lock (_lock)
            {
                if (!_ending)
                {
                    _watch ??= new Timer(static pool => ((WorkerPool)pool!).Watch(), this, Timeout.Infinite, Timeout.Infinite);
                    _watch.Change(Options.StuckAfter / 2, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    /// <summary>Replaces workers whose step has been the same since a look that is long ago.</summary>
    /// <param name="now">Stopwatch ticks.</param>
    /// <param name="bound">How long ago, in Stopwatch ticks.</param>
    internal void LookForStuckSteps(long now, long bound)
    {
        lock (_lock)
        {
            if (_ending)
            {
                return;
            }

            for (int i = _unstarted.Count - 1; i >= 0; i--)   // threads that could not be had last time
            {
                TryStart(_unstarted[i]);
                _unstarted.RemoveAt(i);
            }

            for (int n = 0; n < _workers.Length; n++)
            {
                if (_workers[n] is not { IsReplaced: false } worker || (worker.StepNumber is var step && (step & 1) == 0))
                {
                    continue;
                }

                if (_seen[n].Step != step)
                {
                    _seen[n] = (step, now);
                }
                else if (now - _seen[n].Since >= bound && (_attached > worker.HeldQueues || _usedChannels > 1))
                {
                    Replace(n, worker, step);
                }
            }
        }
    }

    /// <summary>A worker that was replaced has ended.</summary>
    internal void OnStuckStepOver(Worker worker, int number, ClientShare share)
    {
        lock (_lock)
        {
            _ended += worker.Counters;
            _workers[number] = null;
            _threads[number] = null;
            _seen[number] = default;
            _freeNumbers.Push(number);
            _stuck--;
            share.StuckSteps--;
            share.Account.EndStuck();
            uint user = share.Account.Uid;
            if (--_stuckOfUser[user] == 0)
            {
                _stuckOfUser.Remove(user);
            }

            UpdateBlocks(user, share);
        }

        WorkersLog.StuckStepOver(_logger, worker.Name, share.Account.Name);
        for (int i = 0; i < Device.Profile.Workers && Room.Any; i++)
        {
            WakeOne();
        }
    }

    private void Watch()
    {
        try
        {
            LookForStuckSteps(Stopwatch.GetTimestamp(), (long)(Options.StuckAfter.TotalSeconds * Stopwatch.Frequency));
        }
        catch (Exception e)   // on a thread of the pool of threads: it would end the process
        {
            WorkersLog.WatchFailed(_logger, e, _name);
        }

        if (IsAsleep)
        {
            Interlocked.Exchange(ref _watching, 0);
            if (IsAsleep || Interlocked.Exchange(ref _watching, 1) != 0)
            {
                return;
            }
        }

        lock (_lock)
        {
            if (!_ending)
            {
                _watch!.Change(Options.StuckAfter / 2, Timeout.InfiniteTimeSpan);
            }
        }
    }

    // Under the lock.
    private void Replace(int number, Worker stuck, int step)
    {
        if (_stuck >= Options.MaxStuckStepsOfPool || !_freeNumbers.TryPop(out int fresh))
        {
            return;
        }

        Worker? next = null;
        try
        {
            next = new Worker(this, fresh, $"{_name}/w{fresh}");
        }
        finally
        {
            if (next is null)
            {
                _freeNumbers.Push(fresh);
            }
        }

        if (!stuck.TryReplace(step, out ClientShare? share))
        {
            _freeNumbers.Push(fresh);
            next.Discard();
            return;
        }

        _stuck++;
        _replacements++;
        share!.StuckSteps++;
        share.Account.BeginStuck();
        uint user = share.Account.Uid;
        _stuckOfUser[user] = _stuckOfUser.GetValueOrDefault(user) + 1;
        UpdateBlocks(user, share);
        _workers[fresh] = next;
        WorkersLog.WorkerReplaced(_logger, stuck.Name, share.Account.Name, share.Account.Pid, share.Account.Uid, next.Name);
        TryStart(next);
    }

    private void TryStart(Worker worker)
    {
        var thread = new Thread(worker.Run) { IsBackground = true, Name = worker.Name };
        try
        {
            thread.UnsafeStart();
            _threads[worker.Number] = thread;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)   // no thread to be had now: the next look tries again
        {
            WorkersLog.WatchFailed(_logger, e, _name);
            _unstarted.Add(worker);
        }
    }

    // Under the lock. The share may be in no list any more: its queues were detached meanwhile.
    private void UpdateBlocks(uint user, ClientShare share)
    {
        bool userBlocked = IsUserBlocked(user);
        UpdateBlock(share, userBlocked);
        foreach (ClientShare one in _shares.Values)
        {
            if (one.Account.Uid == user)
            {
                UpdateBlock(one, userBlocked);
            }
        }
    }

    private void UpdateBlock(ClientShare share, bool userBlocked)
    {
        if (share.Account.MayStall && (userBlocked || share.StuckSteps >= Math.Max(Options.MaxStuckSteps, WorkerCount)))
        {
            Room.Block(share, BlockReasons.StuckSteps);
        }
        else
        {
            Room.Unblock(share, BlockReasons.StuckSteps);
        }
    }

    private bool IsUserBlocked(uint user) => _stuckOfUser.GetValueOrDefault(user) >= Math.Max(Options.MaxStuckStepsOfUser, WorkerCount);
}
