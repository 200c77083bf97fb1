using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WarpDrive.Daemon;

/// <summary>The usual help, followed by examples, signals and exit codes.</summary>
internal sealed class HelpWithNotes : SynchronousCommandLineAction
{
    private const string Notes = """
        Examples:
          uacced --socket /tmp/uacced.sock                    for yourself; clients use WD_SOCKET=/tmp/uacced.sock
          uacced --devices zip=2,null=1 --workers 4           other devices
          uacced --config /etc/uacced/uacced.json             as the unit file starts it
          uacced --check-config --config FILE                 what a file means, or what is wrong with it

        Signals:
          TERM, INT    end in order: open nothing more, finish what was rung for, close; a second one ends at once
          HUP          read the configuration file again: limits, quotas and the log level change, the rest needs a new start

        Exit codes:
          0  ended in order, or the configuration is right
          1  failed; the error output says why
          2  the command line or the configuration is wrong
          3  another daemon is alive at the socket
          4  ended, and work that clients had rung for was given up

        """;

    private readonly HelpAction _help;

    internal HelpWithNotes(HelpAction help) => _help = help;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.Write(Notes);
        return code;
    }
}
