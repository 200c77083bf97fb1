using System.CommandLine;
using WarpDrive.Tool.Files;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.CommandLine;

/// <summary>The options that compress and decompress have in common, and their reading.</summary>
internal sealed class FileCommandOptions
{
    private const string Automatic = "auto";

    private readonly bool _compresses;
    private readonly Argument<string[]> _files = new("FILES") { Description = "Inputs; none, or -, is the standard input", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _format;
    private readonly Option<string> _level = SymbolFactory.Level("6");
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write to this file; one input only", HelpName = "FILE" };
    private readonly Option<bool> _stdout = SymbolFactory.Flag("--stdout", "Write to the standard output", "-c");
    private readonly Option<bool> _test = SymbolFactory.Flag("--test", "Check that compressed files are whole; write nothing", "-t");
    private readonly Option<bool> _force = SymbolFactory.Flag("--force", "Overwrite outputs; write compressed data to a terminal", "-f");
    private readonly Option<int> _threads = SymbolFactory.Threads("Blocks of large inputs in work at the same time; all cores when not given");
    private readonly Option<string?> _device = SymbolFactory.Device();
    private readonly Option<string?> _provider = SymbolFactory.Provider();
    private readonly Option<string?> _engine = SymbolFactory.Engine();
    private readonly Option<bool> _json = SymbolFactory.Flag("--json", "Print a summary as JSON, to the error output when data goes to the standard output");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="compresses">Whether it is the one that compresses.</param>
    internal FileCommandOptions(Command command, bool compresses)
    {
        _compresses = compresses;
        _format = compresses
            ? SymbolFactory.Choice("--format", "Format of the output", "gzip", "gzip", "zlib", "deflate")
            : SymbolFactory.Choice("--format", "Format of the input", Automatic, Automatic, "gzip", "zlib", "deflate");
        command.Add(_files);
        command.Add(_format);
        if (compresses)
        {
            command.Add(_level);
        }

        command.Add(_output);
        command.Add(_stdout);
        command.Add(_test);
        command.Add(_force);
        if (compresses)
        {
            command.Add(_threads);
        }

        command.Add(_device);
        command.Add(_provider);
        command.Add(_engine);
        command.Add(_json);
        command.Validators.Add(result =>
        {
            string? output = result.GetValue(_output);
            if ((result.GetValue(_files) ?? []).FirstOrDefault(name => name.Length > 1 && name[0] == '-') is string unknown)
            {
                result.AddError($"There is no option '{unknown}'; a file of that name comes after --.");
            }
            else if (output is not null && (result.GetValue(_files) ?? []).Length > 1)
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

    /// <summary>What happens to bytes.</summary>
    internal CodecSettings Codec(ParseResult parsed) => new(
        Format(parsed.GetValue(_format)!),
        _compresses ? Levels.Parse(parsed.GetValue(_level)!) : 0,
        _compresses && parsed.GetValue(_threads) is > 0 and int threads ? threads : null,
        parsed.GetValue(_device),
        parsed.GetValue(_provider),
        parsed.GetValue(_engine));

    private static CompressionFormat? Format(string name) => name switch
    {
        "gzip" => CompressionFormat.Gzip,
        "zlib" => CompressionFormat.Zlib,
        "deflate" => CompressionFormat.Deflate,
        _ => null,
    };
}
