using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <summary>What clients used, to be summed up.</summary>
internal readonly record struct WorkSum(QueueCounters Queues, long Discarded, TimeSpan Served, long Replacements, long MemoryWaits)
{
    /// <summary>What one client used until now.</summary>
    internal static WorkSum Of(ClientAccount account) =>
        new(account.Counters, account.Discarded + account.EmptyLooks, account.ServedTime, account.Replacements, account.MemoryWaits);

    public static WorkSum operator +(WorkSum left, WorkSum right) => new(
        left.Queues + right.Queues, left.Discarded + right.Discarded, left.Served + right.Served, left.Replacements + right.Replacements,
        left.MemoryWaits + right.MemoryWaits);

    /// <summary>As documents tell it.</summary>
    internal ClientWork ToDocument() => new()
    {
        Requests = Queues.Requests,
        BytesIn = Queues.BytesIn,
        BytesOut = Queues.BytesOut,
        Faults = Queues.Faults,
        Discarded = Discarded,
        ServedSeconds = Served.TotalSeconds,
        Replacements = Replacements,
        MemoryWaits = MemoryWaits,
    };
}
