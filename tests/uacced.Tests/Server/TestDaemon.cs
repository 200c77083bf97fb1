using System.Diagnostics;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Testing;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon.Tests;

/// <summary>A daemon in this process, with a null device and what else is asked for.</summary>
internal sealed class TestDaemon : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("uacced").FullName;

    internal TestDaemon(SoftwareDevice device)
        : this(null, true, [])
    {
        Registry.Remove(Registry.Devices[0]);
        Registry.Add(device);
    }

    internal TestDaemon(Func<DaemonOptions, DaemonOptions>? change = null, bool sva = true, params string[] kinds)
    {
        Registry = new DeviceRegistry(new CoreOptions { WithoutSva = !sva, DrainTimeout = s_deadline });
        foreach (string kind in kinds.Length == 0 ? [SoftwareDevices.Null] : kinds)
        {
            Registry.Add(SoftwareDevices.Create(kind, new QmDeviceOptions()));
        }

        var options = new DaemonOptions { SocketPath = Path.Combine(_directory, "socket") };
        Server = new DaemonServer(Registry, change?.Invoke(options) ?? options, Log);
        Server.Start();
    }

    internal DeviceRegistry Registry { get; }

    internal DaemonServer Server { get; }

    internal ListLogger Log { get; } = new();

    internal string SocketPath => Server.SocketPath;

    /// <summary>The null device.</summary>
    internal string Null => Registry.Devices.First(device => device.Name.StartsWith("wd_null", StringComparison.Ordinal)).Name;

    /// <summary>Waits for what happens on another thread.</summary>
    internal static void Until(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_deadline, $"not in time: {what}");
            spin.SpinOnce();
        }
    }

    public void Dispose()
    {
        Server.Dispose();
        Registry.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
