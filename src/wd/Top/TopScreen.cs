using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Tool.Top;

/// <summary>Makes tables of a frame.</summary>
internal static class TopScreen
{
    private const int LinesAround = 3;   // of a table: its head, its rule, and an empty line

    private static readonly string[] s_deviceHeads = ["device", "queues", "workers", "req/s", "in/s", "out/s", "requests", "faults", "state"];

    private static readonly string[] s_clientHeads =
        ["client", "pid", "uid", "conns", "queues", "req/s", "in/s", "out/s", "busy", "p50", "p99", "faults", "discarded", "reserved", "state"];

    private static readonly string[] s_queueHeads = ["queue", "pid", "state", "in flight", "req/s", "in/s", "out/s", "requests", "faults"];

    /// <summary>The line above the tables.</summary>
    internal static string Title(TopFrame frame)
    {
        DaemonSummary daemon = frame.Now.Daemon;
        string whose = daemon.Everybody ? "" : ", only your own clients: root and the daemon's user see all";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"uacced {daemon.Version}, pid {daemon.Pid}, up {Units.Uptime(daemon.UptimeSeconds)}{(daemon.Ending ? ", ending" : "")}{whose}");
    }

    /// <summary>Plain columns of everything.</summary>
    internal static string Plain(TopFrame frame, TopSort sort)
    {
        IEnumerable<(string[] Heads, List<string[]> Rows)> tables = [(s_deviceHeads, Devices(frame)), (s_clientHeads, Clients(frame, sort)), (s_queueHeads, Queues(frame, sort))];
        return Title(frame) + "\n\n" + string.Join('\n', tables.Where(table => table.Rows.Count > 0).Select(table =>
        {
            var text = new TextTable(table.Heads);
            table.Rows.ForEach(row => text.Add(row));
            return text.ToString();
        }));
    }

    /// <summary>Tables for a terminal, as many rows as it has lines for.</summary>
    /// <param name="frame">What to show.</param>
    /// <param name="sort">What comes first.</param>
    /// <param name="lines">Lines of the terminal.</param>
    internal static IRenderable Drawn(TopFrame frame, TopSort sort, int lines)
    {
        List<string[]> devices = Devices(frame);
        List<string[]> clients = Clients(frame, sort);
        List<string[]> queues = Queues(frame, sort);
        int left = Math.Max(lines - 2 - devices.Count - (3 * LinesAround), 4);
        int forClients = Math.Clamp(left / 2, Math.Min(clients.Count, left - Math.Min(queues.Count, left / 2)), clients.Count);
        return new Rows(
            new Text(Title(frame), new Style(decoration: Decoration.Bold)),
            Table(s_deviceHeads, devices, devices.Count),
            Table(s_clientHeads, clients, forClients),
            Table(s_queueHeads, queues, Math.Max(left - forClients, 2)));
    }

    private static List<string[]> Devices(TopFrame frame) => [.. frame.Now.Devices.Select(device =>
    {
        Flow flow = frame.Of(device);
        return (string[])
        [
            device.Name, Invariant($"{device.OpenQueues}/{device.QueueLimit}"), Invariant($"{device.Workers}"), Units.Count(flow.Requests), Units.Bytes(flow.BytesIn),
            Units.Bytes(flow.BytesOut), Units.Count(device.Work?.Requests), Units.Count(device.Work?.Faults), device.Isolated ? "isolated" : "ok",
        ];
    })];

    private static List<string[]> Clients(TopFrame frame, TopSort sort) => [.. frame.Clients(sort).Select(client =>
    {
        Flow flow = frame.Of(client);
        return (string[])
        [
            client.Name, Invariant($"{client.Pid}"), Invariant($"{client.Uid}"), Invariant($"{client.Connections}"), Invariant($"{client.OpenQueues}"),
            Units.Count(flow.Requests), Units.Bytes(flow.BytesIn), Units.Bytes(flow.BytesOut), Units.Workers(frame.Busy(client)),
            Units.Time(client.StepP50Microseconds), Units.Time(client.StepP99Microseconds), Units.Count(client.Work.Faults), Units.Count(client.Work.Discarded),
            Units.Bytes(client.ReservedBytes), client.Stalled ? "stalled" : client.SharesAddresses ? "ok" : "reserved memory",
        ];
    })];

    private static List<string[]> Queues(TopFrame frame, TopSort sort)
    {
        Dictionary<long, int> pids = frame.Now.Clients.ToDictionary(client => client.Id, client => client.Pid);
        return [.. frame.Queues(sort).Select(queue =>
        {
            Flow flow = frame.Of(queue);
            return (string[])
            [
                Invariant($"{queue.Device} {queue.Number}"), pids.TryGetValue(queue.Client, out int pid) ? Invariant($"{pid}") : "?", queue.State,
                Invariant($"{queue.InFlight}/{queue.Depth}"), Units.Count(flow.Requests), Units.Bytes(flow.BytesIn), Units.Bytes(flow.BytesOut),
                Units.Count(queue.Requests), Units.Count(queue.Faults),
            ];
        })];
    }

    private static Table Table(string[] heads, List<string[]> rows, int most)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < heads.Length; i++)
        {
            var column = new TableColumn(new Text(heads[i])) { NoWrap = true, Padding = new Padding(0, 0, 1, 0) };
            table.AddColumn(i == 0 || heads[i] == "state" ? column : column.RightAligned());
        }

        bool cut = rows.Count > most;
        foreach (string[] row in rows.Take(cut ? Math.Max(most - 1, 1) : most))
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);   // text, never markup: clients choose their names
        }

        if (cut)
        {
            table.AddRow(new Text(Invariant($"{rows.Count - Math.Max(most - 1, 1)} more")));
        }

        return table;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
