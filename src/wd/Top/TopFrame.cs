using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Tool.Top;

/// <summary>Two documents of a daemon, and what went on between them.</summary>
internal sealed class TopFrame
{
    private readonly double _seconds;
    private readonly Dictionary<string, DeviceWork> _devices = [];
    private readonly Dictionary<long, ClientWork> _clients = [];
    private readonly Dictionary<(string, uint, long), QueueStatistics> _queues = [];

    /// <summary>Compares.</summary>
    /// <param name="now">The later document.</param>
    /// <param name="before">The earlier one; null, or one of another run of the daemon: nothing is known of the time between.</param>
    internal TopFrame(DaemonStatistics now, DaemonStatistics? before)
    {
        Now = now;
        if (before is null || before.Daemon.Instance != now.Daemon.Instance)
        {
            return;
        }

        _seconds = now.Daemon.UptimeSeconds - before.Daemon.UptimeSeconds;
        foreach (DeviceStatistics device in before.Devices)
        {
            if (device.Work is { } work)
            {
                _devices[device.Name] = work;
            }
        }

        foreach (ClientStatistics client in before.Clients)
        {
            _clients[client.Id] = client.Work;
        }

        foreach (QueueStatistics queue in before.Queues)
        {
            _queues[(queue.Device, queue.Number, queue.Client)] = queue;
        }
    }

    /// <summary>The later document.</summary>
    internal DaemonStatistics Now { get; }

    /// <summary>Whether rates are known.</summary>
    internal bool HasRates => _seconds > 0;

    /// <summary>What goes through a device.</summary>
    internal Flow Of(DeviceStatistics device) => device.Work is { } now && _devices.TryGetValue(device.Name, out DeviceWork? then)
        ? new Flow(Rate(now.Requests, then.Requests), Rate(now.BytesIn, then.BytesIn), Rate(now.BytesOut, then.BytesOut))
        : default;

    /// <summary>What goes through a client.</summary>
    internal Flow Of(ClientStatistics client) => _clients.TryGetValue(client.Id, out ClientWork? then)
        ? new Flow(Rate(client.Work.Requests, then.Requests), Rate(client.Work.BytesIn, then.BytesIn), Rate(client.Work.BytesOut, then.BytesOut))
        : default;

    /// <summary>What goes through a queue.</summary>
    internal Flow Of(QueueStatistics queue) => _queues.TryGetValue((queue.Device, queue.Number, queue.Client), out QueueStatistics? then)
        ? new Flow(Rate(queue.Requests, then.Requests), Rate(queue.BytesIn, then.BytesIn), Rate(queue.BytesOut, then.BytesOut))
        : default;

    /// <summary>Workers that a client keeps busy; 1 is one worker all the time.</summary>
    internal double? Busy(ClientStatistics client) => _clients.TryGetValue(client.Id, out ClientWork? then) ? Rate(client.Work.ServedSeconds, then.ServedSeconds) : null;

    /// <summary>The clients, in order.</summary>
    internal List<ClientStatistics> Clients(TopSort sort) => Sorted(Now.Clients, client => sort switch
    {
        TopSort.Requests => Of(client).Requests ?? 0,
        TopSort.Bytes => Of(client).Bytes,
        TopSort.Busy => Busy(client) ?? 0,
        TopSort.Faults => client.Work.Faults,
        _ => client.OpenQueues,
    });

    /// <summary>The queues, in order.</summary>
    internal List<QueueStatistics> Queues(TopSort sort) => Sorted(Now.Queues, queue => sort switch
    {
        TopSort.Requests => Of(queue).Requests ?? 0,
        TopSort.Bytes => Of(queue).Bytes,
        TopSort.Busy => queue.InFlight,
        TopSort.Faults => queue.Faults,
        _ => 0,
    });

    // Equal ones keep the daemon's order, so that rows do not jump about.
    private static List<T> Sorted<T>(IReadOnlyList<T> rows, Func<T, double> key) => [.. rows.OrderByDescending(key)];

    // A counter that fell is another thing of the same name, e.g. a device that was removed and came back.
    private double? Rate(double now, double then) => _seconds > 0 && now >= then ? (now - then) / _seconds : null;
}
