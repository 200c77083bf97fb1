using System.CommandLine;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Benchmarks.PublicKey;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench rsa</c> and <c>wd bench ec</c>.</summary>
internal static class BenchPublicKeyCommand
{
    private const string Device = "hisi_hpre-2";
    private const string Engines = "libcrypto";

    /// <summary>Makes <c>wd bench rsa</c>.</summary>
    internal static Command BuildRsa()
    {
        string known = string.Join(", ", PublicKeyBenchmark.RsaSizes);
        Option<string> bits = BenchCryptoOptions.Algorithms($"Bits of the key, or several sizes separated by commas: {known}", "2048", PublicKeyBenchmark.RsaSizes.Contains);
        Option<string> operation = SymbolFactory.Choice("--operation", "Operation", "both", "sign", "verify", "both");
        return Build(
            "rsa", "Measure RSA signatures", [bits, operation],
            parsed => from size in BenchCryptoOptions.Split(parsed.GetValue(bits)!)
                      from verb in parsed.GetValue(operation) == "both" ? ["sign", "verify"] : new[] { parsed.GetValue(operation)! }
                      select $"rsa-{size}-{verb}");
    }

    /// <summary>Makes <c>wd bench ec</c>.</summary>
    internal static Command BuildCurves()
    {
        string known = string.Join(", ", PublicKeyBenchmark.CurveNames);
        Option<string> algorithm = BenchCryptoOptions.Algorithms(
            $"Curves with operations, separated by commas: {known}", "p256-sign,p256-verify,p256-ecdh,x25519", PublicKeyBenchmark.CurveNames.Contains);
        return Build("ec", "Measure signatures and key agreement with elliptic curves", [algorithm], parsed => BenchCryptoOptions.Split(parsed.GetValue(algorithm)!));
    }

    private static Command Build(string name, string description, Option[] own, Func<ParseResult, IEnumerable<string>> algorithms)
    {
        var command = new Command(name, description);
        var common = new BenchCryptoOptions(Rivals.System | Rivals.Engine | Rivals.LibCrypto, Device, Engines);
        foreach (Option option in own)
        {
            command.Add(option);
        }

        common.AddTo(command);
        command.SetAction(parsed =>
        {
            BenchCryptoChoices choices = common.Read(parsed);
            IEnumerable<PublicKeySettings> jobs =
                algorithms(parsed).Select(algorithm => new PublicKeySettings(algorithm, choices.Threads, choices.Seconds, choices.Against, choices.Engine));
            return choices.RunAll(jobs, PublicKeyBenchmark.Run);
        });
        return command;
    }
}
