using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>How workers of one pool share the queues.</summary>
internal sealed partial class Worker
{
    private static readonly long s_emptyLook = Stopwatch.Frequency / 2_000_000;   // 500 ns: a claim, a look, and letting go

    /// <summary>
    /// Takes queues that are ready: alone, all of them; with colleagues by way of the waiting room, where the least served client's come first.
    /// When full, a queue of the most served client goes back for one of a less served client, or for the next of its own.
    /// </summary>
    private void Claim()
    {
        if (_claimPause > 0 && _activeCount > 0)
        {
            _claimPause--;
            return;
        }

        if (!_hasColleagues && !_room.Any)
        {
            ClaimAll();
            return;
        }

        for (int slot = _ready.Take(ref _cursor); slot >= 0; slot = _ready.Take(ref _cursor))
        {
            if (_pool.IsChannel(slot))
            {
                ClaimChannel(slot);
            }
            else if (_pool.At(slot) is { } served)
            {
                _room.Add(served, _pool.Clock);
            }
        }

        long now = 0;
        if (_activeCount >= _capacity)
        {
            WorkerGroup most = MostServed();
            if (_room.Take(most.Share.Virtual, most.Share) is { } other)
            {
                GiveBack(RemoveAt(most, 0));
                TryOwn(other, ref now);
            }
        }

        while (_activeCount < _capacity && _room.Take() is { } served)
        {
            TryOwn(served, ref now);
        }

        if (_room.Any && _pool.Lot.AnyParked)
        {
            _pool.WakeOne();   // there is more than this worker can take
        }
    }

    private void ClaimAll()
    {
        long now = 0;
        while (_activeCount < _capacity)
        {
            int slot = _ready.Take(ref _cursor);
            if (slot < 0)
            {
                return;
            }

            if (_pool.IsChannel(slot))
            {
                ClaimChannel(slot);
            }
            else if (_pool.At(slot) is { } served)
            {
                TryOwn(served, ref now);
            }
        }
    }

    private void TryOwn(ServedQueue served, ref long now)
    {
        if (served.Share.IsBlocked)
        {
            _room.Add(served, _pool.Clock);
            return;
        }

        if (!served.TryClaim(_number))
        {
            return;
        }

        now = now == 0 ? Stopwatch.GetTimestamp() : now;
        Own(served, now);
        _looking = served;
        if (!served.Queue.HasWork)
        {
            served.Account.CountEmptyLooks(1);
            served.Account.Charge(s_emptyLook);
            served.Share.Postpone(s_emptyLook);
        }

        _looking = null;
    }

    private WorkerGroup MostServed()
    {
        WorkerGroup most = _groups[0];
        for (int g = 1; g < _groupCount; g++)
        {
            if (_groups[g].Share.Virtual > most.Share.Virtual)
            {
                most = _groups[g];
            }
        }

        return most;
    }

    /// <summary>A queue that somebody else may look after: let go if it is idle, else onto the ready list.</summary>
    private void GiveBack(ServedQueue served)
    {
        if (!served.TryLetGo(_number))
        {
            served.Disown();
            served.Announce();
        }
    }

    /// <summary>When several queues keep this worker busy while a colleague sleeps, half of them are offered to it.</summary>
    private void ConsiderDonation(int busyQueues)
    {
        _crowded = busyQueues > 1 || _groupCount > 1 ? _crowded + 1 : 0;
        if (_crowded < CrowdedPasses)
        {
            return;
        }

        _crowded = 0;
        if (_pool.Lot.AnyParked)
        {
            for (int keep = _activeCount - (_activeCount / 2); _activeCount > keep;)
            {
                WorkerGroup last = _groups[_groupCount - 1];
                GiveBack(RemoveAt(last, last.Count - 1));
            }

            _claimPause = PassesAfterDonation;
        }
    }
}
