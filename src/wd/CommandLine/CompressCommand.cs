using System.CommandLine;
using WarpDrive.Tool.Files;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd compress</c>.</summary>
internal static class CompressCommand
{
    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("compress", "Compress files, or the standard input");
        var options = new CompressionCommandOptions(command, compresses: true);
        command.SetAction(parsed =>
        {
            FileSettings files = options.Files(parsed);
            CodecSettings settings = options.Codec(parsed);
            using var pending = new PendingFiles();
            using Accelerators accelerators = DeviceAccess.Open(options.Device(parsed));

            // As with gzip, -t is about compressed files whichever way round the command is called.
            IFileCodec codec = files.TestOnly
                ? new DecompressCodec(settings with { Format = null }, accelerators)
                : new CompressCodec(settings, accelerators);
            return (int)new FileRunner(files, codec, pending).Run();
        });
        return command;
    }
}
