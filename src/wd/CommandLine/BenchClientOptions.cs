using System.CommandLine;
using WarpDrive.Tool.Benchmarks.Daemons;
using WarpDrive.Tool.Benchmarks.Partners;

namespace WarpDrive.Tool.CommandLine;

/// <summary>The options that commands of <c>wd bench daemon</c> with client processes have in common.</summary>
internal sealed class BenchClientOptions
{
    private readonly Option<string> _device;
    private readonly Option<int> _depth;
    private readonly Option<string> _size = new("--size") { Description = "Bytes of a buffer, with device zip", HelpName = "SIZE", DefaultValueFactory = _ => "4K" };
    private readonly Option<string?> _socket = Socket();
    private readonly Option<bool> _json = Json();

    /// <summary>Makes the options.</summary>
    /// <param name="device">The default of <c>--device</c>.</param>
    /// <param name="depth">The default of <c>--depth</c>.</param>
    internal BenchClientOptions(string device, int depth)
    {
        _device = SymbolFactory.Choice("--device", "What clients use: one that does nothing, or compression", device, "null", "zip");
        _depth = SymbolFactory.Number("--depth", "Requests that a client, or the neighbour, has in flight", depth, 1, BenchDaemonCommand.MaxDepth);
        _size.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!Sizes.TryParseList(result.Tokens[0].Value, 1, BenchDaemonCommand.MaxSize, out int[] sizes) || sizes.Length != 1))
            {
                result.AddError($"--size goes from 1 to 1M, not '{result.Tokens[0].Value}'.");
            }
        });
    }

    /// <summary><c>--socket</c>.</summary>
    internal static Option<string?> Socket() => new("--socket") { Description = "Measure the uacced that listens at this path; without, one is started for the time", HelpName = "PATH" };

    /// <summary><c>--json</c>.</summary>
    internal static Option<bool> Json() => SymbolFactory.Flag("--json", "Print the report as one JSON object");

    /// <summary>Adds them to a command, behind some of its own.</summary>
    internal void AddTo(Command command, params Option[] own)
    {
        foreach (Option option in (Option[])[.. own, _device, _size, _depth, _socket, _json])
        {
            command.Add(option);
        }
    }

    /// <summary>The daemon that is asked for.</summary>
    internal BenchedDaemon Open(ParseResult parsed) => BenchedDaemon.Open(parsed.GetValue(_socket));

    /// <summary>The clients that are asked for.</summary>
    internal ClientSettings Settings(ParseResult parsed, BenchedDaemon daemon)
    {
        _ = Sizes.TryParseList(parsed.GetValue(_size)!, 1, BenchDaemonCommand.MaxSize, out int[] sizes);
        return new ClientSettings(parsed.GetValue(_device) == "zip" ? ClientKind.Zip : ClientKind.Null, daemon.Socket, parsed.GetValue(_depth), sizes[0]);
    }

    /// <summary>Whether programs read the report.</summary>
    internal bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);
}
