using WarpDrive.Daemon;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Tests.Daemon;

/// <summary>A daemon with a device of each kind, which can end and be started again at the same socket.</summary>
internal sealed class LocalDaemon : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("wd").FullName;
    private readonly bool _sva;
    private readonly Quota _quota;
    private DeviceRegistry? _registry;
    private DaemonServer? _server;

    /// <summary>Starts one.</summary>
    /// <param name="sva">Whether devices share addresses.</param>
    /// <param name="reserves">Whether clients may reserve memory. Short requests are copied through it if so, even where addresses are shared.</param>
    internal LocalDaemon(bool sva = true, bool reserves = true)
    {
        _sva = sva;
        _quota = reserves ? new Quota() : new Quota { ReservedBytes = 0 };
        Start();
    }

    internal string SocketPath => Path.Combine(_directory, "socket");

    internal AcceleratorOptions Options => new() { Daemon = SocketPath };

    internal DaemonServer Server => _server!;

    internal DeviceRegistry Registry => _registry!;

    internal void Start()
    {
        _registry = new DeviceRegistry(new CoreOptions { WithoutSva = !_sva, DrainTimeout = TimeSpan.FromSeconds(60) });
        _registry.Add(SoftwareDevices.Create(SoftwareDevices.Zip, new QmDeviceOptions()));
        _registry.Add(SoftwareDevices.Create(SoftwareDevices.Sec, new QmDeviceOptions()));
        _registry.Add(SoftwareDevices.Create(SoftwareDevices.Hpre, new QmDeviceOptions()));
        _server = new DaemonServer(_registry, new DaemonOptions { SocketPath = SocketPath, Limits = new DaemonLimits { Quota = _quota } });
        _server.Start();
    }

    /// <summary>Ends without a word to anybody, as when it is killed.</summary>
    internal void End()
    {
        _server!.Dispose();
        _registry!.Dispose();
    }

    public void Dispose()
    {
        End();
        Directory.Delete(_directory, recursive: true);
    }
}
