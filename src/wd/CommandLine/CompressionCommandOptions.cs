using System.CommandLine;
using WarpDrive.Tool.Files;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.CommandLine;

/// <summary>The options that compress and decompress have in common, and their reading.</summary>
internal sealed class CompressionCommandOptions
{
    private const string Automatic = "auto";

    private readonly bool _compresses;
    private readonly Option<string> _format;
    private readonly Option<string> _level = SymbolFactory.Level("6");
    private readonly Option<int> _threads = SymbolFactory.Threads("Blocks of large inputs in work at the same time; all cores when not given");
    private readonly FileCommandOptions _common;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="compresses">Whether it is the one that compresses.</param>
    internal CompressionCommandOptions(Command command, bool compresses)
    {
        _compresses = compresses;
        _format = compresses
            ? SymbolFactory.Choice("--format", "Format of the output", "gzip", "gzip", "zlib", "deflate")
            : SymbolFactory.Choice("--format", "Format of the input", Automatic, Automatic, "gzip", "zlib", "deflate");
        _common = new FileCommandOptions(command, FileCommandWords.Compression, compresses ? [_format, _level] : [_format], compresses ? [_threads] : []);
    }

    /// <summary>What happens to files.</summary>
    internal FileSettings Files(ParseResult parsed) => _common.Files(parsed);

    /// <summary>Where bytes are worked on.</summary>
    internal DeviceSettings Device(ParseResult parsed) => _common.Device(parsed);

    /// <summary>What happens to bytes.</summary>
    internal CodecSettings Codec(ParseResult parsed) => new(
        Format(parsed.GetValue(_format)!),
        _compresses ? Levels.Parse(parsed.GetValue(_level)!) : 0,
        _compresses && parsed.GetValue(_threads) is > 0 and int threads ? threads : null,
        _common.Device(parsed).Device);

    private static CompressionFormat? Format(string name) => name switch
    {
        "gzip" => CompressionFormat.Gzip,
        "zlib" => CompressionFormat.Zlib,
        "deflate" => CompressionFormat.Deflate,
        _ => null,
    };
}
