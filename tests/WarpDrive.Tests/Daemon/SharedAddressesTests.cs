using WarpDrive.Testing;
using WarpDrive.Uacce;

namespace WarpDrive.Tests.Daemon;

/// <summary>Whether a daemon can be given addresses of this process is told where people look: in the log and in the list of devices.</summary>
public sealed class SharedAddressesTests
{
    [Fact]
    public void Why_they_are_not_shared_is_logged_once_and_told_with_the_devices()
    {
        using var daemon = new LocalDaemon(sva: false);
        var log = new ListLogger();
        using var accelerators = new Accelerators(new AcceleratorOptions { Daemon = daemon.SocketPath, Logger = log });
        using var compressor = new Compressor(null, accelerators);
        using var hasher = new Hasher(System.Security.Cryptography.HashAlgorithmName.SHA256, null, accelerators);
        Assert.Equal("daemon", compressor.Compress("abc"u8, new byte[100]).Receipt.Provider);
        Assert.Equal(RequestStatus.Ok, hasher.TryHash("abc"u8, new byte[32], out _));
        IReadOnlyList<DeviceStatus> devices = accelerators.ListDevices();
        Assert.Equal(3, devices.Count);
        Assert.All(devices, device => Assert.Contains("devices.sva", device.WhyNoSharedAddresses, StringComparison.Ordinal));
        Assert.All(devices, device => Assert.Null(device.Reason));   // they are used all the same
        string line = Assert.Single(log.Lines);
        Assert.Equal($"Information 106: daemon does not share the addresses of this process, data is copied through reserved memory: {devices[0].WhyNoSharedAddresses}", line);
    }

    [Fact]
    public void Nothing_is_said_where_they_are_shared()
    {
        using var daemon = new LocalDaemon();
        var log = new ListLogger();
        using var accelerators = new Accelerators(new AcceleratorOptions { Daemon = daemon.SocketPath, DaemonFallback = true, Logger = log });
        using var compressor = new Compressor(null, accelerators);
        Assert.Equal("daemon", compressor.Compress("abc"u8, new byte[100]).Receipt.Provider);
        Assert.All(accelerators.ListDevices(), device => Assert.Null(device.WhyNoSharedAddresses));
        Assert.Empty(log.Lines);
    }
}
