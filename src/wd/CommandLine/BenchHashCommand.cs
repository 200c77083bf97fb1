using System.CommandLine;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Benchmarks.Digests;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench hash</c>.</summary>
internal static class BenchHashCommand
{
    private const int MaxBatch = 4096;
    private const int MaxTasks = 100_000;

    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("hash", "Measure digests of messages");
        Option<string> algorithm = BenchCryptoOptions.Algorithms(
            "Digests, separated by commas: md5, sha1, sha224, sha256, sha384, sha512, sha512-224, sha512-256, sm3", "sha256",
            name => DigestFacts.TryParse(name, out _));
        Option<string> size = BenchCryptoOptions.MessageSizes("1K,16K", 1);
        Option<string> mode = SymbolFactory.Choice("--mode", "How callers call", "batch", "batch", "single", "async");
        Option<int> batch = SymbolFactory.Number("--batch", "Messages of a call, in mode batch", 64, 1, MaxBatch);
        Option<int> tasks = SymbolFactory.Number("--tasks", "Tasks that call at the same time, in mode async", 1000, 1, MaxTasks);
        var common = new BenchCryptoOptions(Rivals.All, SymbolFactory.SecDevice, SymbolFactory.HashEngines);
        foreach (Option option in (Option[])[algorithm, size, mode, batch, tasks])
        {
            command.Add(option);
        }

        common.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(mode) is "single" or "async" && result.GetResult(batch) is { Implicit: false })
            {
                result.AddError("--batch belongs to mode batch.");
            }
            else if (result.GetValue(mode) == "async" && result.GetResult("--threads") is System.CommandLine.Parsing.OptionResult { Implicit: false })
            {
                result.AddError("--threads does not go with mode async: the thread pool decides.");
            }
        });
        command.SetAction(parsed =>
        {
            BenchCryptoChoices choices = common.Read(parsed);
            _ = Sizes.TryParseList(parsed.GetValue(size)!, 1, int.MaxValue, out int[] sizes);
            HashMode how = Enum.Parse<HashMode>(parsed.GetValue(mode)!, ignoreCase: true);
            IEnumerable<HashBenchmarkSettings> jobs =
                from name in BenchCryptoOptions.Split(parsed.GetValue(algorithm)!)
                from bytes in sizes
                select new HashBenchmarkSettings(
                    Digest(name), bytes, parsed.GetValue(batch), how, parsed.GetValue(tasks), choices.Threads, choices.Seconds, choices.Against, choices.Engine);
            return choices.RunAll(jobs, HashBenchmark.Run);
        });
        return command;
    }

    private static DigestAlgorithm Digest(string name) =>
        DigestFacts.TryParse(name, out DigestAlgorithm algorithm) ? algorithm : throw new ArgumentException($"no digest '{name}'", nameof(name));
}
