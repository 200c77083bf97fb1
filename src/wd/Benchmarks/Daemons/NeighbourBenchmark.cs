using System.Diagnostics;
using WarpDrive.Tool.Benchmarks.Partners;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary><c>wd bench daemon neighbour</c>: what a client's requests take beside nobody, beside an honest client and beside a hostile one, in turns.</summary>
internal static class NeighbourBenchmark
{
    private static readonly TimeSpan s_lead = TimeSpan.FromMilliseconds(50);   // for the neighbour to be at work
    private const double TurnSeconds = 0.25;

    /// <summary>Measures.</summary>
    /// <param name="neighbour">What the honest neighbour does; the client does the same, one at a time.</param>
    /// <param name="seconds">Time beside each.</param>
    internal static NeighbourReport Run(ClientSettings neighbour, double seconds)
    {
        bool isNull = neighbour.Kind == ClientKind.Null;
        using var honest = new ClientPartner(neighbour);
        using var hostile = new ClientPartner(neighbour with { Kind = isNull ? ClientKind.HostileNull : ClientKind.HostileZip });
        using var provider = new DaemonProvider(neighbour.Socket);
        using IClientWork mine = (neighbour with { Depth = 1 }).Start(provider);
        honest.WaitUntilReady();
        hostile.WaitUntilReady();

        (string Name, ClientPartner? Partner)[] beside = [("none", null), ("honest", honest), ("hostile", hostile)];
        LatencySamples[] samples = [.. beside.Select(static _ => new LatencySamples())];
        double[] rates = new double[beside.Length];
        int turns = Math.Clamp((int)(seconds / TurnSeconds), 3, 100);
        TimeSpan length = TimeSpan.FromSeconds(seconds / turns);
        for (int turn = -1; turn < turns; turn++)   // the first is for compilers
        {
            for (int i = 0; i < beside.Length; i++)
            {
                int which = (i + turn + 1) % beside.Length;   // nobody always follows the same one
                double rate = Turn(mine, beside[which].Partner, turn < 0 ? new LatencySamples() : samples[which], length);
                rates[which] += turn < 0 ? 0 : rate / turns;
            }
        }

        double[] ratios = [.. samples[2].P99OfSlices.Zip(samples[1].P99OfSlices, static (bad, good) => bad / good).Order()];
        return new NeighbourReport
        {
            Device = isNull ? "null" : "zip",
            Size = isNull ? 0 : neighbour.Size,
            Depth = neighbour.Depth,
            Seconds = seconds,
            Beside = [.. beside.Select((each, i) => new NeighbourFigures(each.Name, samples[i].Count, samples[i].Percentile(0.5), samples[i].Percentile(0.99), rates[i]))],
            Errors = mine.Errors + honest.Errors,
            Ratio = ratios[ratios.Length / 2],
        };
    }

    private static double Turn(IClientWork mine, ClientPartner? neighbour, LatencySamples samples, TimeSpan length)
    {
        long from = Stopwatch.GetTimestamp() + Ticks(s_lead);
        long until = from + Ticks(length);
        neighbour?.Begin(from, until + Ticks(s_lead));   // it is there to the end
        samples.Measure(mine, from, until);
        return neighbour?.End(length + (2 * s_lead)) ?? 0;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
