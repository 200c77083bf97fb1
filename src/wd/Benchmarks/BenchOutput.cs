using System.Globalization;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>Prints reports of benchmarks.</summary>
internal static class BenchOutput
{
    /// <summary>Prints them.</summary>
    /// <param name="reports">At least one.</param>
    /// <param name="json">For programs: one object, or an array for several.</param>
    internal static void Write(IReadOnlyList<BenchReport> reports, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(Json.OneOrMany([.. reports]));
            return;
        }

        foreach (BenchReport report in reports)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Name(report)}, {CommandLine.Sizes.Name(report.Size)}, depth {report.Depth}, {report.Threads} thread(s): {report.Provider} {report.Device} {report.Engine}{Together(report)}").TrimEnd());
            bool moves = report.BytesPerSecond > 0;
            TextTable table = moves ? new TextTable("", "operations/s", "MB/s", "times as fast") : new TextTable("", "operations/s", "times as fast");
            table.Add(Row(moves, "this", report.OperationsPerSecond, report.BytesPerSecond, ""));
            foreach (BenchBaseline baseline in report.Others.Prepend(report.Baseline))
            {
                table.Add(Row(moves, baseline.Name, baseline.OperationsPerSecond, baseline.BytesPerSecond, baseline.Ratio.ToString("0.00", CultureInfo.InvariantCulture)));
            }

            table.Write();
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"median {Time(report.P50Nanoseconds)}, 99 % below {Time(report.P99Nanoseconds)} (groups of {report.LatencyGroup}); {report.AllocatedBytesPerOperation:0.0} managed bytes an operation; {report.Errors} errors"));
            if (report.Baseline.AwakeRatio is double awake)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{awake:0.00} times as fast in the median stretch of each, when both sides were awake"));
            }

            if (report.CompressionRatio is double ratio)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compression ratio {ratio:0.000}, {report.Baseline.Name} {report.BaselineCompressionRatio:0.000}"));
            }

            Console.Out.WriteLine();
        }
    }

    private static string Name(BenchReport report) => report.Mode is null ? report.Job : $"{report.Job} {report.Mode}";

    private static string Together(BenchReport report) =>
        report.Lanes is double lanes ? string.Create(CultureInfo.InvariantCulture, $", {lanes:0.#} together") : "";

    private static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Megabytes(double bytes) => (bytes / 1e6).ToString("#,0.0", CultureInfo.InvariantCulture);

    private static string[] Row(bool moves, string name, double operations, double bytes, string ratio) =>
        moves ? [name, Whole(operations), Megabytes(bytes), ratio] : [name, Whole(operations), ratio];

    private static string Time(double nanoseconds) => nanoseconds < 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns")
        : string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1000:0.0} µs");
}
