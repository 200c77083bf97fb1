using Spectre.Console;

namespace WarpDrive.Tool.Files;

/// <summary>A progress bar on the error output, for long work that a person watches.</summary>
internal static class ProgressBar
{
    private const long WorthWatching = 32 * 1024 * 1024;   // shorter work is over before anybody has read the line

    /// <summary>Runs work and shows how far it is, when somebody sees it.</summary>
    /// <param name="title">What is being worked on.</param>
    /// <param name="length">Bytes of the input, or null when unknown.</param>
    /// <param name="quiet">Show nothing: the terminal is needed for something else.</param>
    /// <param name="work">The work; it calls back with the bytes read so far, or gets null when nobody watches.</param>
    internal static T Run<T>(string title, long? length, bool quiet, Func<Action<long>?, T> work)
    {
        if (quiet || Console.IsErrorRedirected || length is null or < WorthWatching)
        {
            return work(null);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: length.Value);
                return work(count => task.Value = count);
            });
    }
}
