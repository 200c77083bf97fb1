using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>How workers of one pool share the queues.</summary>
internal sealed partial class Worker
{
    /// <summary>Takes queues from the ready list. When full, the queue whose turn is furthest away goes back there first.</summary>
    private void Claim()
    {
        if (_claimPause > 0 && _activeCount > 0)
        {
            _claimPause--;
            return;
        }

        if (_activeCount == _capacity)
        {
            GiveBack(Remove(0));
        }

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
            else if (_pool.At(slot) is { } served && served.TryClaim(_number))
            {
                now = now == 0 ? Stopwatch.GetTimestamp() : now;
                Own(served, now);
            }
        }
    }

    /// <summary>A queue that was claimed is looked at from now on.</summary>
    private void Own(ServedQueue served, long now)
    {
        served.LastBusy = now;
        served.WasBusy = false;
        _lastProgress = now;
        _active[_activeCount++] = served;
        _tally.CountClaim();
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
        _crowded = busyQueues > 1 ? _crowded + 1 : 0;
        if (_crowded < CrowdedPasses)
        {
            return;
        }

        _crowded = 0;
        if (_pool.Lot.AnyParked)
        {
            for (int keep = _activeCount - (_activeCount / 2); _activeCount > keep;)
            {
                GiveBack(Remove(_activeCount - 1));
            }

            _claimPause = PassesAfterDonation;
        }
    }
}
