using System.CommandLine;
using System.Globalization;
using WarpDrive.Tool.Benchmarks.Partners;
using WarpDrive.Tool.Benchmarks.Rings;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench partner</c>: the other processes of benchmarks. Started by <c>wd</c>, not by people, so that it is not in the help.</summary>
internal static class BenchPartnerCommand
{
    /// <summary>Makes the command.</summary>
    internal static Command Build() => new("partner", "Take part in a benchmark of another wd, which tells what to do by the standard input")
    {
        Hidden = true,
        Subcommands = { BuildRing(), BuildClient(), BuildDaemon() },
    };

    private static Command BuildClient()
    {
        var command = new Command("client", "Be a client of a daemon");
        Option<string> kind = SymbolFactory.Choice("--kind", "What it does", null, Enum.GetNames<ClientKind>());
        kind.Required = true;
        var socket = new Option<string>("--socket") { Description = "Socket of the daemon", HelpName = "PATH", Required = true };
        Option<int> depth = SymbolFactory.Number("--depth", "Requests in flight", 1, 1, BenchDaemonCommand.MaxDepth);
        Option<int> size = SymbolFactory.Number("--size", "Bytes of a buffer", 4096, 1, BenchDaemonCommand.MaxSize);
        Option<string> waits = SymbolFactory.Choice("--waits", "How it waits", nameof(ClientWaits.Look), Enum.GetNames<ClientWaits>());
        foreach (Option option in (Option[])[kind, socket, depth, size, waits])
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            ClientPartner.Run(new ClientSettings(
                Enum.Parse<ClientKind>(parsed.GetValue(kind)!), parsed.GetValue(socket)!, parsed.GetValue(depth), parsed.GetValue(size),
                Enum.Parse<ClientWaits>(parsed.GetValue(waits)!)));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command BuildDaemon()
    {
        var command = new Command("daemon", "Keep a daemon for the time of a benchmark");
        var program = new Option<string>("--program") { Description = "The daemon's program", HelpName = "PATH", Required = true };
        var devices = new Option<string>("--devices") { Description = "Its devices", HelpName = "LIST", Required = true };
        command.Add(program);
        command.Add(devices);
        command.SetAction(parsed =>
        {
            DaemonPartner.Run(parsed.GetValue(program)!, parsed.GetValue(devices)!);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command BuildRing()
    {
        var command = new Command("ring", "Serve a bare ring in the memory of another process");
        var memory = new Option<string>("--memory") { Description = "The memory, a file below /proc", HelpName = "PATH", Required = true };
        Option<string> size = SymbolFactory.Choice("--size", "Bytes of a descriptor", "64", "64", "128");
        command.Add(memory);
        command.Add(size);
        command.SetAction(parsed =>
        {
            BareRingPartner.Run(parsed.GetValue(memory)!, int.Parse(parsed.GetValue(size)!, CultureInfo.InvariantCulture));
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
