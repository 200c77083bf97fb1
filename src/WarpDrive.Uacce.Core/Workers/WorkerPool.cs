using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>The workers of one software device, and the Served queues they look after.</summary>
/// <remarks>
/// Thread safe. The threads start with the first queue that is attached: a device with Inline queues only has none. A pool without work has
/// all its workers parked in the kernel.
/// </remarks>
internal sealed partial class WorkerPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly Action<DeviceQueue, Exception>? _onFailed;
    private readonly ServedQueue?[] _slots;
    private readonly Stack<int> _freeSlots = new();
    private readonly Dictionary<ClientAccount, ClientShare> _shares = [];
    private readonly Worker?[] _workers;
    private readonly Thread?[] _threads;
    private readonly Stack<int> _freeNumbers = new();
    private bool _started;
    private int _usedSlots;
    private long _clock;
    private volatile bool _ending;
    private bool _priorityRefused;

    /// <summary>Creates a pool of <see cref="DeviceProfile.Workers"/> workers; no thread yet.</summary>
    /// <param name="device">The device whose step the workers call.</param>
    /// <param name="name">Device name, for thread names and logs.</param>
    /// <param name="logger">Where failures go.</param>
    /// <param name="onFailed">
    /// Told on the worker's thread when a queue ended because the device model threw on it. No worker owns the queue any more and its token is
    /// free: the place to call <see cref="DeviceQueue.Die"/> under the token, and <see cref="Detach"/>.
    /// </param>
    /// <param name="options">How workers spin and slice.</param>
    public WorkerPool(
        SoftwareDevice device, string name, ILogger? logger = null, Action<DeviceQueue, Exception>? onFailed = null, WorkerOptions? options = null)
    {
        DeviceProfile profile = device.Profile;
        ArgumentOutOfRangeException.ThrowIfLessThan(profile.Workers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(profile.Workers, ParkingLot.MaxWorkers);
        ArgumentOutOfRangeException.ThrowIfLessThan(profile.QueuesPerStep, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(profile.QueuesPerStep, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(profile.Instances, 1);
        Device = device;
        Options = options ?? new WorkerOptions();
        _name = name;
        _logger = logger ?? NullLogger.Instance;
        _onFailed = onFailed;
        // Twice the instances: an opener may get a queue again while a detached one still waits for its slice to end.
        _slots = new ServedQueue?[profile.Instances * 2];
        Ready = new ReadyList(_slots.Length + MaxChannels);   // channels behind the queues
        int numbers = Math.Min(profile.Workers + Options.MaxStuckStepsOfPool, ParkingLot.MaxWorkers);
        Lot = new ParkingLot(numbers);
        _workers = new Worker[numbers];
        _threads = new Thread[numbers];
        _seen = new (int, long)[numbers];
        for (int number = numbers - 1; number >= profile.Workers; number--)
        {
            _freeNumbers.Push(number);
        }

    }

    /// <summary>Sum of what all workers did.</summary>
    public WorkerCounters Counters
    {
        get
        {
            lock (_lock)
            {
                WorkerCounters sum = _ended;
                foreach (Worker? worker in _workers)
                {
                    sum += worker?.Counters ?? default;
                }

                return sum;
            }
        }
    }

    internal SoftwareDevice Device { get; }

    internal WorkerOptions Options { get; }

    internal ReadyList Ready { get; }

    internal ParkingLot Lot { get; }

    internal WaitingRoom Room { get; } = new();

    /// <summary>The clients that are served.</summary>
    internal ActiveClients Active { get; } = new();

    internal bool IsEnding => _ending;

    /// <summary>Whether a queue waits for a worker; may be wrong by a moment.</summary>
    internal bool AnyWaiting => Ready.Any || Room.Any;

    /// <summary>Virtual time of the client that was served last: where one begins that comes back. Never goes back by more than a race.</summary>
    internal long Clock
    {
        get => Volatile.Read(ref _clock);
        set => Volatile.Write(ref _clock, value);
    }

    internal int WorkerCount => Device.Profile.Workers;

    /// <summary>Whether all workers sleep, but for those that were replaced; true as well before the first queue was attached.</summary>
    internal bool IsAsleep => !Volatile.Read(ref _started) || Lot.ParkedCount >= WorkerCount;

    /// <summary>Gives a queue to the workers. From here on its client calls <see cref="ServedQueue.Rung"/> after each new tail.</summary>
    /// <param name="queue">A started queue: its cells are valid.</param>
    /// <param name="ctl">Its CTL region. The pool writes the attention cell; who resets it calls <see cref="ServedQueue.Open"/>.</param>
    /// <param name="token">Its step token; may be held by the caller.</param>
    /// <param name="account">The client's account; null: this process's own.</param>
    /// <param name="place">Where the client rings when it is another process.</param>
    /// <exception cref="ObjectDisposedException">The pool has ended.</exception>
    /// <exception cref="InvalidOperationException">All slots are taken: more queues than twice the device's instances.</exception>
    public ServedQueue Attach(DeviceQueue queue, RegionMemory ctl, StepToken token, ClientAccount? account = null, ChannelPlace? place = null)
    {
        ServedQueue served;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ending, this);
            StartThreads();
            if (!_freeSlots.TryPop(out int slot))
            {
                slot = _usedSlots < _slots.Length ? _usedSlots++ : throw new InvalidOperationException($"{_name}: no slot for another queue");
            }

            ClientShare share = ShareOf(account ?? ClientAccount.ThisProcess);
            share.Attached++;
            _attached++;
            served = new ServedQueue(this, slot, queue, ctl, token, share, place);
            Volatile.Write(ref _slots[slot], served);
        }

        token.Bind(served);
        place?.Channel.Put(place.Slot, served);   // before the first ring can be announced
        served.Open();
        return served;
    }

    /// <summary>Takes a queue from the workers. After true, none of them touches its memory again.</summary>
    /// <param name="served">What <see cref="Attach"/> gave.</param>
    /// <param name="timeout">How long to wait for a running slice. The caller may hold the step token.</param>
    /// <returns>False when the slice did not end in time: the queue's memory must stay; call again later.</returns>
    public bool Detach(ServedQueue served, TimeSpan timeout)
    {
        served.Close();
        if (!served.WaitForOwner(TimeSpan.Zero))
        {
            served.Announce();   // its owner may be napping
            if (!served.WaitForOwner(timeout))
            {
                return false;
            }
        }

        lock (_lock)
        {
            if (ReferenceEquals(_slots[served.Slot], served))
            {
                served.Token.Bind(null);
                served.Place?.Channel.Put(served.Place.Slot, null);
                _slots[served.Slot] = null;
                _freeSlots.Push(served.Slot);
                _attached--;
                if (--served.Share.Attached == 0)
                {
                    _shares.Remove(served.Account);
                }
            }
        }

        return true;
    }

    /// <summary>Ends the workers: waits for their running slices, then for the threads.</summary>
    public void Dispose()
    {
        Thread[] threads;
        lock (_lock)
        {
            if (_ending)
            {
                return;
            }

            _ending = true;
            _watch?.Dispose();
            threads = [.. _threads.OfType<Thread>()];
        }

        Interlocked.MemoryBarrier();   // ending is visible before anybody is woken: the same pair as announcing and parking
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _workers.Length; i++)
        {
            Lot.Wake(i);
        }

        foreach (Thread thread in threads)
        {
            TimeSpan left = Options.EndTimeout - Stopwatch.GetElapsedTime(start);
            if (thread != Thread.CurrentThread && !thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                WorkersLog.WorkerLeftBehind(_logger, thread.Name!, Options.EndTimeout.TotalSeconds);
            }
        }
    }

    /// <summary>Puts a slot on the ready list and wakes a worker when one is parked.</summary>
    internal void Announce(int slot)
    {
        var cells = PoolParkCells.ForAnnouncer(this, slot);
        WakeProtocol.Announce(ref cells);
    }

    /// <summary>Wakes a worker that is parked, if there is one.</summary>
    internal void WakeOne()
    {
        int worker = Lot.Take();
        if (worker >= 0)
        {
            Lot.Wake(worker);
        }
    }

    /// <summary>The queue in a slot; null when it was detached.</summary>
    internal ServedQueue? At(int slot) => Volatile.Read(ref _slots[slot]);

    /// <summary>A queue ended because of the device model.</summary>
    internal void OnFailed(Worker worker, ServedQueue served, Exception exception)
    {
        if (exception is not MalformedTrafficException)   // what a client can cause at will is its server's to log
        {
            WorkersLog.QueueFailed(_logger, exception, worker.Name, served.Queue.Number);
        }

        try
        {
            _onFailed?.Invoke(served.Queue, exception);
        }
        catch (Exception e)   // the worker serves other queues
        {
            WorkersLog.FailureHandlerFailed(_logger, e, worker.Name, served.Queue.Number);
        }
    }

    internal void OnGroupFailed(Worker worker, int count, Exception exception) =>
        WorkersLog.GroupFailed(_logger, exception, worker.Name, count);

    internal void OnPriorityRefused(Worker worker, int nice, Errno error)
    {
        if (!Interlocked.Exchange(ref _priorityRefused, true))
        {
            WorkersLog.PriorityRefused(_logger, worker.Name, nice, error);
        }
    }

    internal void OnPassFailed(Worker worker, Exception exception) => WorkersLog.PassFailed(_logger, exception, worker.Name);

    // Under the lock.
    private ClientShare ShareOf(ClientAccount account)
    {
        if (!_shares.TryGetValue(account, out ClientShare? share))
        {
            share = new ClientShare(account, _workers.Length, Clock);
            _shares.Add(account, share);
            UpdateBlock(share, IsUserBlocked(account.Uid));
        }

        return share;
    }

    private void StartThreads()
    {
        if (_started)
        {
            return;
        }

        for (int i = 0; i < WorkerCount; i++)
        {
            _workers[i] ??= new Worker(this, i, $"{_name}/w{i}");
        }

        for (int i = 0; i < WorkerCount; i++)
        {
            if (_threads[i] is null)
            {
                var thread = new Thread(_workers[i]!.Run) { IsBackground = true, Name = _workers[i]!.Name };
                thread.UnsafeStart();
                _threads[i] = thread;
            }
        }

        Volatile.Write(ref _started, true);
    }
}
