using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace WarpDrive.Daemon.Tests;

/// <summary><c>uacced</c> as a program of its own, with a deadline for everything.</summary>
internal sealed partial class DaemonProgram : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;

    internal DaemonProgram(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
        : this(Path, environment, arguments)
    {
    }

    private DaemonProgram(string program, IReadOnlyDictionary<string, string>? environment, string[] arguments)
    {
        // Signals that the runner ignores, as one in the background does, would be ignored by its children too.
        var info = new ProcessStartInfo("env", ["--default-signal=HUP,INT,TERM", program]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (string name in (string[])["LISTEN_PID", "LISTEN_FDS", "NOTIFY_SOCKET", "JOURNAL_STREAM"])
        {
            info.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        _process = Process.Start(info)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
            {
                _error.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>What it has written to the error output.</summary>
    internal string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>What it wrote to the standard output, once it has ended.</summary>
    internal string Output => _output.GetAwaiter().GetResult();

    internal int Id => _process.Id;

    /// <summary>The program.</summary>
    internal static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "uacced");

    /// <summary>Another program that becomes the daemon.</summary>
    internal static DaemonProgram Through(string program, params string[] arguments) => new(program, null, arguments);

    /// <summary>Runs to the end.</summary>
    internal static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var program = new DaemonProgram(null, arguments);
        int code = program.WaitForExit();
        return (code, program.Output, program.Error);
    }

    /// <summary>Waits until it has said something.</summary>
    internal void Says(string text)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (!Error.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_deadline, $"did not say '{text}': {Error}");
            Assert.False(_process.HasExited && !Error.Contains(text, StringComparison.Ordinal), $"ended without saying '{text}': {Error}");
            spin.SpinOnce();
        }
    }

    internal void Signal(PosixSignal signal)
    {
        int number = signal switch { PosixSignal.SIGTERM => 15, PosixSignal.SIGINT => 2, _ => 1 };
        Assert.Equal(0, kill(_process.Id, number));
    }

    /// <summary>Stops it until <see cref="Continue"/>, in the middle of whatever it does.</summary>
    internal void Stop()
    {
        Assert.Equal(0, kill(_process.Id, 19));
        TestDaemon.Until(() => State() == 'T', "the daemon has stopped");
    }

    /// <summary>Lets it go on.</summary>
    internal void Continue() => Assert.Equal(0, kill(_process.Id, 18));

    internal int WaitForExit()
    {
        Assert.True(_process.WaitForExit(s_deadline), $"did not end: {Error}");
        _process.WaitForExit();   // also for the rest of its output
        return _process.ExitCode;
    }

    /// <summary>Ends it without giving it a chance to do anything.</summary>
    internal void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(s_deadline));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(s_deadline);
        }

        _process.Dispose();
    }

    private char State()
    {
        string stat = File.ReadAllText($"/proc/{_process.Id}/stat");
        return stat[stat.LastIndexOf(')') + 2];   // behind the name, which may hold anything
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
