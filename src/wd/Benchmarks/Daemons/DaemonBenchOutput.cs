using System.Globalization;
using WarpDrive.Tool.CommandLine;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>Prints the reports of <c>wd bench daemon</c> for people.</summary>
internal static class DaemonBenchOutput
{
    /// <summary>Prints a report.</summary>
    internal static void Write(ClientsReport report)
    {
        Line($"clients, {What(report.Device, report.Size)}, depth {report.Depth} each, {(report.Waits == "look" ? "a look before each sleep" : "without a look before they sleep")}");
        var table = new TextTable("clients", "operations/s", "times the first");
        foreach (ClientCount count in report.Counts)
        {
            table.Add(Whole(count.Clients), Whole(count.OperationsPerSecond), Ratio(count.Ratio));
        }

        table.Write();
        Line($"ratio {Ratio(report.Ratio)}, wanted at least {Ratio(report.WantedAtLeast)}; {report.Errors} errors");
    }

    /// <summary>Prints a report.</summary>
    internal static void Write(IdleReport report) =>
        Line($"{report.Queues} idle queues for {report.Seconds:0.##} s: {report.Percent:0.00} % of a core, wanted below {report.WantedBelow:0.00} %; before they were opened {report.PercentBefore:0.00} %");

    /// <summary>Prints a report.</summary>
    internal static void Write(NeighbourReport report)
    {
        Line($"one request at a time beside a neighbour, {What(report.Device, report.Size)}, depth {report.Depth} of the neighbour, a look before each sleep");
        var table = new TextTable("neighbour", "median µs", "99 % below µs", "operations/s", "of the neighbour");
        foreach (NeighbourFigures figures in report.Beside)
        {
            table.Add(figures.Neighbour, Micro(figures.P50Nanoseconds), Micro(figures.P99Nanoseconds), Whole(figures.Operations / report.Seconds), Whole(figures.NeighbourOperationsPerSecond));
        }

        table.Write();
        Line($"ratio {Ratio(report.Ratio)} (99 %, hostile by honest), wanted at most {Ratio(report.WantedAtMost)}; {report.Errors} errors");
    }

    private static void Line(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string What(string device, int size) => size == 0 ? $"{device} device" : $"{device} device, {Sizes.Name(size)}";

    private static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Micro(double nanoseconds) => (nanoseconds / 1000).ToString("#,0.0", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
