using System.CommandLine;

namespace WarpDrive.Tool.CommandLine;

/// <summary>Options that several commands share, so that they read the same everywhere.</summary>
internal static class SymbolFactory
{
    /// <summary>The largest value of <c>--threads</c>; more would only fight for memory.</summary>
    internal const int MaxThreads = 256;

    /// <summary>A compression device, as an example.</summary>
    internal const string ZipDevice = "hisi_zip-0";

    /// <summary>A device of ciphers and digests, as an example.</summary>
    internal const string SecDevice = "hisi_sec2-1";

    /// <summary>Engines of digests.</summary>
    internal const string HashEngines = "avx512, avx2, vector128, portable, libcrypto, ipsec-mb";

    /// <summary>Engines of ciphers.</summary>
    internal const string CipherEngines = "ipsec-mb, libcrypto, avx512, avx2, vector128, portable";

    /// <summary>Engines of compression devices.</summary>
    internal const string ZipEngines = "zlib-ng, isal, libdeflate";

    /// <summary>An option with one of a few words.</summary>
    internal static Option<string> Choice(string name, string description, string? fallback, params string[] choices)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', choices) };
        if (fallback is not null)
        {
            option.DefaultValueFactory = _ => fallback;
        }

        option.AcceptOnlyFromAmong(choices);
        return option;
    }

    /// <summary><c>--level</c>.</summary>
    internal static Option<string> Level(string fallback)
    {
        Option<string> option = Choice("--level", "Promise of a compression ratio", fallback, Levels.Names);
        option.HelpName = "fastest|1…9";
        return option;
    }

    /// <summary>A flag.</summary>
    internal static Option<bool> Flag(string name, string description, params string[] aliases) => new(name, aliases) { Description = description };

    /// <summary>FILES, added to a command, which then refuses an option that it does not have: it would pass for a file.</summary>
    internal static Argument<string[]> Files(Command command)
    {
        var files = new Argument<string[]>("FILES") { Description = "Inputs; none, or -, is the standard input", Arity = ArgumentArity.ZeroOrMore };
        command.Add(files);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(files) ?? []).FirstOrDefault(name => name.Length > 1 && name[0] == '-') is string unknown)
            {
                result.AddError($"There is no option '{unknown}'; a file of that name comes after --.");
            }
        });
        return files;
    }

    /// <summary>A whole number within bounds.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Words for the help.</param>
    /// <param name="fallback">Its default; null for 0, which the help does not show.</param>
    /// <param name="least">Least value.</param>
    /// <param name="most">Greatest value.</param>
    internal static Option<int> Number(string name, string description, int? fallback, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N" };
        if (fallback is int value)
        {
            option.DefaultValueFactory = _ => value;
        }

        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0)
            {
                return;
            }

            if (result.Tokens[0].Value is string text && (!int.TryParse(text, out int number) || number < least || number > most))
            {
                result.AddError($"{name} goes from {least} to {most}, not '{text}'.");
            }
        });
        return option;
    }

    /// <summary><c>--threads</c>.</summary>
    internal static Option<int> Threads(string description) => Number("--threads", description, null, 1, MaxThreads);

    /// <summary><c>--seconds</c>.</summary>
    /// <param name="description">Words for the help.</param>
    /// <param name="fallback">Its default.</param>
    internal static Option<double> Seconds(string description, double fallback = 2)
    {
        var option = new Option<double>("--seconds") { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double>() is not (>= 0.01 and <= 3600))
            {
                result.AddError("--seconds goes from 0.01 to 3600.");
            }
        });
        return option;
    }

    /// <summary><c>--device</c>.</summary>
    /// <param name="example">A device that could be named.</param>
    internal static Option<string?> Device(string example = ZipDevice) => new("--device") { Description = $"Use this device only, e.g. {example}", HelpName = "NAME" };

    /// <summary><c>--provider</c>.</summary>
    internal static Option<string?> Provider() => new("--provider") { Description = "Use this provider only, e.g. embedded", HelpName = "NAME" };

    /// <summary><c>--socket</c>.</summary>
    internal static Option<string?> Socket() => new("--socket") { Description = "Use the devices of the uacced that listens at this path", HelpName = "PATH" };

    /// <summary><c>--engine</c>.</summary>
    /// <param name="engines">Those that could be named.</param>
    internal static Option<string?> Engine(string engines = ZipEngines) =>
        new("--engine") { Description = $"Software devices use this engine only: {engines}", HelpName = "NAME" };
}
