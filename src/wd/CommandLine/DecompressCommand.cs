using System.CommandLine;
using WarpDrive.Tool.Files;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd decompress</c>.</summary>
internal static class DecompressCommand
{
    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("decompress", "Decompress files, or the standard input");
        var options = new CompressionCommandOptions(command, compresses: false);
        command.SetAction(parsed =>
        {
            CodecSettings settings = options.Codec(parsed);
            using var pending = new PendingFiles();
            using Accelerators accelerators = DeviceAccess.Open(options.Device(parsed));
            return (int)new FileRunner(options.Files(parsed), new DecompressCodec(settings, accelerators), pending).Run();
        });
        return command;
    }
}
