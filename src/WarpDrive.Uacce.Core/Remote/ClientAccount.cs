using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>What one client of the devices used: by it the workers share themselves between clients, and people see who does what.</summary>
/// <remarks>
/// One for each client process; all its connections, queues and devices count here. Any thread counts and reads; each number is exact, together
/// they are a moment apart.
/// </remarks>
public sealed class ClientAccount
{
    /// <summary>The account of this process's own queues.</summary>
    internal static readonly ClientAccount ThisProcess = new("this process", Environment.ProcessId, 0) { MayStall = false };

    private static long s_lastId;

    private long _requests;
    private long _servedTicks;
    private long _faults;
    private long _discarded;
    private long _emptyLooks;
    private long _replacements;
    private long _memoryWaits;
    private int _stuck;
    private int _waiting;

    /// <summary>Creates an account with nothing on it.</summary>
    /// <param name="name">What people call the client, e.g. its program and pid.</param>
    /// <param name="pid">Its process.</param>
    /// <param name="uid">Its user.</param>
    public ClientAccount(string name, int pid, uint uid)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Pid = pid;
        Uid = uid;
    }

    /// <summary>Number of the account, from 1; given once in the life of this process.</summary>
    public long Id { get; } = Interlocked.Increment(ref s_lastId);

    /// <summary>What people call the client.</summary>
    public string Name { get; }

    /// <summary>Its process.</summary>
    public int Pid { get; }

    /// <summary>Its user.</summary>
    public uint Uid { get; }

    /// <summary>
    /// Whether a transfer from or to its memory may wait for something that the client controls, e.g. a page that a file system of its own
    /// fills. When a step of such a client takes too long, another worker is started for everybody else.
    /// </summary>
    public bool MayStall { get; init; } = true;

    /// <summary>What the memory of its user is counted by; null: it is not counted.</summary>
    public MemoryBudget? Budget { get; init; }

    /// <summary>Requests completed.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Time that workers spent on it, in Stopwatch ticks: steps, and looks for nothing.</summary>
    public long ServedTicks => Volatile.Read(ref _servedTicks);

    /// <summary>The same as a duration.</summary>
    public TimeSpan ServedTime => Stopwatch.GetElapsedTime(0, ServedTicks);

    /// <summary>Requests that failed because an address was not there, or not for this access.</summary>
    public long Faults => Volatile.Read(ref _faults) + Totals.Read().Faults;

    /// <summary>What all its queues did, also those that were closed.</summary>
    public QueueCounters Counters => Totals.Read();

    /// <summary>Rings and announcements that meant nothing: a tail out of range, a slot without a queue.</summary>
    public long Discarded => Volatile.Read(ref _discarded);

    /// <summary>Times that a worker looked at a queue because the client said so, and found nothing.</summary>
    public long EmptyLooks => Volatile.Read(ref _emptyLooks);

    /// <summary>Times that a step of this client took so long that another worker was started for the others.</summary>
    public long Replacements => Volatile.Read(ref _replacements);

    /// <summary>Times that its queues on a device began to wait because its user has too much memory in use, see <see cref="Budget"/>.</summary>
    public long MemoryWaits => Volatile.Read(ref _memoryWaits);

    /// <summary>Whether queues of it wait for that at this moment.</summary>
    public bool IsWaitingForMemory => Volatile.Read(ref _waiting) > 0;

    /// <summary>Whether a step of this client is taking that long at this moment.</summary>
    public bool IsStuck => Volatile.Read(ref _stuck) > 0;

    /// <summary>How long the steps took that its requests were served in.</summary>
    public LatencyHistogram StepTimes { get; } = new();

    /// <summary>Its queues.</summary>
    internal QueueTotals Totals { get; } = new();

    /// <summary>Requests that failed on their addresses and that no queue counts.</summary>
    /// <param name="count">How many.</param>
    public void CountFaults(int count) => Interlocked.Add(ref _faults, count);

    /// <summary>Rings and announcements that meant nothing.</summary>
    /// <param name="count">How many.</param>
    public void CountDiscarded(int count) => Interlocked.Add(ref _discarded, count);

    /// <summary>Looks that found nothing.</summary>
    /// <param name="count">How many.</param>
    internal void CountEmptyLooks(int count) => Interlocked.Add(ref _emptyLooks, count);

    /// <summary>Time that a worker spent on this client.</summary>
    /// <param name="ticks">Stopwatch ticks.</param>
    /// <param name="requests">Requests completed in it.</param>
    internal void Charge(long ticks, long requests = 0)
    {
        Interlocked.Add(ref _servedTicks, ticks);
        Interlocked.Add(ref _requests, requests);
    }

    /// <summary>A step takes too long.</summary>
    internal void BeginStuck()
    {
        Interlocked.Increment(ref _replacements);
        Interlocked.Increment(ref _stuck);
    }

    /// <summary>Queues of it on a device wait for memory.</summary>
    internal void BeginWait()
    {
        Interlocked.Increment(ref _memoryWaits);
        Interlocked.Increment(ref _waiting);
    }

    /// <summary>They wait no longer.</summary>
    internal void EndWait() => Interlocked.Decrement(ref _waiting);

    /// <summary>It is over.</summary>
    internal void EndStuck() => Interlocked.Decrement(ref _stuck);
}
