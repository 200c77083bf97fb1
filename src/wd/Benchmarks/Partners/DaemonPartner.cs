using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>Keeps a daemon of its own for a benchmark: starts it, tells its socket, and ends it when the input ends, so that none is left behind.</summary>
internal static class DaemonPartner
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs until the input ends.</summary>
    /// <param name="program">Path of <c>uacced</c>.</param>
    /// <param name="devices">Its devices, as its command line has them.</param>
    /// <exception cref="UserErrorException">It does not start.</exception>
    internal static void Run(string program, string devices)
    {
        // A terminal signals all processes of a command: this one goes on until the first one has ended, to clean up.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);
        string folder = Directory.CreateTempSubdirectory("wd-bench-").FullName;
        try
        {
            string socket = Path.Combine(folder, "uacced.sock");
            using Process daemon = Start(program, devices, socket, Path.Combine(folder, "notify.sock"));
            try
            {
                Console.Out.WriteLine(socket);
                while (Console.In.ReadLine() is not null)
                {
                    // nothing else is understood
                }
            }
            finally
            {
                End(daemon);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // READY=1 comes by the protocol of sd_notify(3): no waiting by trial.
    private static Process Start(string program, string devices, string socket, string notify)
    {
        using var ready = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 100 };
        ready.Bind(new UnixDomainSocketEndPoint(notify));
        var info = new ProcessStartInfo(program, ["--socket", socket, "--devices", devices, "--log-level", "error"]);
        info.Environment["NOTIFY_SOCKET"] = notify;
        info.Environment["DOTNET_EnableDiagnostics"] = "0";   // it is killed: pipes for debuggers would stay behind in the temporary folder
        foreach (string name in (string[])["LISTEN_PID", "LISTEN_FDS", "JOURNAL_STREAM"])
        {
            info.Environment.Remove(name);
        }

        Process daemon;
        try
        {
            daemon = Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new UserErrorException($"{program} does not start: {e.Message}");
        }

        try
        {
            WaitUntilReady(daemon, ready);
            return daemon;
        }
        catch
        {
            End(daemon);
            daemon.Dispose();
            throw;
        }
    }

    private static void WaitUntilReady(Process daemon, Socket ready)
    {
        byte[] state = new byte[64];
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_patience)
        {
            try
            {
                if (Encoding.UTF8.GetString(state, 0, ready.Receive(state)) == "READY=1")
                {
                    return;
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                if (daemon.HasExited)
                {
                    throw new UserErrorException($"uacced ended with exit code {daemon.ExitCode}");
                }
            }
        }

        throw new UserErrorException($"uacced is not ready after {s_patience.TotalSeconds:0} s");
    }

    private static void End(Process daemon)
    {
        daemon.Kill();   // harmless when it has ended; its clients have
        daemon.WaitForExit();
    }
}
