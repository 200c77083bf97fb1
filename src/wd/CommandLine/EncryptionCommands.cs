using System.CommandLine;
using WarpDrive.Tool.Encryption;
using WarpDrive.Tool.Files;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd encrypt</c> and <c>wd decrypt</c>.</summary>
internal static class EncryptionCommands
{
    private static readonly (string Name, FileAlgorithm Algorithm)[] s_algorithms =
        [("aes-256-gcm", FileAlgorithm.Aes256Gcm), ("aes-128-gcm", FileAlgorithm.Aes128Gcm), ("sm4-gcm", FileAlgorithm.Sm4Gcm)];

    /// <summary>Makes <c>wd encrypt</c>.</summary>
    internal static Command BuildEncrypt()
    {
        Option<string> algorithm = SymbolFactory.Choice(
            "--algorithm", "What to encrypt with", s_algorithms[0].Name, [.. s_algorithms.Select(known => known.Name)]);
        return Build("encrypt", "Encrypt files, or the standard input", algorithm);
    }

    /// <summary>Makes <c>wd decrypt</c>.</summary>
    internal static Command BuildDecrypt() => Build("decrypt", "Decrypt files, or the standard input", null);

    private static Command Build(string name, string description, Option<string>? algorithm)
    {
        var command = new Command(name, description);
        var keyFile = new Option<string>("--key-file", "-k") { Description = "File of the key: 32 bytes, or 64 hexadecimal digits", HelpName = "FILE", Required = true };
        var options = new FileCommandOptions(command, FileCommandWords.Encryption, algorithm is null ? [keyFile] : [keyFile, algorithm], []);
        command.SetAction(parsed =>
        {
            FileSettings files = options.Files(parsed);
            DeviceSettings device = options.Device(parsed);
            FileAlgorithm wanted = algorithm is null ? default : s_algorithms.First(known => known.Name == parsed.GetValue(algorithm)).Algorithm;
            var settings = new EncryptionSettings(wanted, device.Device, device.Engine);
            using KeyFile key = KeyFile.Read(parsed.GetValue(keyFile)!);
            using var pending = new PendingFiles();
            using Accelerators accelerators = DeviceAccess.Open(device with { Engine = null });

            // As with compression, -t is about encrypted files whichever way round the command is called.
            IFileCodec codec = algorithm is null || files.TestOnly
                ? new DecryptCodec(settings, key, accelerators)
                : new EncryptCodec(settings, key, accelerators);
            return (int)new FileRunner(files, codec, pending).Run();
        });
        return command;
    }
}
