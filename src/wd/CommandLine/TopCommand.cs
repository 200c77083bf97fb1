using System.CommandLine;
using System.Globalization;
using WarpDrive.Tool.Top;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd top</c>.</summary>
internal static class TopCommand
{
    private const double Shortest = 0.1;
    private const double Longest = 3600;

    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("top", "Watch the devices, clients and queues of a daemon");
        var interval = new Option<double>("--interval") { Description = "Seconds from one look to the next", HelpName = "SECONDS", DefaultValueFactory = _ => 1 };
        interval.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double>() is not (>= Shortest and <= Longest))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--interval goes from {Shortest} to {Longest}."));
            }
        });
        var sort = new Option<string>("--sort") { Description = "What comes first: requests, bytes, busy, faults, queues", HelpName = "BY", DefaultValueFactory = _ => "requests" };
        sort.AcceptOnlyFromAmong("requests", "bytes", "busy", "faults", "queues");
        Option<bool> once = SymbolFactory.Flag("--once", "Show it once and end; rates are those of one interval");
        Option<bool> json = SymbolFactory.Flag("--json", "Print what the daemon tells, one document on each line, counters instead of rates");
        var socket = new Option<string?>("--socket") { Description = "Watch the uacced that listens at this path", HelpName = "PATH" };
        command.Add(interval);
        command.Add(sort);
        command.Add(once);
        command.Add(json);
        command.Add(socket);
        command.SetAction(parsed => (int)TopRunner.Run(new TopSettings(
            parsed.GetValue(socket), TimeSpan.FromSeconds(parsed.GetValue(interval)), parsed.GetValue(once), parsed.GetValue(json),
            Enum.Parse<TopSort>(parsed.GetValue(sort)!, ignoreCase: true))));
        return command;
    }
}
