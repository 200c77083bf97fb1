using System.CommandLine;
using WarpDrive.Hisilicon;
using WarpDrive.Tool.Files;
using WarpDrive.Tool.Hashing;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd hash</c>.</summary>
internal static class HashCommand
{
    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("hash", "Compute or check digests of files, or of the standard input");
        var algorithm = new Argument<string>("ALG") { Description = "md5, sha1, sha224, sha256, sha384, sha512, sha512-224, sha512-256, or sm3" };
        var list = new Option<string?>("--files0-from") { Description = "Read more names from a file, separated by NUL; - is the standard input", HelpName = "FILE" };
        Option<bool> check = SymbolFactory.Flag("--check", "Read digests from FILES and check them", "-c");
        Option<bool> tag = SymbolFactory.Flag("--tag", "Write lines as BSD does: ALG (FILE) = DIGEST");
        Option<bool> zero = SymbolFactory.Flag("--zero", "End lines with NUL, and escape no names", "-z");
        Option<bool> quiet = SymbolFactory.Flag("--quiet", "With --check: do not print OK");
        Option<bool> status = SymbolFactory.Flag("--status", "With --check: print nothing, tell by exit code");
        Option<bool> strict = SymbolFactory.Flag("--strict", "With --check: fail for improperly formatted lines");
        Option<bool> missing = SymbolFactory.Flag("--ignore-missing", "With --check: pass over files that are not there");
        Option<int> threads = SymbolFactory.Threads("Threads that read and hash; all cores when not given");
        Option<string?> device = SymbolFactory.Device(SymbolFactory.SecDevice);
        Option<string?> provider = SymbolFactory.Provider();
        Option<string?> socket = SymbolFactory.Socket();
        Option<string?> engine = SymbolFactory.Engine(SymbolFactory.HashEngines);
        Option<bool> json = SymbolFactory.Flag("--json", "Print one array of objects");
        command.Add(algorithm);
        Argument<string[]> files = SymbolFactory.Files(command);
        foreach (Option option in (Option[])[list, check, tag, zero, quiet, status, strict, missing, threads, device, provider, socket, engine, json])
        {
            command.Add(option);
        }

        algorithm.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !DigestFacts.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"There is no digest '{result.Tokens[0].Value}'.");
            }
        });
        command.Validators.Add(result =>
        {
            if (!result.GetValue(check) && (result.GetValue(quiet) || result.GetValue(status) || result.GetValue(strict) || result.GetValue(missing)))
            {
                result.AddError("--quiet, --status, --strict and --ignore-missing belong to --check.");
            }
            else if (result.GetValue(check) && (result.GetValue(tag) || result.GetValue(zero)))
            {
                result.AddError("--tag and --zero do not go with --check.");
            }
        });
        command.SetAction(parsed =>
        {
            _ = DigestFacts.TryParse(parsed.GetValue(algorithm), out DigestAlgorithm digest);
            string[] names = parsed.GetValue(files) ?? [];
            var settings = new HashSettings
            {
                Algorithm = digest,
                Names = parsed.GetValue(list) is string from ? [.. names, .. NameList.Read(from)] : names.Length == 0 ? ["-"] : names,
                Check = parsed.GetValue(check),
                Tag = parsed.GetValue(tag),
                Zero = parsed.GetValue(zero),
                Quiet = parsed.GetValue(quiet),
                Status = parsed.GetValue(status),
                Strict = parsed.GetValue(strict),
                IgnoreMissing = parsed.GetValue(missing),
                Json = parsed.GetValue(json),
                Threads = parsed.GetValue(threads) is > 0 and int wanted ? wanted : Environment.ProcessorCount,
            };
            if (settings.Names.Count >= LaneWarmUp.WorthFiles && parsed.GetValue(engine) is null)
            {
                LaneWarmUp.Begin(digest);
            }

            using Accelerators accelerators = DeviceAccess.Open(new DeviceSettings(parsed.GetValue(device), parsed.GetValue(provider), parsed.GetValue(socket), null) { Kind = SoftwareDevices.Sec });
            using var hasher = new Hasher(digest, new CryptoOptions { Engine = parsed.GetValue(engine) }, accelerators);
            ExitCode code = settings.Check ? new CheckRunner(settings, hasher).Run() : new HashRunner(settings, hasher).Run();
            return (int)code;
        });
        return command;
    }
}
