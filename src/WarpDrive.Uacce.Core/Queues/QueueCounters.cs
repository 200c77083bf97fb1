namespace WarpDrive.Uacce.Core;

/// <summary>What queues did since they were opened. Each number goes up only.</summary>
/// <param name="Requests">Requests completed, failed ones included.</param>
/// <param name="BytesIn">Bytes of data that accepted requests took in; descriptors and keys do not count. 0 where requests have no data to speak of.</param>
/// <param name="BytesOut">Bytes of data that they produced.</param>
/// <param name="Faults">Requests that failed because an address was not there, or not for this access.</param>
public readonly record struct QueueCounters(long Requests, long BytesIn, long BytesOut, long Faults)
{
    /// <summary>Sums.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    public static QueueCounters operator +(QueueCounters left, QueueCounters right) => Add(left, right);

    /// <summary>Sums.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    public static QueueCounters Add(QueueCounters left, QueueCounters right) => new(
        left.Requests + right.Requests, left.BytesIn + right.BytesIn, left.BytesOut + right.BytesOut, left.Faults + right.Faults);
}
