namespace WarpDrive.Uacce.Core;

/// <summary>The counters of queues that come and go, summed up: a sum never falls when a queue goes.</summary>
/// <remarks>Thread safe. Nothing here is touched when a queue counts; a reader looks at all that are open.</remarks>
internal sealed class QueueTotals
{
    private readonly Lock _lock = new();
    private readonly HashSet<DeviceQueue> _open = [];
    private QueueCounters _ended;

    /// <summary>A queue was opened.</summary>
    internal void Add(DeviceQueue queue)
    {
        lock (_lock)
        {
            _open.Add(queue);
        }
    }

    /// <summary>A queue was released: it counts no more.</summary>
    internal void Remove(DeviceQueue queue)
    {
        lock (_lock)
        {
            if (_open.Remove(queue))
            {
                _ended += queue.Counters;
            }
        }
    }

    /// <summary>Of all queues that there were.</summary>
    internal QueueCounters Read()
    {
        lock (_lock)
        {
            QueueCounters sum = _ended;
            foreach (DeviceQueue queue in _open)
            {
                sum += queue.Counters;
            }

            return sum;
        }
    }
}
