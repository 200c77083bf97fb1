using Spectre.Console;

namespace WarpDrive.Tool.Files;

/// <summary>A progress bar on the error output, for long work that a person watches.</summary>
internal static class ProgressBar
{
    private const long WorthWatching = 32 * 1024 * 1024;   // shorter work is over before anybody has read the line
    private const int ManyThings = 1000;                   // as above

    /// <summary>Runs work on many things and shows how many are done, when somebody sees it.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="count">How many things there are.</param>
    /// <param name="quiet">Show nothing: the terminal is needed for something else.</param>
    /// <param name="work">The work; it calls back for each thing that is done, or gets null when nobody watches.</param>
    internal static void RunCounted(string title, int count, bool quiet, Action<Action?> work)
    {
        if (quiet || Console.IsErrorRedirected || count < ManyThings)
        {
            work(null);
            return;
        }

        Create()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: count);
                int done = 0;
                work(() =>
                {
                    if (++done % (ManyThings / 10) == 0 || done == count)
                    {
                        task.Value = done;   // rarely: it takes a lock
                    }
                });
            });
    }

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

        return Create()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: length.Value);
                return work(count => task.Value = count);
            });
    }

    private static Progress Create() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress().AutoClear(true);
}
