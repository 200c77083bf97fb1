using System.Diagnostics;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>One worker: the thread's loop over the queues that it owns.</summary>
/// <remarks>
/// Everything here belongs to the worker's thread, except <see cref="Counters"/>. A pass costs what the active queues cost: their tail cells,
/// one look at the ready list, and every <see cref="PassesPerClock"/> passes a look at the clock.
/// </remarks>
internal sealed partial class Worker
{
    private const int PassesPerClock = 32;        // the clock costs as much as a descriptor; one in 32 does not show
    private const int PassesBeforePause = 128;    // a pause in every idle pass cost 10 ns of the 155 of a round trip at depth 1
    private const int LooksOfLoneQueue = 16;      // a quarter of a microsecond: a client that only takes its result has its next request there by then
    private const int CrowdedPasses = 256;        // passes with several busy queues before half of them are offered to a sleeping worker
    private const int PassesAfterDonation = 4096; // leave what was given away to the worker that is waking up

    private static readonly long s_taken = Math.Max(Stopwatch.Frequency / 500_000, 1);   // 2 us: a yield that nobody takes needs less than half of it

    private readonly WorkerPool _pool;
    private readonly SoftwareDevice _device;
    private readonly ReadyList _ready;
    private readonly WaitingRoom _room;
    private readonly StepLimits _slice;
    private readonly StepLimits _loneSlice;
    private readonly long _spinTicks;
    private readonly int _number;
    private readonly int _capacity;
    private readonly bool _hasColleagues;
    private readonly ServedQueue[] _batch;
    private readonly DeviceQueue[] _batchQueues;
    private StepScratch _scratch;
    private ServedQueue? _looking;
    private Tally _tally;
    private WorkerGroup[] _groups = new WorkerGroup[4];
    private int _groupCount;
    private int _activeCount;
    private int _passes;
    private int _idleStreak;
    private int _crowded;
    private int _claimPause;
    private int _cursor;
    private long _lastProgress;
    private long _yieldAfter;

    public Worker(WorkerPool pool, int number, string name)
    {
        _pool = pool;
        _device = pool.Device;
        _ready = pool.Ready;
        _room = pool.Room;
        _clock = pool.Options.Clock;
        _slice = pool.Options.Slice;
        _loneSlice = _slice with { Looks = LooksOfLoneQueue };
        _spinTicks = (long)(pool.Options.Spin.TotalSeconds * Stopwatch.Frequency);
        _yieldAfter = _spinTicks / 4;
        _number = number;
        _mayRise = pool.Options.LowestNice < 0;
        _hasColleagues = pool.WorkerCount > 1;
        Name = name;
        int perStep = _device.Profile.QueuesPerStep;
        // Alone, a worker watches all that are active. With colleagues it owns no more than it steps together, the rest is on the ready list.
        _capacity = _hasColleagues ? perStep : _device.Profile.Instances * 2;
        _batch = new ServedQueue[perStep];
        _batchQueues = new DeviceQueue[perStep];
        _scratch = _device.CreateScratch();
    }

    /// <summary>Thread name.</summary>
    public string Name { get; }

    /// <summary>Its number in the pool: that of its queues' owner, and of its place to sleep.</summary>
    internal int Number => _number;

    /// <summary>What this worker did so far. Any thread.</summary>
    public WorkerCounters Counters => _tally.Read();

    /// <summary>The thread's body.</summary>
    public void Run()
    {
        if (_mayRise)
        {
            _ownNice = _nice = Libc.NiceOfThisThread();
        }

        _pool.OnAwake();
        while (!_pool.IsEnding && !_replaced)
        {
            try
            {
                while (!_pool.IsEnding && !_replaced)
                {
                    Pass();
                }
            }
            catch (Exception e)   // whatever it was, queues of other clients go on
            {
                OnPassFailed(e);
            }
        }

        while (_groupCount > 0)
        {
            ServedQueue served = RemoveAt(_groups[0], _groups[0].Count - 1);
            served.Disown();
            if (_replaced)
            {
                served.Announce();
            }
        }

        while (_channelCount > 0)
        {
            _channels[_channelCount - 1].Disown();
            RemoveChannel(_channelCount - 1);
        }

        _scratch.Dispose();
        if (_replaced)
        {
            _pool.OnStuckStepOver(this, _number, _chosen.Share);
        }
    }

    /// <summary>Instead of <see cref="Run"/>: the worker is not needed.</summary>
    internal void Discard() => _scratch.Dispose();

    private void Pass()
    {
        if (_ready.Any || _room.Any)
        {
            Claim();
        }

        if (_channelCount > 0)
        {
            LookAtChannels();
        }

        int visited = _activeCount;
        int count = Gather();
        if (count > 0 && _channelCount > 0 && _hasColleagues && _pool.Lot.AnyParked)
        {
            LetGoOfChannels();   // a kick wakes a colleague while this worker is in its step
        }

        if (count > 0 && Execute(count, visited))
        {
            _idleStreak = 0;
            if (++_passes % PassesPerClock == 0)
            {
                LookAtClock(idle: false, stalled: false);
            }

            if (_hasColleagues)
            {
                ConsiderDonation(count);
            }
        }
        else if (_activeCount == 0)
        {
            if (LetGoOfChannels())
            {
                Park(Timeout.InfiniteTimeSpan);
            }
        }
        else if (++_passes % PassesPerClock == 0)
        {
            LookAtClock(idle: true, stalled: count > 0);
        }
        else if (++_idleStreak > PassesBeforePause)
        {
            SpinHint.Pause();
        }
    }

    private void LookAtClock(bool idle, bool stalled)
    {
        long now = Stopwatch.GetTimestamp();
        for (int g = _groupCount - 1; g >= 0; g--)
        {
            LookAtClock(_groups[g], now);
        }

        _looking = null;
        if (_mayRise)
        {
            LookAtPriority(now);
        }

        if (_channelCount > 0)
        {
            LetGoOfIdleChannels(now);
        }

        if (idle && _activeCount > 0)
        {
            long idleFor = now - _lastProgress;
            if (stalled && idleFor > _spinTicks)
            {
                if (LetGoOfChannels())
                {
                    Park(_pool.Options.Nap);   // all that is left has work, but the device cannot go on with it
                }
            }
            else if (idleFor > _yieldAfter)
            {
                Yield(now);
            }
        }
    }

    /// <summary>
    /// Offers the core, which the client may be waiting for: late where nobody takes it, and early where somebody did the last time. A client that sleeps
    /// on a busy machine runs on the core of the worker that woke it, and is not kept from its next request then.
    /// </summary>
    private void Yield(long now)
    {
        Thread.Yield();
        _yieldAfter = Stopwatch.GetTimestamp() - now > s_taken ? _spinTicks / 32 : _spinTicks / 4;
    }

    private void Park(TimeSpan timeout)
    {
        if (_replaced)
        {
            return;
        }

        Array.Clear(_batch);
        Array.Clear(_batchQueues);
        _looking = null;
        _claimPause = 0;
        var cells = PoolParkCells.ForWorker(_pool, _number, timeout);
        if (WakeProtocol.TryPark(ref cells))
        {
            _tally.CountPark(_activeCount == 0);
            _pool.OnAwake();
        }
    }

    private void LookAtClock(WorkerGroup group, long now)
    {
        group.Tell();
        for (int i = group.Count - 1; i >= 0; i--)
        {
            ServedQueue served = group[i];
            if (served.WasBusy)
            {
                served.WasBusy = false;
                served.LastBusy = now;
                _lastProgress = now;
            }
            else if (now - served.LastBusy > _spinTicks)
            {
                _looking = served;
                if (served.Queue.HasWork)
                {
                    served.LastBusy = now;   // it waits for its turn; letting go would fail, and costs ten times this look
                }
                else if (served.TryLetGo(_number))
                {
                    RemoveAt(group, i);
                }
            }
        }
    }

    /// <summary>A queue that was claimed is looked at from now on.</summary>
    private void Own(ServedQueue served, long now)
    {
        served.LastBusy = now;
        served.WasBusy = false;
        _lastProgress = now;
        WorkerGroup group = served.Share.GroupOf(_number);
        if (group.Place < 0)
        {
            if (_groupCount == _groups.Length)
            {
                Array.Resize(ref _groups, _groupCount * 2);
            }

            group.Place = _groupCount;
            group.WasIdle = true;
            group.IsNew = true;
            _groups[_groupCount++] = group;
        }

        group.Add(served);
        _activeCount++;
        _tally.CountClaim();
    }

    private void Remove(ServedQueue served)
    {
        WorkerGroup group = served.Share.GroupOf(_number);
        int index = group.IndexOf(served);
        if (index >= 0)
        {
            RemoveAt(group, index);
        }
    }

    private ServedQueue RemoveAt(WorkerGroup group, int index)
    {
        ServedQueue served = group.RemoveAt(index);
        _activeCount--;
        if (group.Count == 0)
        {
            Settle(group);
            WorkerGroup last = _groups[--_groupCount];
            _groups[group.Place] = last;
            last.Place = group.Place;
            _groups[_groupCount] = null!;
            group.Place = -1;
        }

        return served;
    }
}
