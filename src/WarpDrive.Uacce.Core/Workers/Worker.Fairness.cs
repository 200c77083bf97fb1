using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <content>Whose turn it is, and what it costs.</content>
/// <remarks>
/// A step serves one client, of those that have work and had least. So what a step took is what its client used, and a step that does not end
/// holds nobody else. While others wait, a step is bounded by one slice for all its queues together, and by as many requests as fit into a slice
/// by what the client's requests took before.
/// </remarks>
internal sealed partial class Worker
{
    // While a client is alone, most steps shorter than this are not measured: two looks at the clock would be half of the shortest ones.
    private static readonly long s_worthMeasuring = Math.Max(Stopwatch.Frequency / 500_000, 1);   // 2 us

    // A step that got nowhere counts at least as much, so that a queue which cannot go on does not keep the turn.
    private static readonly long s_nowhere = Math.Max(Stopwatch.Frequency / 200_000, 1);          // 5 us

    // Time for those who waited for memory of their user to take their turn.
    private static readonly long s_courtesy = Math.Max(Stopwatch.Frequency / 2_000, 1);           // 500 us

    private readonly Func<long>? _clock;
    private readonly WorkerGroup[] _round = new WorkerGroup[32];
    private WorkerGroup _chosen = null!;
    private StepLimits _limits;
    private bool _competing;
    private long _stamp;
    private long _lastStep;
    private long _lastCost;   // of a request in the last step that was measured
    private int _turns;
    private int _next;
    private int _from;
    private long _roundEnd;

    /// <summary>Chooses a client, and queues of it that have work.</summary>
    /// <returns>Queues in the batch.</returns>
    private int Gather()
    {
        _competing = _groupCount > 1 || (_hasColleagues && _pool.AnyWaiting);
        int count = 0;
        if (!_competing)
        {
            if (_groupCount != 0)
            {
                _chosen = _groups[0];
                _limits = _slice;
                count = MayStep(_chosen) ? Fill(_chosen, _batch.Length) : _chosen.Share.IsBlocked ? Evict(_chosen) : 0;
            }
        }
        else if (TakeTurn() || (Choose() && TakeTurn()))
        {
            count = Fill(_chosen, Bound(_chosen.Share.Cost));
        }

        _looking = null;
        return count;
    }

    /// <summary>The next client of the round, unless the round is over.</summary>
    private bool TakeTurn()
    {
        while (_next < _turns)
        {
            if (_roundEnd != 0 && (_stamp == 0 || _stamp >= _roundEnd))   // it took its time, or a step got nowhere
            {
                _next = _turns;
                break;
            }

            WorkerGroup group = _round[_next++];
            if (group.Place >= 0 && MayStep(group))
            {
                _chosen = group;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Makes a round: of the clients that have work the least served one, and those that had no more than a slice more than it. Each gets a step; so
    /// a look at all clients serves many of them. Begins behind the last one that it looked at, so that all get their turn.
    /// </summary>
    private bool Choose()
    {
        long quantum = _slice.MaxTicks;
        long clock = _pool.Clock;
        long least = long.MaxValue - quantum;
        _next = 0;
        _turns = 0;
        _roundEnd = 0;
        int g = _from;
        for (int looked = 0, all = _groupCount; looked < all && _turns < _round.Length; looked++)
        {
            if (--g < 0 || g >= _groupCount)   // from behind: one whose queues are all closed leaves the list, and the last takes its place
            {
                g = _groupCount - 1;
            }

            if (g < 0)
            {
                break;
            }

            WorkerGroup group = _groups[g];
            if (!MayStep(group))
            {
                if (group.Share.IsBlocked)
                {
                    Evict(group);
                }
            }
            else if (group.Share.Virtual <= least + quantum)
            {
                if (HasWork(group))
                {
                    if (group.WasIdle)
                    {
                        group.WasIdle = false;
                        group.Share.Begin(clock);
                    }

                    least = Math.Min(least, group.Share.Virtual);
                    _round[_turns++] = group;
                }
                else
                {
                    group.WasIdle = true;
                }
            }
        }

        _from = g;
        int kept = 0;
        for (int i = 0; i < _turns; i++)
        {
            WorkerGroup group = _round[i];
            if (group.Share.Virtual <= least + quantum)
            {
                _round[kept++] = group;
            }
        }

        _turns = kept;
        if (kept > 0 && least > clock)
        {
            _pool.Clock = least;
        }

        return kept > 0;
    }

    /// <summary>Whether the client may have a step now: not while it is blocked, nor while its user has too much memory in use.</summary>
    private bool MayStep(WorkerGroup group)
    {
        ClientShare share = group.Share;
        if (share.IsBlocked)
        {
            return false;
        }

        if (share.Budget is not { } budget)
        {
            return true;
        }

        if (budget.IsFull)
        {
            return !HasWork(group) || !budget.TryWait(_pool, share);
        }

        if (group.NotBefore == 0)
        {
            return true;
        }

        if (Stopwatch.GetTimestamp() < group.NotBefore)
        {
            return false;
        }

        group.NotBefore = 0;
        return true;
    }

    /// <summary>The client is blocked: its queues wait where no worker takes them until that is over.</summary>
    /// <returns>Zero.</returns>
    private int Evict(WorkerGroup group)
    {
        while (group.Count > 0)
        {
            ServedQueue served = RemoveAt(group, group.Count - 1);
            served.Disown();
            _room.Add(served, _pool.Clock);
        }

        return 0;
    }

    /// <summary>Bounds the step by one slice, for all its queues together.</summary>
    /// <param name="cost">Stopwatch ticks of a request; 0: not known, so one is tried.</param>
    /// <returns>How many queues it may have.</returns>
    private int Bound(long cost)
    {
        long requests = cost == 0 ? 1 : Math.Clamp(_slice.MaxTicks / cost, 1, (long)_slice.MaxDescriptors * _batch.Length);
        int queues = (int)Math.Min(requests, _batch.Length);
        _limits = new StepLimits((int)Math.Min(requests / queues, _slice.MaxDescriptors), Math.Max(_slice.MaxTicks / queues, 1));
        return queues;
    }

    /// <summary>Looks for a queue with work; the group's turn then stands there.</summary>
    private bool HasWork(WorkerGroup group)
    {
        int index = group.Turn;
        int left = group.Count;
        bool found = Next(group, ref index, ref left) is not null;
        group.Turn = found ? index : group.Turn;
        return found;
    }

    /// <summary>Puts queues with work into the batch, one after the other from where the last step of the client ended.</summary>
    private int Fill(WorkerGroup group, int most)
    {
        int count = 0;
        int index = group.Turn;
        int left = group.Count;
        while (count < most && Next(group, ref index, ref left) is { } served)
        {
            Put(_batch, count++, served);
            index++;
        }

        group.Turn = count == most ? index : group.Turn;
        return count;
    }

    /// <summary>The next queue with work; closed ones on the way are dropped.</summary>
    /// <param name="group">The queues of a client.</param>
    /// <param name="index">Where to look first; then where the queue is.</param>
    /// <param name="left">Queues that were not looked at yet.</param>
    /// <returns>The queue, or null when none of those left has work.</returns>
    private ServedQueue? Next(WorkerGroup group, ref int index, ref int left)
    {
        while (left-- > 0)
        {
            if (index >= group.Count)
            {
                index = 0;
            }

            ServedQueue served = group[index];
            if (served.IsClosed)
            {
                RemoveAt(group, index).Disown();
                continue;
            }

            _looking = served;
            if (served.Queue.HasWork)
            {
                return served;
            }

            index++;
        }

        return null;
    }

    /// <summary>Whether the coming step is measured, and if so, when it begins.</summary>
    private bool Begin(out long start)
    {
        bool measured = _competing || _chosen.IsNew || _lastStep >= s_worthMeasuring || (_passes & (PassesPerClock - 1)) == 0;
        start = !measured ? 0 : _stamp != 0 ? _stamp : Now();
        _stamp = 0;
        return measured;
    }

    /// <summary>Charges a step to its client.</summary>
    private void Settle(bool measured, long start, int done)
    {
        WorkerGroup group = _chosen;
        if (!measured)
        {
            group.UnmeasuredTicks += done > 0 ? done * _lastCost : _lastStep;   // less than is worth measuring
            group.UnmeasuredRequests += done;
            return;
        }

        long end = Now();
        long ticks = Math.Max(end - start, 1);
        ClientShare share = group.Share;
        _lastStep = ticks;
        _lastCost = Math.Max(ticks / Math.Max(done, 1), 1);
        if (_roundEnd == 0)
        {
            _roundEnd = start + (_slice.MaxTicks >> 2);   // a client that comes in between waits no longer than this, and a step
        }

        group.IsNew = false;
        if (_mayRise)
        {
            LearnPriority(share, ticks, end);
        }

        if (done > 0)
        {
            share.Learn(ticks, done);
            _stamp = _competing ? end : 0;   // the next step begins here if it follows at once
        }

        int requests = done + group.UnmeasuredRequests;
        if (requests > 0)
        {
            group.CountTime((long)(ticks * (1e9 / Stopwatch.Frequency)), requests);
        }

        Charge(group, done > 0 ? ticks : Math.Max(ticks, s_nowhere), done);
    }

    /// <summary>The group leaves this worker: charges what was not measured.</summary>
    private void Settle(WorkerGroup group)
    {
        if (group.UnmeasuredTicks > 0)
        {
            Charge(group, 0, 0);
        }

        group.Tell();
    }

    private void Charge(WorkerGroup group, long ticks, int done)
    {
        group.Charge(ticks + group.UnmeasuredTicks, done + group.UnmeasuredRequests);
        group.UnmeasuredTicks = 0;
        group.UnmeasuredRequests = 0;
        if (!_competing)
        {
            long now = group.Share.Virtual;
            if (now > _pool.Clock)
            {
                _pool.Clock = now;   // alone, it is the clock
            }
        }
    }

    private long Now() => _clock is null ? Stopwatch.GetTimestamp() : _clock();
}
