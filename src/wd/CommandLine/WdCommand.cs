using System.CommandLine;
using System.CommandLine.Help;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.CommandLine;

/// <summary>The root of the command line.</summary>
internal static class WdCommand
{
    private static readonly (string Name, Func<Command> Build)[] s_commands =
    [
        ("devices", DevicesCommand.Build),
        ("top", TopCommand.Build),
        ("compress", CompressCommand.Build),
        ("decompress", DecompressCommand.Build),
        ("hash", HashCommand.Build),
        ("encrypt", EncryptionCommands.BuildEncrypt),
        ("decrypt", EncryptionCommands.BuildDecrypt),
        ("bench", BenchCommand.Build),
    ];

    /// <summary>Parses, runs, and turns whatever goes wrong into one line and an exit code.</summary>
    /// <param name="args">The arguments of the process.</param>
    internal static int Run(string[] args)
    {
        ParseResult parsed = Build(args).Parse(ProtectFileNames(args));
        if (parsed.Errors.Count > 0)
        {
            Messages.Write($"{parsed.Errors[0].Message} Try '{CommandPath(parsed)} --help'.");
            return (int)ExitCode.Error;
        }

        try
        {
            // Signals are the file commands' own business: they remove what is half written.
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (ErrorText.IsExpected(e))
        {
            Messages.Write(ErrorText.Describe(e));
            return (int)ExitCode.Error;
        }
    }

    /// <summary>The tree of commands: of the one that is named, or of all when none is.</summary>
    /// <param name="args">The arguments of the process.</param>
    private static RootCommand Build(string[] args)
    {
        var root = new RootCommand("Compresses, hashes and encrypts by accelerator queues: hardware where there is some, software devices elsewhere.");
        bool named = args.Length > 0 && IsCommand(args[0]);
        foreach ((string name, Func<Command> build) in s_commands)
        {
            if (!named || name == args[0])   // a command that is not called need not be compiled either
            {
                root.Add(build());
            }
        }

        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Show help and examples, and do nothing else";
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        foreach (VersionOption version in root.Options.OfType<VersionOption>())
        {
            version.Description = "Show the version, and do nothing else";
        }

        return root;
    }

    private static bool IsCommand(string word)
    {
        foreach ((string name, _) in s_commands)
        {
            if (name == word)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Names after <c>--</c> are files, also those that look like options: they get a form that does not.</summary>
    private static string[] ProtectFileNames(string[] args)
    {
        int end = Array.IndexOf(args, "--");
        return end < 0 ? args : [.. args.Select((arg, i) => i > end && arg.Length > 1 && arg[0] == '-' ? $"./{arg}" : arg)];
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "wd" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
