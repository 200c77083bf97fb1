using System.Globalization;
using System.Text;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <summary>Statistics as Prometheus reads them: text format 0.0.4.</summary>
/// <remarks>Labels are devices and users, of which there are few; never processes, of which there is no end.</remarks>
internal sealed class MetricsText
{
    /// <summary>The media type.</summary>
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Writes a document.</summary>
    /// <param name="statistics">Of everybody.</param>
    internal static string Write(DaemonStatistics statistics)
    {
        var writer = new MetricsText();
        writer.Daemon(statistics);
        writer.Devices(statistics);
        writer.Users(statistics);
        return writer._text.ToString();
    }

    private void Daemon(DaemonStatistics statistics)
    {
        DaemonSummary daemon = statistics.Daemon;
        Head("uacced_info", "gauge", "Always 1; the labels tell which daemon this is.");
        Sample("uacced_info", $"instance=\"{daemon.Instance}\",version=\"{Escape(daemon.Version)}\"", 1);
        One("uacced_uptime_seconds", "gauge", "Seconds since the daemon started.", daemon.UptimeSeconds);
        One("uacced_ending", "gauge", "1 while the daemon ends and opens nothing any more.", daemon.Ending ? 1 : 0);
        One("uacced_clients", "gauge", "Client processes.", statistics.Clients.Count);
        One("uacced_connections", "gauge", "Connections of clients.", statistics.Clients.Sum(client => client.Connections));
        One("uacced_stalled_clients", "gauge", "Clients of which a step takes too long at this moment.", statistics.Clients.Count(client => client.Stalled));
    }

    private void Devices(DaemonStatistics statistics)
    {
        ReadOnlySpan<(string Name, string Help, Func<DeviceStatistics, double> Value)> gauges =
        [
            ("uacced_device_open_queues", "Open queues.", device => device.OpenQueues),
            ("uacced_device_queue_limit", "Queues that the device has.", device => device.QueueLimit),
            ("uacced_device_workers", "Worker threads that the device may have.", device => device.Workers),
            ("uacced_device_isolated", "1 when the device must not be used any more.", device => device.Isolated ? 1 : 0),
        ];
        ReadOnlySpan<(string Name, string Help, Func<DeviceWork, double> Value)> counters =
        [
            ("uacced_device_requests_total", "Requests completed, failed ones included.", work => work.Requests),
            ("uacced_device_read_bytes_total", "Bytes of data that requests took in.", work => work.BytesIn),
            ("uacced_device_written_bytes_total", "Bytes of data that requests produced.", work => work.BytesOut),
            ("uacced_device_faults_total", "Requests that failed on their addresses.", work => work.Faults),
            ("uacced_device_steps_total", "Steps of the workers.", work => work.Steps),
            ("uacced_device_parks_total", "Times that a worker went to sleep.", work => work.Parks),
            ("uacced_device_failures_total", "Queues that ended because the device model failed.", work => work.Failures),
            ("uacced_device_replaced_workers_total", "Workers started because a step took too long.", work => work.Replacements),
        ];
        foreach ((string name, string help, Func<DeviceStatistics, double> value) in gauges)
        {
            Head(name, "gauge", help);
            foreach (DeviceStatistics device in statistics.Devices)
            {
                Sample(name, $"device=\"{Escape(device.Name)}\"", value(device));
            }
        }

        foreach ((string name, string help, Func<DeviceWork, double> value) in counters)
        {
            Head(name, "counter", help);
            foreach (DeviceStatistics device in statistics.Devices)
            {
                if (device.Work is { } work)
                {
                    Sample(name, $"device=\"{Escape(device.Name)}\"", value(work));
                }
            }
        }
    }

    private void Users(DaemonStatistics statistics)
    {
        ReadOnlySpan<(string Name, string Type, string Help, Func<UserStatistics, double> Value)> metrics =
        [
            ("uacced_user_clients", "gauge", "Client processes of the user.", user => user.Clients),
            ("uacced_user_open_queues", "gauge", "Open queues of the user.", user => user.OpenQueues),
            ("uacced_user_reserved_bytes", "gauge", "Memory that the user has reserved through queues.", user => user.ReservedBytes),
            ("uacced_user_in_flight_bytes", "gauge", "Bytes of requests that workers work on.", user => user.InFlightBytes),
            ("uacced_user_staging_bytes", "gauge", "Bytes of the daemon that hold copies of the user's memory.", user => user.StagingBytes),
            ("uacced_user_requests_total", "counter", "Requests completed, failed ones included.", user => user.Work.Requests),
            ("uacced_user_read_bytes_total", "counter", "Bytes of data that requests took in.", user => user.Work.BytesIn),
            ("uacced_user_written_bytes_total", "counter", "Bytes of data that requests produced.", user => user.Work.BytesOut),
            ("uacced_user_faults_total", "counter", "Requests that failed on their addresses.", user => user.Work.Faults),
            ("uacced_user_discarded_rings_total", "counter", "Rings and announcements without meaning.", user => user.Work.Discarded),
            ("uacced_user_served_seconds_total", "counter", "Time of workers.", user => user.Work.ServedSeconds),
            ("uacced_user_replaced_workers_total", "counter", "Workers started because a step of the user took too long.", user => user.Work.Replacements),
            ("uacced_user_memory_waits_total", "counter", "Times that queues began to wait because the user had as much memory in use as it may.", user => user.Work.MemoryWaits),
        ];
        foreach ((string name, string type, string help, Func<UserStatistics, double> value) in metrics)
        {
            Head(name, type, help);
            foreach (UserStatistics user in statistics.Users)
            {
                Sample(name, $"uid=\"{user.Uid?.ToString(CultureInfo.InvariantCulture) ?? "other"}\"", value(user));
            }
        }
    }

    private void One(string name, string type, string help, double value)
    {
        Head(name, type, help);
        Sample(name, string.Empty, value);
    }

    private void Head(string name, string type, string help) =>
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
