using System.CommandLine;
using System.Globalization;
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
        Subcommands = { BuildRing() },
    };

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
