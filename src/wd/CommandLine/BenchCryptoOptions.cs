using System.CommandLine;
using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.CommandLine;

/// <summary>What the benchmarks of cryptography have in common on the command line.</summary>
internal sealed class BenchCryptoOptions
{
    private const int MaxSize = 8 << 20;   // below what one request takes

    private readonly Option<int> _threads = SymbolFactory.Number("--threads", "Threads that call at the same time", 1, 1, SymbolFactory.MaxThreads);
    private readonly Option<double> _seconds = SymbolFactory.Seconds("Time for each contestant");
    private readonly Option<string?> _device;
    private readonly Option<string?> _provider = SymbolFactory.Provider();
    private readonly Option<string?> _socket = SymbolFactory.Socket();
    private readonly Option<string?> _engine;
    private readonly Option<bool> _json = SymbolFactory.Flag("--json", "Print the report as JSON: one object, or an array for several jobs");
    private readonly Option<string> _against;
    private readonly Rivals _rivals;

    /// <summary>Makes the options.</summary>
    /// <param name="rivals">What the jobs can be compared with.</param>
    /// <param name="device">A device, as an example.</param>
    /// <param name="engines">Engines that can be named.</param>
    internal BenchCryptoOptions(Rivals rivals, string device, string engines)
    {
        _rivals = rivals;
        _device = SymbolFactory.Device(device);
        _engine = SymbolFactory.Engine(engines);
        _against = new Option<string>("--against")
        {
            Description = $"What to compare with, separated by commas: {RivalNames.List(rivals)}",
            HelpName = "NAMES",
            DefaultValueFactory = _ => "all",
        };
        _against.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !RivalNames.TryParse(result.Tokens[0].Value, rivals, out _))
            {
                result.AddError($"--against takes {RivalNames.List(rivals)}, not '{result.Tokens[0].Value}'.");
            }
        });
    }

    /// <summary>An option with a list of algorithms.</summary>
    /// <param name="description">Words for the help.</param>
    /// <param name="fallback">Its default.</param>
    /// <param name="isKnown">Whether there is such an algorithm.</param>
    internal static Option<string> Algorithms(string description, string fallback, Func<string, bool> isKnown)
    {
        var option = new Option<string>("--algorithm") { Description = description, HelpName = "NAMES", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Split(result.Tokens[0].Value).FirstOrDefault(name => !isKnown(name)) is string unknown)
            {
                result.AddError($"There is no algorithm '{unknown}' to measure.");
            }
        });
        return option;
    }

    /// <summary>An option with a list of sizes.</summary>
    /// <param name="fallback">Its default.</param>
    /// <param name="least">Smallest size.</param>
    internal static Option<string> MessageSizes(string fallback, int least)
    {
        var option = new Option<string>("--size")
        {
            Description = "Bytes of a message, or several sizes separated by commas",
            HelpName = "SIZE",
            DefaultValueFactory = _ => fallback,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Sizes.TryParseList(result.Tokens[0].Value, least, MaxSize, out _))
            {
                result.AddError($"--size goes from {least} to 8M, not '{result.Tokens[0].Value}'.");
            }
        });
        return option;
    }

    /// <summary>Names of a list.</summary>
    internal static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>Adds them to a command, behind its own.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_against, _threads, _seconds, _device, _provider, _socket, _engine, _json])
        {
            command.Add(option);
        }
    }

    /// <summary>What the user gave.</summary>
    internal BenchCryptoChoices Read(ParseResult parsed)
    {
        _ = RivalNames.TryParse(parsed.GetValue(_against)!, _rivals, out Rivals against);
        return new BenchCryptoChoices(
            against, parsed.GetValue(_threads), parsed.GetValue(_seconds), parsed.GetValue(_engine),
            new DeviceSettings(parsed.GetValue(_device), parsed.GetValue(_provider), parsed.GetValue(_socket), null), parsed.GetValue(_json));
    }
}
