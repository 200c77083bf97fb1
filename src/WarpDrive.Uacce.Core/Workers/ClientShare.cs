namespace WarpDrive.Uacce.Core;

/// <summary>Where a client stands among the clients of one pool: how much time of the workers it had.</summary>
/// <remarks>
/// <para>The measure is virtual time: the Stopwatch ticks that workers spent on the client, and who has the least goes first. A client that comes
/// back begins where the pool's clock is, which is where the last one began that was served: so the idle cannot save time up.</para>
/// <para>Workers add to it at any time; who attaches and detaches queues counts them under the pool's lock.</para>
/// </remarks>
internal sealed class ClientShare
{
    private readonly WorkerGroup?[] _groups;
    private long _virtual;
    private long _cost;
    private int _blocks;

    /// <summary>Creates a share that has had nothing yet.</summary>
    /// <param name="account">The client.</param>
    /// <param name="workers">Worker numbers of the pool.</param>
    /// <param name="clock">The pool's clock.</param>
    public ClientShare(ClientAccount account, int workers, long clock)
    {
        Account = account;
        Budget = account.Budget;
        _groups = new WorkerGroup?[workers];
        _virtual = clock;
    }

    /// <summary>The client.</summary>
    public ClientAccount Account { get; }

    /// <summary>What its user's memory is counted by; null: it is not.</summary>
    public MemoryBudget? Budget { get; }

    /// <summary>Virtual time.</summary>
    public long Virtual => Volatile.Read(ref _virtual);

    /// <summary>Queues attached; under the pool's lock.</summary>
    public int Attached { get; set; }

    /// <summary>
    /// Stopwatch ticks that a request takes, rather too much than too little: the most expensive of the last ones. 0: not known yet. Any worker's
    /// guess is as good as another's.
    /// </summary>
    public long Cost => Volatile.Read(ref _cost);

    /// <summary>Period of <see cref="ActiveClients"/> in which it was served last. Any worker.</summary>
    public long ServedIn { get; set; }

    /// <summary>Steps that take too long; under the pool's lock.</summary>
    public int StuckSteps { get; set; }

    /// <summary>No queue of it gets a worker. Any thread.</summary>
    public bool IsBlocked => Volatile.Read(ref _blocks) != 0;

    /// <summary>Why; under the lock of the <see cref="WaitingRoom"/>.</summary>
    public BlockReasons Blocks
    {
        get => (BlockReasons)_blocks;
        set => Volatile.Write(ref _blocks, (int)value);
    }

    /// <summary>Queues that are ready and have no worker; under the lock of the <see cref="WaitingRoom"/>.</summary>
    public Queue<ServedQueue> Waiting { get; } = new();

    /// <summary>A worker's queues of this client; only for that worker.</summary>
    /// <param name="worker">Its number.</param>
    public WorkerGroup GroupOf(int worker) => _groups[worker] ??= new WorkerGroup(this);

    /// <summary>The client comes back from idling.</summary>
    /// <param name="clock">The pool's clock.</param>
    public void Begin(long clock)
    {
        long had = Virtual;
        while (had < clock)
        {
            long before = Interlocked.CompareExchange(ref _virtual, clock, had);
            if (before == had)
            {
                return;
            }

            had = before;
        }
    }

    /// <summary>A worker spent time on the client; the account learns it by other ways.</summary>
    /// <param name="ticks">Stopwatch ticks.</param>
    public void Postpone(long ticks) => Interlocked.Add(ref _virtual, ticks);

    /// <summary>What a request took, for the guess at the next ones.</summary>
    /// <param name="ticks">Stopwatch ticks of a step.</param>
    /// <param name="requests">Requests in it, at least 1.</param>
    public void Learn(long ticks, int requests)
    {
        long latest = Math.Max(ticks / requests, 1);
        long cost = Cost;
        Volatile.Write(ref _cost, latest >= cost ? latest : cost - ((cost - latest) >> 3));
    }
}
