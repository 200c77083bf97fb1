using System.CommandLine;
using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench zip</c>.</summary>
internal static class BenchZipCommand
{
    private const int MaxSize = 8 << 20;   // the most of one request (hisi-qm-zip.md); larger buffers are split by the library

    private const int MaxDepth = 64;

    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("zip", "Measure compression or decompression of buffers");
        var size = new Option<string>("--size") { Description = "Bytes of a buffer, or several sizes separated by commas", HelpName = "SIZE", DefaultValueFactory = _ => "64K" };
        Option<string> level = SymbolFactory.Level("fastest");
        Option<string> format = SymbolFactory.Choice("--format", "Format", "gzip", "gzip", "zlib", "deflate");
        Option<string> direction = SymbolFactory.Choice("--direction", "Direction", "compress", "compress", "decompress", "both");
        Option<int> threads = SymbolFactory.Number("--threads", "Threads that call at the same time", 1, 1, SymbolFactory.MaxThreads);
        Option<int> depth = SymbolFactory.Number("--depth", "Buffers in flight on the queue of each thread; more than 1: the library's call for batches", 1, 1, MaxDepth);
        Option<string> beside = SymbolFactory.Choice("--beside", "Let the devices of this process take turns too, with the same engine: what a daemon costs", null, DeviceAccess.Embedded);
        Option<bool> reserved = SymbolFactory.Flag("--reserved", "Keep the buffers in memory reserved on the queue, which a daemon uses where it is");
        Option<double> seconds = SymbolFactory.Seconds("Time for each contestant");
        Option<string?> device = SymbolFactory.Device();
        Option<string?> provider = SymbolFactory.Provider();
        Option<string?> socket = SymbolFactory.Socket();
        Option<string?> engine = SymbolFactory.Engine();
        Option<bool> json = SymbolFactory.Flag("--json", "Print the report as JSON: one object, or an array for several jobs");
        size.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Sizes.TryParseList(result.Tokens[0].Value, 1, MaxSize, out _))
            {
                result.AddError($"--size goes from 1 to 8M, not '{result.Tokens[0].Value}'.");
            }
        });
        foreach (Option option in (Option[])[size, direction, format, level, threads, depth, beside, reserved, seconds, device, provider, socket, engine, json])
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            _ = Sizes.TryParseList(parsed.GetValue(size)!, 1, MaxSize, out int[] sizes);
            Func<string?, Accelerators>? openBeside = parsed.GetValue(beside) is null ? null : DeviceAccess.OpenEmbedded;
            using Accelerators accelerators = DeviceAccess.Open(new DeviceSettings(
                parsed.GetValue(device), parsed.GetValue(provider), parsed.GetValue(socket), parsed.GetValue(engine)));
            var reports = new List<BenchReport>();
            foreach (CompressionDirection each in Directions(parsed.GetValue(direction)!))
            {
                foreach (int bytes in sizes)
                {
                    var job = new ZipBenchmarkSettings(bytes, parsed.GetValue(threads), parsed.GetValue(seconds), Levels.Parse(parsed.GetValue(level)!),
                        Enum.Parse<CompressionFormat>(parsed.GetValue(format)!, ignoreCase: true), each)
                    { Depth = parsed.GetValue(depth), Reserved = parsed.GetValue(reserved) };
                    reports.Add(ZipBenchmark.Run(job, accelerators, openBeside));
                }
            }

            BenchOutput.Write(reports, parsed.GetValue(json));
            return (int)(reports.Any(report => report.Errors > 0) ? ExitCode.Error : ExitCode.Ok);
        });
        return command;
    }

    private static CompressionDirection[] Directions(string name) => name switch
    {
        "compress" => [CompressionDirection.Compress],
        "decompress" => [CompressionDirection.Decompress],
        _ => [CompressionDirection.Compress, CompressionDirection.Decompress],
    };
}
