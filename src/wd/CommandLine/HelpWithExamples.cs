using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace WarpDrive.Tool.CommandLine;

/// <summary>The usual help, followed by examples and notes of the command.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help;

    /// <summary>Wraps the usual help.</summary>
    /// <param name="help">The action that prints usage, arguments and options.</param>
    internal HelpWithExamples(HelpAction help) => _help = help;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        bool isPart = parseResult.CommandResult.Parent is CommandResult { Command: not RootCommand };
        string text = HelpText.After(isPart ? $"{command.Parents.First().Name} {command.Name}" : command.Name);
        if (text.Length > 0)
        {
            parseResult.InvocationConfiguration.Output.Write(text);
        }

        return code;
    }
}
