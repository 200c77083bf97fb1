using System.CommandLine;
using WarpDrive.Tool.Files;

namespace WarpDrive.Tool.CommandLine;

/// <summary>The options of all commands that turn files into other files, and their reading.</summary>
internal sealed class FileCommandOptions
{
    private readonly Argument<string[]> _files;
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write to this file; one input only", HelpName = "FILE" };
    private readonly Option<bool> _stdout = SymbolFactory.Flag("--stdout", "Write to the standard output", "-c");
    private readonly Option<bool> _test;
    private readonly Option<bool> _force;
    private readonly Option<string?> _device;
    private readonly Option<string?> _provider = SymbolFactory.Provider();
    private readonly Option<string?> _socket = SymbolFactory.Socket();
    private readonly Option<string?> _engine;
    private readonly Option<bool> _json = SymbolFactory.Flag("--json", "Print a summary as JSON, to the error output when data goes to the standard output");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="words">Its words in descriptions.</param>
    /// <param name="first">Options of its own that stand before these.</param>
    /// <param name="last">Options of its own that stand behind those about files.</param>
    internal FileCommandOptions(Command command, FileCommandWords words, Option[] first, Option[] last)
    {
        _test = SymbolFactory.Flag("--test", words.Test, "-t");
        _force = SymbolFactory.Flag("--force", $"Overwrite outputs; write {words.PackedData} to a terminal", "-f");
        _device = SymbolFactory.Device(words.DeviceExample);
        _engine = SymbolFactory.Engine(words.Engines);
        _files = SymbolFactory.Files(command);
        foreach (Option option in (Option[])[.. first, _output, _stdout, _test, _force, .. last, _device, _provider, _socket, _engine, _json])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            string? output = result.GetValue(_output);
            if (output is not null && (result.GetValue(_files) ?? []).Length > 1)
            {
                result.AddError("-o takes one input; use -c to join several.");
            }
            else if (output is not null && (result.GetValue(_stdout) || result.GetValue(_test)))
            {
                result.AddError("-o cannot be combined with -c or -t.");
            }
            else if (output is "")
            {
                result.AddError("-o needs the name of a file.");
            }
        });
    }

    /// <summary>What happens to files.</summary>
    internal FileSettings Files(ParseResult parsed) => new(
        parsed.GetValue(_files) ?? [], parsed.GetValue(_output), parsed.GetValue(_stdout), parsed.GetValue(_test), parsed.GetValue(_force), parsed.GetValue(_json));

    /// <summary>Where bytes are worked on.</summary>
    internal DeviceSettings Device(ParseResult parsed) => new(
        parsed.GetValue(_device), parsed.GetValue(_provider), parsed.GetValue(_socket), parsed.GetValue(_engine));
}
