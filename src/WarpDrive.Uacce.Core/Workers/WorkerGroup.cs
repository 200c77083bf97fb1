namespace WarpDrive.Uacce.Core;

/// <summary>The queues of one client that a worker looks after, in the order of their turns. Belongs to the worker's thread.</summary>
internal sealed class WorkerGroup(ClientShare share)
{
    private ServedQueue[] _queues = new ServedQueue[4];
    private int _turn;
    private long _pendingTicks;   // what the account is yet to be told: that costs as much as a short request, so not in each step
    private long _pendingRequests;
    private long _pendingTimes;
    private int _bucket;

    /// <summary>The client.</summary>
    public ClientShare Share { get; } = share;

    /// <summary>Queues.</summary>
    public int Count { get; private set; }

    /// <summary>Where it stands in the worker's list of groups; -1: not there.</summary>
    public int Place { get; set; } = -1;

    /// <summary>At the last look none of its queues had work.</summary>
    public bool WasIdle { get; set; }

    /// <summary>None of its steps was measured since it came.</summary>
    public bool IsNew { get; set; }

    /// <summary>Stopwatch ticks before which it gets no turn: others of its user that waited for memory go first. 0: none.</summary>
    public long NotBefore { get; set; }

    /// <summary>Stopwatch ticks that the steps since one was measured must have taken.</summary>
    public long UnmeasuredTicks { get; set; }

    /// <summary>Requests completed in them.</summary>
    public int UnmeasuredRequests { get; set; }

    /// <summary>A step of the client, to be told to its account.</summary>
    /// <param name="ticks">Stopwatch ticks.</param>
    /// <param name="requests">Requests completed.</param>
    public void Charge(long ticks, int requests)
    {
        Share.Postpone(ticks);
        _pendingTicks += ticks;
        _pendingRequests += requests;
    }

    /// <summary>How long a step took, to be told to the account.</summary>
    /// <param name="nanoseconds">How long.</param>
    /// <param name="requests">Requests completed in it, or in steps like it.</param>
    public void CountTime(long nanoseconds, int requests)
    {
        int bucket = LatencyHistogram.Index(nanoseconds);
        if (bucket != _bucket && _pendingTimes > 0)
        {
            Share.Account.StepTimes.AddAt(_bucket, _pendingTimes);
            _pendingTimes = 0;
        }

        _bucket = bucket;
        _pendingTimes += requests;
    }

    /// <summary>Tells the account.</summary>
    public void Tell()
    {
        if (_pendingTicks == 0)
        {
            return;
        }

        Share.Account.Charge(_pendingTicks, _pendingRequests);
        _pendingTicks = 0;
        _pendingRequests = 0;
        if (_pendingTimes > 0)
        {
            Share.Account.StepTimes.AddAt(_bucket, _pendingTimes);
            _pendingTimes = 0;
        }
    }

    /// <summary>A queue, by its place.</summary>
    /// <param name="index">0…<see cref="Count"/>−1.</param>
    public ServedQueue this[int index] => _queues[index];

    /// <summary>Where the next look begins.</summary>
    public int Turn
    {
        get => _turn < Count ? _turn : 0;
        set => _turn = value;
    }

    /// <summary>Adds a queue; its turn is the last.</summary>
    /// <param name="served">The queue.</param>
    public void Add(ServedQueue served)
    {
        if (Count == _queues.Length)
        {
            Array.Resize(ref _queues, Count * 2);
        }

        _queues[Count++] = served;
    }

    /// <summary>Takes a queue out; the others keep their order.</summary>
    /// <param name="index">Its place.</param>
    public ServedQueue RemoveAt(int index)
    {
        ServedQueue served = _queues[index];
        Count--;
        for (int i = index; i < Count; i++)
        {
            _queues[i] = _queues[i + 1];
        }

        _queues[Count] = null!;
        if (_turn > index)
        {
            _turn--;
        }

        return served;
    }

    /// <summary>Where a queue is.</summary>
    /// <param name="served">The queue.</param>
    /// <returns>Its place, or -1.</returns>
    public int IndexOf(ServedQueue served) => Array.IndexOf(_queues, served, 0, Count);
}
