using System.Runtime.InteropServices;
using Spectre.Console;
using WarpDrive.Linux;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Tool.Top;

/// <summary>Asks a daemon again and again, and shows what it says.</summary>
internal sealed class TopRunner
{
    private readonly TopSettings _settings;
    private readonly DaemonProvider _daemon;
    private readonly ManualResetEventSlim _stop;
    private bool _ownOnly;

    private TopRunner(TopSettings settings, DaemonProvider daemon, ManualResetEventSlim stop)
    {
        _settings = settings;
        _daemon = daemon;
        _stop = stop;
    }

    /// <summary>Runs until it has shown what was asked for, or a signal ends it.</summary>
    /// <exception cref="UserErrorException">There is no daemon, or it does not answer.</exception>
    internal static ExitCode Run(TopSettings settings)
    {
        using var daemon = new DaemonProvider(settings.Socket);
        using var stop = new ManualResetEventSlim();
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;   // the terminal gets its cursor back
            stop.Set();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        var runner = new TopRunner(settings, daemon, stop);
        if (settings.Json)
        {
            runner.WriteDocuments();
        }
        else if (settings.Once || Console.IsOutputRedirected)
        {
            runner.WriteTables();
        }
        else
        {
            runner.Draw();
        }

        return ExitCode.Ok;
    }

    private void WriteDocuments()
    {
        using StreamWriter output = StandardOutput.Open();
        do
        {
            output.BaseStream.Write([.. Read(), (byte)'\n']);
            output.BaseStream.Flush();
        }
        while (!_settings.Once && !_stop.Wait(_settings.Interval));
    }

    private void WriteTables()
    {
        DaemonStatistics before = DaemonStatistics.Parse(Read());
        using StreamWriter output = StandardOutput.Open();
        while (!_stop.Wait(_settings.Interval))
        {
            DaemonStatistics now = DaemonStatistics.Parse(Read());
            output.Write(TopScreen.Plain(new TopFrame(now, before), _settings.Sort));
            if (_settings.Once)
            {
                return;
            }

            output.Write('\n');
            output.Flush();
            before = now;
        }
    }

    private void Draw()
    {
        DaemonStatistics? before = null;
        DaemonStatistics now = DaemonStatistics.Parse(Read());   // no daemon at the beginning is an error, one that is gone later may come back
        AnsiConsole.Live(TopScreen.Drawn(new TopFrame(now, before), _settings.Sort, Console.WindowHeight, Console.WindowWidth)).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(context =>
        {
            while (!_stop.Wait(_settings.Interval))
            {
                try
                {
                    (before, now) = (now, DaemonStatistics.Parse(Read()));
                    context.UpdateTarget(TopScreen.Drawn(new TopFrame(now, before), _settings.Sort, Console.WindowHeight, Console.WindowWidth));
                }
                catch (UserErrorException e)
                {
                    context.UpdateTarget(new Text($"{Messages.OneLine(e.Message)}\nTrying again."));
                }
            }
        });
    }

    private byte[] Read()
    {
        try
        {
            if (!_ownOnly)
            {
                try
                {
                    return _daemon.ReadStatistics(all: true);
                }
                catch (LinuxException e) when (e is { Errno: Errno.EACCES, Call: "STATISTICS" })
                {
                    _ownOnly = true;   // this user may see its own clients
                }
            }

            return _daemon.ReadStatistics(all: false);
        }
        catch (LinuxException e)
        {
            throw new UserErrorException(e.Detail ?? e.Message);
        }
    }
}
