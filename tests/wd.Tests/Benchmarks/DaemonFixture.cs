using WarpDrive.Daemon;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Tool.Tests.Benchmarks;

/// <summary>A daemon in this process with a compression device and a null device, for commands that run as processes of their own.</summary>
public sealed class DaemonFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DeviceRegistry _registry = new();
    private readonly DaemonServer _server;

    public DaemonFixture()
    {
        _registry.Add(SoftwareDevices.Create(SoftwareDevices.Null, new QmDeviceOptions()));
        _registry.Add(SoftwareDevices.Create(SoftwareDevices.Zip, new QmDeviceOptions()));
        _server = new DaemonServer(_registry, new DaemonOptions { SocketPath = Socket });
        _server.Start();
    }

    internal string Socket => _directory.File("socket");

    public void Dispose()
    {
        _server.Dispose();
        _registry.Dispose();
        _directory.Dispose();
    }
}
