using System.CommandLine;
using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Benchmarks.Ciphers;
using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench cipher</c> and <c>wd bench aead</c>.</summary>
internal static class BenchBufferCommand
{
    private const int MaxBatch = 4096;

    /// <summary>Makes <c>wd bench cipher</c>.</summary>
    internal static Command BuildCipher() => Build(
        "cipher", "Measure encryption of messages",
        BenchCryptoOptions.Algorithms($"Ciphers, separated by commas: {CipherSpec.Names}", "aes-128-cbc", name => CipherSpec.TryParse(name, out _)),
        CipherBenchmark.Run);

    /// <summary>Makes <c>wd bench aead</c>.</summary>
    internal static Command BuildAead() => Build(
        "aead", "Measure authenticated encryption of messages",
        BenchCryptoOptions.Algorithms($"Algorithms, separated by commas: {AeadSpec.Names}", "aes-128-gcm", name => AeadSpec.TryParse(name, out _)),
        AeadBenchmark.Run);

    private static Command Build(string name, string description, Option<string> algorithm, Func<BufferSettings, Accelerators, BenchReport> run)
    {
        var command = new Command(name, description);
        Option<string> size = BenchCryptoOptions.MessageSizes("1K,16K", 16);
        Option<string> direction = SymbolFactory.Choice("--direction", "Direction", "encrypt", "encrypt", "decrypt", "both");
        Option<int> batch = SymbolFactory.Number("--batch", "Messages of a call", 64, 1, MaxBatch);
        var common = new BenchCryptoOptions(Rivals.System | Rivals.Engine | Rivals.LibCrypto, SymbolFactory.SecDevice, EnginePaths.OfCiphers);
        foreach (Option option in (Option[])[algorithm, size, direction, batch])
        {
            command.Add(option);
        }

        common.AddTo(command);
        command.SetAction(parsed =>
        {
            BenchCryptoChoices choices = common.Read(parsed);
            _ = Sizes.TryParseList(parsed.GetValue(size)!, 1, int.MaxValue, out int[] sizes);
            bool[] directions = parsed.GetValue(direction) switch { "encrypt" => [false], "decrypt" => [true], _ => [false, true] };
            IEnumerable<BufferSettings> jobs =
                from one in BenchCryptoOptions.Split(parsed.GetValue(algorithm)!)
                from decrypt in directions
                from bytes in sizes
                select new BufferSettings(one, bytes, parsed.GetValue(batch), decrypt, choices.Threads, choices.Seconds, choices.Against, choices.Engine);
            return choices.RunAll(jobs, run);
        });
        return command;
    }
}
