using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using WarpDrive.Hisilicon;
using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>The command line: <c>uacced --help</c>.</summary>
internal sealed class UaccedCommand
{
    private readonly Option<string?> _socket = Text("--socket", "PATH", $"Listen at this path (default {DaemonOptions.DefaultSocketPath})");
    private readonly Option<string?> _mode = Text("--socket-mode", "OCTAL", "Permissions of the socket file (default 0660): who may write may connect");
    private readonly Option<string?> _group = Text("--socket-group", "GROUP", "Group of the socket file, by name or number");
    private readonly Option<string?> _config = Text("--config", "FILE", "Read this configuration file; options given here win over it");
    private readonly Option<bool> _check = new("--check-config") { Description = "Print the configuration in force, start nothing, and end with 0 if it is right" };
    private readonly Option<string?> _devices = Text("--devices", "LIST", $"How many of which devices, e.g. zip=1,sec=1,hpre=1 (the default); also {SoftwareDevices.Null}=1");
    private readonly Option<int?> _workers = Number("--workers", "Worker threads of each device (default: one for each processor); a null device has one in any case", 1, 256);
    private readonly Option<int?> _nice = Number("--worker-nice", "How far workers may lower their nice value while they work for several clients (default -16); 0: not at all", Libc.LowestNice, 0);
    private readonly Option<int?> _instances = Number("--instances", "Queues of each device (default 1024)", 1, 1024);
    private readonly Option<int?> _hardware = Number("--hw-version", "Hardware generation that the devices behave like (default 3)", 2, 3);
    private readonly Option<bool> _withoutSva = new("--without-sva") { Description = "Give clients reserved memory only, never their own addresses" };
    private readonly Option<string?> _metrics = Text("--metrics", "ADDRESS", "Serve /metrics and /healthz by HTTP, e.g. at 127.0.0.1:9464 or unix:/run/uacced/metrics.sock (default: not at all)");
    private readonly Option<bool> _remote = new("--metrics-allow-remote") { Description = "Let the address of --metrics be one that other machines can reach" };
    private readonly Option<string?> _level = Text("--log-level", "LEVEL", $"Log from this level on: {string.Join(", ", DaemonSettings.LogLevels)} (default information)");

    /// <summary>Parses and runs.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Run(string[] args)
    {
        var command = new UaccedCommand();
        ParseResult parsed = command.Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"uacced: {parsed.Errors[0].Message} Try 'uacced --help'.");
            return (int)ExitCode.BadConfiguration;
        }

        // Signals are the daemon's own business: it drains.
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private RootCommand Build()
    {
        var root = new RootCommand("Serves accelerator queues to the processes of this machine, by software devices.");
        foreach (Option option in (Option[])[_socket, _mode, _group, _config, _check, _devices, _workers, _nice, _instances, _hardware, _withoutSva, _metrics, _remote, _level])
        {
            root.Add(option);
        }

        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Show help, signals and exit codes, and do nothing else";
            help.Action = new HelpWithNotes((HelpAction)help.Action!);
        }

        root.SetAction(parsed => (int)Act(parsed));
        return root;
    }

    private ExitCode Act(ParseResult parsed)
    {
        DaemonSettings settings;
        try
        {
            settings = Settings(parsed);
        }
        catch (ConfigException e)
        {
            foreach (string line in e.Message.Split('\n'))
            {
                Console.Error.WriteLine($"uacced: {line}");
            }

            return ExitCode.BadConfiguration;
        }

        if (parsed.GetValue(_check))
        {
            Console.Out.WriteLine(settings.ToJson());
            return ExitCode.Ok;
        }

        return DaemonProcess.Run(settings, () => Settings(parsed));
    }

    private DaemonSettings Settings(ParseResult parsed)
    {
        string? path = parsed.GetValue(_config);
        ConfigFile file = path is null ? new ConfigFile() : ConfigReader.ReadFile(path);
        ConfigFile merged = file with
        {
            Socket = parsed.GetValue(_socket) ?? file.Socket,
            SocketMode = parsed.GetValue(_mode) ?? file.SocketMode,
            SocketGroup = parsed.GetValue(_group) ?? file.SocketGroup,
            LogLevel = parsed.GetValue(_level) ?? file.LogLevel,
            Metrics = Metrics(parsed, file.Metrics ?? new ConfigMetrics()),
            Devices = Devices(parsed, file.Devices ?? new ConfigDevices()),
        };
        try
        {
            return DaemonSettings.From(merged, new AccountNames());
        }
        catch (ConfigException e) when (path is not null)
        {
            throw new ConfigException(string.Join('\n', e.Message.Split('\n').Select(line => $"{path}: {line}")));
        }
    }

    private ConfigMetrics Metrics(ParseResult parsed, ConfigMetrics file) => new()
    {
        Listen = parsed.GetValue(_metrics) ?? file.Listen,
        AllowRemote = parsed.GetValue(_remote) || file.AllowRemote == true,
    };

    private ConfigDevices Devices(ParseResult parsed, ConfigDevices file)
    {
        ConfigDevices devices = file with
        {
            Workers = parsed.GetValue(_workers) ?? file.Workers,
            WorkerNice = parsed.GetValue(_nice) ?? file.WorkerNice,
            Instances = parsed.GetValue(_instances) ?? file.Instances,
            HardwareVersion = parsed.GetValue(_hardware) ?? file.HardwareVersion,
            Sva = parsed.GetValue(_withoutSva) ? false : file.Sva,
        };
        if (parsed.GetValue(_devices) is not string list)
        {
            return devices;
        }

        var counts = new Dictionary<string, int>();
        foreach (string item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = item.Split('=', 2);
            if (!SoftwareDevices.Kinds.Contains(parts[0], StringComparer.Ordinal)
                || parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                || !counts.TryAdd(parts[0], count))
            {
                throw new ConfigException(
                    $"--devices takes KIND=NUMBER, each kind once, separated by commas, not '{item}'; kinds are {string.Join(", ", SoftwareDevices.Kinds)}");
            }
        }

        return devices with
        {
            Zip = counts.GetValueOrDefault(SoftwareDevices.Zip),
            Sec = counts.GetValueOrDefault(SoftwareDevices.Sec),
            Hpre = counts.GetValueOrDefault(SoftwareDevices.Hpre),
            Null = counts.GetValueOrDefault(SoftwareDevices.Null),
        };
    }

    private static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    private static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        NumberStyles style = least < 0 ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, style, CultureInfo.InvariantCulture, out int number) || number < least || number > most))
            {
                result.AddError($"{name} goes from {least} to {most}, not '{result.Tokens[0].Value}'.");
            }
        });
        return option;
    }
}
