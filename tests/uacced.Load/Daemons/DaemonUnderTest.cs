using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load.Daemons;

/// <summary>A <c>uacced</c> process of its own, with a socket of its own. Disposing it kills it if it still lives.</summary>
internal sealed class DaemonUnderTest : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private const int Slack = 4;   // descriptors that the runtime opens when it likes, and keeps
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wd-load-");
    private readonly StringBuilder _words = new();
    private readonly string[] _launcher;
    private readonly string[] _options;
    private Process _process;

    /// <summary>Starts a daemon and waits until it serves.</summary>
    /// <param name="options">Further options of its command line.</param>
    internal DaemonUnderTest(params string[] options)
        : this(Launchers.None, options)
    {
    }

    /// <summary>Starts a daemon under other circumstances, and waits until it serves; skips the test where they cannot be had.</summary>
    /// <param name="launcher">Of <see cref="Launchers"/>.</param>
    /// <param name="options">Further options of its command line.</param>
    internal DaemonUnderTest(string[] launcher, string[] options)
    {
        Launchers.MustReach(launcher, Program);
        _launcher = launcher;
        _options = options;
        File.SetUnixFileMode(_folder.FullName, launcher.Length == 0 ? ClientPrograms.ForEverybody : ClientPrograms.ForEverybody | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        _process = StartProcess();
    }

    /// <summary>Path of its socket.</summary>
    internal string Socket => Path.Combine(_folder.FullName, "uacced.sock");

    /// <summary>Path of the program.</summary>
    internal static string Program => Path.Combine(AppContext.BaseDirectory, "uacced");

    /// <summary>Its process id; with some launchers that of the daemon's parent.</summary>
    internal int Id => _process.Id;

    /// <summary>Whether the process lives.</summary>
    internal bool IsAlive => !_process.HasExited;

    /// <summary>What it wrote to its error output so far.</summary>
    internal string Words
    {
        get
        {
            lock (_words)
            {
                return _words.ToString();
            }
        }
    }

    /// <summary>What it holds now.</summary>
    internal Holdings Measure()
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}");
        string status = File.ReadAllText(Path.Combine(process, "status"));
        return new Holdings(
            new DirectoryInfo(Path.Combine(process, "fd")).GetFiles().Count(descriptor => !IsLibrary(descriptor.LinkTarget)),
            File.ReadLines(Path.Combine(process, "maps")).Count(line => line.Contains("memfd:", StringComparison.Ordinal) && !line.Contains("doublemapper", StringComparison.Ordinal)),
            Number(status, "Threads:"),
            (Number(status, "RssAnon:") + Number(status, "RssShmem:")) * 1024L,
            FreeQueues());
    }

    /// <summary>What it holds once a first client has come and gone: some things are made when they are needed first, and stay.</summary>
    /// <param name="program">The client.</param>
    /// <param name="arguments">Its arguments.</param>
    internal Holdings MeasureAfter(string program, params string[] arguments)
    {
        ClientProcess.Run(Socket, ClientPrograms.Find(program), arguments);
        Holdings warm = Measure();
        SpinWait.SpinUntil(
            () =>
            {
                Holdings before = warm;
                warm = Measure();
                return warm.Descriptors >= before.Descriptors && warm.SharedMappings >= before.SharedMappings && warm.FreeQueues == before.FreeQueues;
            },
            s_patience);
        return warm;
    }

    /// <summary>Waits until it holds no more than before clients came: descriptors, shared memory, queues.</summary>
    /// <param name="before">What it held then.</param>
    internal void MustReturnTo(Holdings before)
    {
        Holdings now = Measure();
        bool settled = SpinWait.SpinUntil(
            () =>
            {
                now = Measure();
                return now.Descriptors <= before.Descriptors + Slack && now.SharedMappings <= before.SharedMappings && now.Threads <= before.Threads + 8 && now.FreeQueues == before.FreeQueues;
            },
            s_patience);
        Assert.True(settled, $"the daemon held {before} before its clients came, and {now} after they went\n{Tail()}");
    }

    /// <summary>Fails the test unless it lives.</summary>
    internal void MustBeAlive() => Assert.True(IsAlive, $"the daemon ended with {(IsAlive ? 0 : _process.ExitCode)}:\n{Tail()}");

    /// <summary>Kills it with SIGKILL, and starts its successor at the same socket.</summary>
    internal void KillAndRestart()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = StartProcess();
    }

    /// <summary>Asks it to end in order.</summary>
    /// <returns>Its exit code.</returns>
    internal int Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.True(_process.WaitForExit(s_patience), "the daemon did not end");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Tail()
    {
        string words = Words;
        return words.Length <= 4000 ? words : words[^4000..];
    }

    private string FreeQueues() => string.Join(
        ' ', ClientProcess.Run(Socket, ClientPrograms.Find("uacced-client"), "list").Select(line => line.Split(' ')).Select(words => $"{words[0]}:{words[4]}"));

    // READY=1 comes by the protocol of sd_notify(3): no waiting by trial.
    private Process StartProcess()
    {
        string notify = Path.Combine(_folder.FullName, "notify.sock");
        File.Delete(notify);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)s_patience.TotalMilliseconds };
        socket.Bind(new UnixDomainSocketEndPoint(notify));
        File.SetUnixFileMode(notify, File.GetUnixFileMode(notify) | UnixFileMode.OtherWrite);   // the daemon may be another user
        string[] command = [.. _launcher, Program, "--socket", Socket, "--log-level", "warning", .. _options];
        var info = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true };
        info.Environment["NOTIFY_SOCKET"] = notify;
        Process process = Process.Start(info)!;
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
        byte[] state = new byte[64];
        try
        {
            int length = socket.Receive(state);
            Assert.Equal("READY=1", Encoding.UTF8.GetString(state, 0, length));
        }
        catch (SocketException)
        {
            Assert.Fail($"the daemon is not ready: {(process.HasExited ? process.ExitCode : -1)} {Words}");
        }

        return process;
    }

    private void Hear(string? line)
    {
        lock (_words)
        {
            _words.AppendLine(line);
        }
    }

    // The runtime keeps the files open of what it loads, and loads when it likes.
    private static bool IsLibrary(string? file) =>
        file is not null && (file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".so", StringComparison.Ordinal) || file.Contains(".so.", StringComparison.Ordinal));

    private static int Number(string status, string name)
    {
        int at = status.IndexOf(name, StringComparison.Ordinal) + name.Length;
        return int.Parse(status.AsSpan(at).Trim().ToString().Split([' ', '\n'], 2)[0], CultureInfo.InvariantCulture);
    }
}
