namespace WarpDrive.Uacce.Core;

/// <summary>The queues of one client that a worker looks after, in the order of their turns. Belongs to the worker's thread.</summary>
internal sealed class WorkerGroup(ClientShare share)
{
    private ServedQueue[] _queues = new ServedQueue[4];
    private int _turn;

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

    /// <summary>Steps since one was measured.</summary>
    public int Unmeasured { get; set; }

    /// <summary>Requests completed in them.</summary>
    public int UnmeasuredRequests { get; set; }

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
