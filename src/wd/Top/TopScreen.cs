using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Tool.Top;

/// <summary>Makes tables of a frame.</summary>
internal static class TopScreen
{
    private const int Gap = 2;           // between columns
    private const int LinesAround = 4;   // of a table: an empty line, its head, its rule, and another empty line

    private const int LinesForUsers = 40;   // a smaller terminal goes without their table
    private const int MostUsers = 6;

    private static readonly string[] s_deviceHeads = ["device", "queues", "workers", "req/s", "in/s", "out/s", "requests", "faults", "state"];

    private static readonly string[] s_clientHeads =
        ["client", "pid", "uid", "conns", "queues", "req/s", "in/s", "out/s", "busy", "p50", "p99", "faults", "discarded", "waits", "reserved", "state"];

    private static readonly string[] s_userHeads = ["user", "clients", "queues", "requests", "reserved", "in flight", "staging", "waits"];

    /// <summary>What a narrow terminal goes without first.</summary>
    private static readonly string[] s_expendable = ["waits", "reserved", "discarded", "conns", "workers", "p50", "uid", "faults", "requests", "out/s", "in/s"];

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
        IEnumerable<(string[] Heads, List<string[]> Rows)> tables = [(s_deviceHeads, Devices(frame)), (s_userHeads, Users(frame)), (s_clientHeads, Clients(frame, sort)), (s_queueHeads, Queues(frame, sort))];
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
    /// <param name="width">Its columns.</param>
    internal static IRenderable Drawn(TopFrame frame, TopSort sort, int lines, int width)
    {
        List<string[]> devices = Devices(frame);
        List<string[]> clients = Clients(frame, sort);
        List<string[]> queues = Queues(frame, sort);
        List<string[]> users = lines < LinesForUsers ? [] : Users(frame);
        int forUsers = Math.Min(users.Count, MostUsers);
        int left = Math.Max(lines - 2 - devices.Count - (3 * LinesAround) - (forUsers > 0 ? forUsers + LinesAround : 0), 4);
        int forClients = Math.Clamp(left / 2, Math.Min(clients.Count, left - Math.Min(queues.Count, left / 2)), clients.Count);
        List<IRenderable> tables = [new Text(Title(frame), new Style(decoration: Decoration.Bold)), Table(s_deviceHeads, devices, devices.Count, width)];
        if (forUsers > 0)
        {
            tables.Add(Table(s_userHeads, users, forUsers, width));
        }

        tables.Add(Table(s_clientHeads, clients, forClients, width));
        tables.Add(Table(s_queueHeads, queues, Math.Max(left - forClients, 2), width));
        return new Rows(tables);
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

    private static List<string[]> Users(TopFrame frame) => [.. frame.Now.Users.Select(user => (string[])
    [
        user.Uid is uint uid ? Invariant($"{uid}") : "others", Invariant($"{user.Clients}"), Invariant($"{user.OpenQueues}"), Units.Count(user.Work.Requests),
        Units.Bytes(user.ReservedBytes), Units.Bytes(user.InFlightBytes), Units.Bytes(user.StagingBytes), Units.Count(user.Work.MemoryWaits),
    ])];

    private static List<string[]> Clients(TopFrame frame, TopSort sort) => [.. frame.Clients(sort).Select(client =>
    {
        Flow flow = frame.Of(client);
        return (string[])
        [
            client.Name, Invariant($"{client.Pid}"), Invariant($"{client.Uid}"), Invariant($"{client.Connections}"), Invariant($"{client.OpenQueues}"),
            Units.Count(flow.Requests), Units.Bytes(flow.BytesIn), Units.Bytes(flow.BytesOut), Units.Workers(frame.Busy(client)),
            Units.Time(client.StepP50Microseconds), Units.Time(client.StepP99Microseconds), Units.Count(client.Work.Faults), Units.Count(client.Work.Discarded),
            Units.Count(client.Work.MemoryWaits), Units.Bytes(client.ReservedBytes), client.Stalled ? "stalled" : client.Waiting ? "waiting" : client.SharesAddresses ? "ok" : "reserved memory",
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

    /// <summary>Which columns of a table fit.</summary>
    /// <param name="heads">Its heads.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="width">Columns of the terminal.</param>
    internal static int[] Fit(string[] heads, List<string[]> rows, int width)
    {
        List<int> kept = [.. Enumerable.Range(0, heads.Length)];
        foreach (string head in s_expendable)
        {
            if (kept.Sum(i => rows.Select(row => row[i].Length).Append(heads[i].Length).Max() + Gap) <= width)
            {
                break;
            }

            kept.RemoveAll(i => heads[i] == head);
        }

        return [.. kept];
    }

    private static Table Table(string[] heads, List<string[]> rows, int most, int width)
    {
        var table = new Table { Border = TableBorder.Simple };
        int[] kept = Fit(heads, rows, width - Gap);
        foreach (int i in kept)
        {
            var column = new TableColumn(new Text(heads[i])) { NoWrap = true, Padding = new Padding(0, 0, 1, 0) };
            table.AddColumn(i == 0 || heads[i] == "state" ? column : column.RightAligned());
        }

        bool cut = rows.Count > most;
        foreach (string[] row in rows.Take(cut ? Math.Max(most - 1, 1) : most))
        {
            table.AddRow([.. kept.Select(i => new Text(row[i]))]);   // text, never markup: clients choose their names
        }

        if (cut)
        {
            table.AddRow(new Text(Invariant($"{rows.Count - Math.Max(most - 1, 1)} more")));
        }

        return table;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
