using System.CommandLine;
using System.Globalization;
using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench queue</c>.</summary>
internal static class BenchQueueCommand
{
    private const int MaxDepth = 1023;   // a ring of 1024 keeps one slot free

    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("queue", "Measure the queue alone, with a device that does nothing");
        Option<string> size = SymbolFactory.Choice("--size", "Bytes of a descriptor; those of ZIP have 128", "64", "64", "128");
        Option<int> depth = SymbolFactory.Number("--depth", "Descriptors in flight", 1, 1, MaxDepth);
        Option<int> threads = SymbolFactory.Number("--threads", "1: the caller runs the device; 2: a worker does; that of a daemon always", 1, 1, 2);
        Option<int> idle = SymbolFactory.Number("--idle", "Open queues that do nothing, beside the busy one; the baseline is then the run without them", 0, 0, MaxDepth);
        Option<string?> socket = SymbolFactory.Socket();
        Option<double> seconds = SymbolFactory.Seconds("Time for the job and its baseline together");
        Option<bool> json = SymbolFactory.Flag("--json", "Print the report as one JSON object");
        foreach (Option option in (Option[])[size, depth, threads, idle, seconds, socket, json])
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            BenchReport report = ToReport(QueueBenchmark.Run(new QueueBenchmarkOptions
            {
                Size = int.Parse(parsed.GetValue(size)!, CultureInfo.InvariantCulture),
                Depth = parsed.GetValue(depth),
                Threads = parsed.GetValue(threads),
                IdleQueues = parsed.GetValue(idle),
                Seconds = parsed.GetValue(seconds),
                Socket = parsed.GetValue(socket),
            }));
            BenchOutput.Write([report], parsed.GetValue(json));
            return (int)(report.Errors > 0 ? ExitCode.Error : ExitCode.Ok);
        });
        return command;
    }

    private static BenchReport ToReport(QueueBenchmarkResult result) => new()
    {
        Job = result.Job,
        Provider = result.Provider,
        Device = result.Device,
        Engine = result.Engine,
        Size = result.Size,
        Depth = result.Depth,
        Threads = result.Threads,
        IdleQueues = result.IdleQueues,
        Seconds = result.Seconds,
        Operations = result.Operations,
        OperationsPerSecond = result.OperationsPerSecond,
        BytesPerSecond = result.BytesPerSecond,
        P50Nanoseconds = result.P50Nanoseconds,
        P99Nanoseconds = result.P99Nanoseconds,
        LatencyGroup = QueueBenchmark.Group,
        AllocatedBytesPerOperation = result.AllocatedBytesPerOperation,
        Errors = result.Errors,
        Baseline = new BenchBaseline(
            result.BaselineName, result.BaselineOperationsPerSecond, result.BaselineOperationsPerSecond * result.Size, result.BaselineRatio)
        { AwakeRatio = result.BaselineAwakeRatio },
    };
}
