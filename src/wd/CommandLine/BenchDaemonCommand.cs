using System.CommandLine;
using System.Text.Json;
using WarpDrive.Tool.Benchmarks.Daemons;
using WarpDrive.Tool.Benchmarks.Partners;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench daemon</c>: what a daemon costs and promises whom it serves.</summary>
internal static class BenchDaemonCommand
{
    /// <summary>Most clients: each is a process.</summary>
    internal const int MaxClients = 64;

    /// <summary>Most requests in flight of a client.</summary>
    internal const int MaxDepth = 64;

    /// <summary>Most bytes of a buffer.</summary>
    internal const int MaxSize = 1 << 20;

    private const int MaxQueues = 1023;   // of one device; a client has at most 1024

    /// <summary>Makes the command.</summary>
    internal static Command Build() => new("daemon", "Measure what uacced makes of many clients, idle queues and bad neighbours")
    {
        BuildClients(),
        BuildIdle(),
        BuildNeighbour(),
    };

    private static Command BuildClients()
    {
        var command = new Command("clients", "Measure what a number of clients get together, beside fewer of them");
        var counts = new Option<string>("--counts") { Description = "Numbers of clients, separated by commas; each client is a process", HelpName = "N,N", DefaultValueFactory = _ => "1,16" };
        counts.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Sizes.TryParseList(result.Tokens[0].Value, 1, MaxClients, out _))
            {
                result.AddError($"--counts takes numbers from 1 to {MaxClients}, not '{result.Tokens[0].Value}'.");
            }
        });
        var client = new BenchClientOptions("zip", depth: 1);
        Option<double> seconds = SymbolFactory.Seconds("Time for each number");
        Option<string> waits = SymbolFactory.Choice("--waits", "How clients wait: they look for a moment before they sleep, or sleep at once", "look", "look", "sleep");
        client.AddTo(command, counts, seconds, waits);
        command.SetAction(parsed =>
        {
            _ = Sizes.TryParseList(parsed.GetValue(counts)!, 1, MaxClients, out int[] numbers);
            using BenchedDaemon daemon = client.Open(parsed);
            ClientSettings settings = client.Settings(parsed, daemon) with { Waits = parsed.GetValue(waits) == "sleep" ? ClientWaits.Sleep : ClientWaits.Look };
            ClientsReport report = ClientsBenchmark.Run(settings, numbers, parsed.GetValue(seconds));
            if (client.WantsJson(parsed))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(report, Json.Readable.ClientsReport));
            }
            else
            {
                DaemonBenchOutput.Write(report);
            }

            return (int)(report.Errors > 0 ? ExitCode.Error : ExitCode.Ok);
        });
        return command;
    }

    private static Command BuildIdle()
    {
        var command = new Command("idle", "Measure the processor time of a daemon whose queues do nothing");
        Option<int> queues = SymbolFactory.Number("--queues", "Open queues", 1000, 1, MaxQueues);
        Option<double> seconds = SymbolFactory.Seconds("Time to look, before and after they are opened", fallback: 10);
        Option<string?> socket = BenchClientOptions.Socket();
        Option<bool> json = BenchClientOptions.Json();
        foreach (Option option in (Option[])[queues, seconds, socket, json])
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            using BenchedDaemon daemon = BenchedDaemon.Open(parsed.GetValue(socket));
            IdleReport report = IdleBenchmark.Run(daemon, parsed.GetValue(queues), parsed.GetValue(seconds));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(report, Json.Readable.IdleReport));
            }
            else
            {
                DaemonBenchOutput.Write(report);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command BuildNeighbour()
    {
        var command = new Command("neighbour", "Measure what a request takes beside an honest neighbour and beside a hostile one");
        var client = new BenchClientOptions("zip", depth: 8);
        Option<double> seconds = SymbolFactory.Seconds("Time beside each neighbour");
        client.AddTo(command, seconds);
        command.SetAction(parsed =>
        {
            using BenchedDaemon daemon = client.Open(parsed);
            NeighbourReport report = NeighbourBenchmark.Run(client.Settings(parsed, daemon), parsed.GetValue(seconds));
            if (client.WantsJson(parsed))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(report, Json.Readable.NeighbourReport));
            }
            else
            {
                DaemonBenchOutput.Write(report);
            }

            return (int)(report.Errors > 0 ? ExitCode.Error : ExitCode.Ok);
        });
        return command;
    }
}
