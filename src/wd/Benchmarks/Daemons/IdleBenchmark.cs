using System.Diagnostics;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Tool.Benchmarks.Partners;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary><c>wd bench daemon idle</c>: processor time of a daemon with many open queues that do nothing.</summary>
internal static class IdleBenchmark
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(500);   // opening is work, and so is forgetting how

    /// <summary>Measures.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="queues">Queues, on its null devices.</param>
    /// <param name="seconds">Length of each look.</param>
    /// <exception cref="UserErrorException">It has no null device.</exception>
    internal static IdleReport Run(BenchedDaemon daemon, int queues, double seconds)
    {
        int pid = daemon.ReadPid();
        using var provider = new DaemonProvider(daemon.Socket);
        UacceDevice[] devices = [.. provider.ListDevices().Where(static device => device.ReadInfo().Supports(NullDevice.Algorithm))];
        if (devices.Length == 0)
        {
            _ = ClientSettings.FindDevice(provider, isNull: true);   // has the words
        }

        double before = Look(pid, seconds);
        var open = new List<NullWork>();
        try
        {
            while (open.Count < queues)
            {
                var work = new NullWork(devices[open.Count % devices.Length], depth: 1, ClientWaits.Look);
                open.Add(work);
                _ = work.Round();   // idle, but known to the workers
            }

            return new IdleReport { Queues = queues, Seconds = seconds, PercentBefore = before, Percent = Look(pid, seconds) };
        }
        finally
        {
            open.ForEach(static work => work.Dispose());
        }
    }

    private static double Look(int pid, double seconds)
    {
        Thread.Sleep(s_settle);
        TimeSpan used = BenchedDaemon.ReadProcessorTime(pid);
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        TimeSpan length = Stopwatch.GetElapsedTime(start);
        return (BenchedDaemon.ReadProcessorTime(pid) - used) / length * 100;
    }
}
