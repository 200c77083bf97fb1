using System.Diagnostics;
using WarpDrive.Tool.Benchmarks.Partners;

namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary><c>wd bench daemon clients</c>: what many clients get together, each a process with a queue of its own.</summary>
internal static class ClientsBenchmark
{
    private static readonly TimeSpan s_lead = TimeSpan.FromMilliseconds(20);      // for all clients to hear of a turn, and to be awake
    private const double ShortWarmUp = 0.2;   // seconds
    private const double LongWarmUp = 2;      // for the JIT's second tier in each of the processes, which share the processors
    private const double TurnSeconds = 0.2;

    /// <summary>Measures.</summary>
    /// <param name="client">What each does.</param>
    /// <param name="counts">Numbers of clients; turns go round between them.</param>
    /// <param name="seconds">Time for each number.</param>
    internal static ClientsReport Run(ClientSettings client, int[] counts, double seconds)
    {
        var clients = new List<ClientPartner>();
        try
        {
            for (int i = 0; i < counts.Max(); i++)
            {
                clients.Add(new ClientPartner(client));
            }

            clients.ForEach(static each => each.WaitUntilReady());
            _ = Turn(clients, TimeSpan.FromSeconds(Math.Clamp(seconds, ShortWarmUp, LongWarmUp)));
            int turns = Math.Clamp((int)(seconds / TurnSeconds), 3, 100);
            SliceTotals[] totals = [.. counts.Select(static _ => new SliceTotals())];
            for (int turn = 0; turn < turns; turn++)
            {
                for (int i = 0; i < counts.Length; i++)
                {
                    int which = (i + turn) % counts.Length;   // nobody always follows the same one
                    double rate = Turn(clients[..counts[which]], TimeSpan.FromSeconds(seconds / turns));
                    totals[which].Add(new SliceCount { Operations = (long)(rate * seconds / turns) }, seconds / turns);
                }
            }

            return new ClientsReport
            {
                Device = client.Kind == ClientKind.Null ? "null" : "zip",
                Size = client.Kind == ClientKind.Null ? 0 : client.Size,
                Depth = client.Depth,
                Waits = client.Waits == ClientWaits.Look ? "look" : "sleep",
                Seconds = seconds,
                Counts = [.. counts.Select((count, i) => new ClientCount(count, totals[i].OperationsPerSecond, totals[i].MedianRatioTo(totals[0])))],
                Errors = clients.Sum(static each => each.Errors),
                Ratio = totals[^1].MedianRatioTo(totals[0]),
            };
        }
        finally
        {
            clients.ForEach(static each => each.Dispose());
        }
    }

    /// <summary>Lets some clients work at the same time; the others sleep.</summary>
    /// <returns>Requests a second, all together.</returns>
    private static double Turn(List<ClientPartner> clients, TimeSpan length)
    {
        long from = Stopwatch.GetTimestamp() + Ticks(s_lead);
        long until = from + Ticks(length);
        clients.ForEach(each => each.Begin(from, until));
        return clients.Sum(each => each.End(length + s_lead));
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
