using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WarpDrive.Daemon.Load.Processes;

/// <summary>A client program that runs beside the test. Disposing it kills it.</summary>
internal sealed class ClientProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly bool _tells;
    private readonly List<string> _lines = [];
    private readonly Task _reader;
    private bool _disposed;

    private ClientProcess(Process process, bool tells)
    {
        _process = process;
        _tells = tells;
        _error = Listen(ReadError);
        _reader = Listen(() =>
        {
            Read();
            return true;
        });
    }

    /// <summary>The words that the program wrote to its error output, once it ended.</summary>
    internal string Error => _error.GetAwaiter().GetResult();

    /// <summary>Its process id.</summary>
    internal int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    internal bool HasEnded => _process.HasExited;

    /// <summary>Its exit code; 128 + n when signal n ended it.</summary>
    internal int ExitCode => _process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <param name="socket">Whose socket it finds in WD_SOCKET.</param>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    internal static ClientProcess Start(string socket, string program, params IEnumerable<string> arguments) => Start(socket, program, tells: false, arguments);

    /// <summary>Starts a program.</summary>
    /// <param name="socket">The socket that it finds in WD_SOCKET.</param>
    /// <param name="program">Path of the program.</param>
    /// <param name="tells">Whether its error output is shown while it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    internal static ClientProcess Start(string socket, string program, bool tells, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["WD_SOCKET"] = socket;
        info.Environment["DOTNET_TieredPGO"] = "0";
        return new ClientProcess(Process.Start(info)!, tells);
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>The lines of its standard output.</returns>
    internal static string[] Run(string socket, string program, params IEnumerable<string> arguments)
    {
        using ClientProcess client = Start(socket, program, arguments);
        return client.MustSucceed();
    }

    /// <summary>Starts a program under other circumstances; skips the test where they cannot be had.</summary>
    /// <param name="socket">The socket that it finds in WD_SOCKET.</param>
    /// <param name="launcher">Of <see cref="Launchers"/>.</param>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    internal static ClientProcess StartBy(string socket, string[] launcher, string program, params IEnumerable<string> arguments)
    {
        Launchers.MustReach(launcher, program);
        string[] command = [.. launcher, program, .. arguments];
        return Start(socket, command[0], command[1..]);
    }

    /// <summary>Runs a program under other circumstances to its end, which must be a good one; skips the test where they cannot be had.</summary>
    /// <returns>The lines of its standard output.</returns>
    internal static string[] RunBy(string socket, string[] launcher, string program, params IEnumerable<string> arguments)
    {
        using ClientProcess client = StartBy(socket, launcher, program, arguments);
        return client.MustSucceed();
    }

    /// <summary>Waits for the end of the program, which must be a good one.</summary>
    /// <returns>The lines of its standard output.</returns>
    internal string[] MustSucceed()
    {
        WaitForEnd();
        Assert.SkipWhen(ExitCode == 77, string.Join('\n', _lines));
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}: {Error}");
        lock (_lines)
        {
            return [.. _lines];
        }
    }

    /// <summary>Waits until the program wrote a line, or ended.</summary>
    /// <param name="line">The line.</param>
    internal void WaitForLine(string line)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_lines)
        {
            while (!_lines.Contains(line) && !_reader.IsCompleted)
            {
                Assert.True(Stopwatch.GetElapsedTime(start) < s_patience, $"{Command} did not say '{line}'");
                Monitor.Wait(_lines, TimeSpan.FromSeconds(1));
            }

            if (_lines.Contains(line))
            {
                return;
            }
        }

        WaitForEnd();
        Assert.SkipWhen(ExitCode == 77, string.Join('\n', _lines));
        Assert.Fail($"{Command} ended with {ExitCode} and did not say '{line}': {Error}");
    }

    /// <summary>Waits for the end, however it is.</summary>
    internal void WaitForEnd()
    {
        if (!_process.WaitForExit(s_patience))
        {
            Assert.Fail($"{Command} (process {Id}) did not end within {s_patience.TotalSeconds} s");
        }

        _reader.GetAwaiter().GetResult();
    }

    /// <summary>Writes a line to its standard input.</summary>
    internal void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Ends its standard input, which asks it to end.</summary>
    internal void AskToEnd() => _process.StandardInput.Close();

    /// <summary>Sends it a signal, e.g. STOP.</summary>
    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Kills it, with SIGKILL.</summary>
    internal void Kill() => _process.Kill();

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // A thread of its own: the pool has few, and more than a hundred clients would wait for it to grow.
    private static Task<T> Listen<T>(Func<T> read) => Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private string Command => $"{Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    private string ReadError()
    {
        var words = new StringBuilder();
        while (_process.StandardError.ReadLine() is string line)
        {
            words.AppendLine(line);
            if (_tells)
            {
                Console.Error.WriteLine(line);
            }
        }

        return words.ToString();
    }

    private void Read()
    {
        while (_process.StandardOutput.ReadLine() is string line)
        {
            lock (_lines)
            {
                _lines.Add(line);
                Monitor.PulseAll(_lines);
            }
        }

        lock (_lines)
        {
            Monitor.PulseAll(_lines);
        }
    }
}
