using System.Text.Json;
using WarpDrive.Daemon;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Tool.Tests.Devices;

/// <summary><c>wd devices</c> over a daemon.</summary>
public sealed class DaemonDevicesTests
{
    private const string Words = "addresses of this process are not shared";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_are_shown_with_the_reason_why_addresses_are_not_shared(bool shared)
    {
        using var directory = new TemporaryDirectory();
        using var registry = new DeviceRegistry(new CoreOptions { WithoutSva = !shared });
        registry.Add(SoftwareDevices.Create(SoftwareDevices.Zip, new QmDeviceOptions()));
        registry.Add(SoftwareDevices.Create(SoftwareDevices.Sec, new QmDeviceOptions()));
        using var server = new DaemonServer(registry, new DaemonOptions { SocketPath = directory.File("socket") });
        server.Start();

        string text = Wd.Run("devices", "--socket", server.SocketPath).MustSucceed().Text;
        using JsonDocument document = JsonDocument.Parse(Wd.Run("devices", "--json", "--socket", server.SocketPath).MustSucceed().Text);

        Assert.Equal(shared ? 0 : 1, text.Split('\n').Count(line => line.Contains(Words, StringComparison.Ordinal)));   // once, not with each device
        Assert.Equal(["hisi_zip-0", "hisi_sec2-1"], document.RootElement.EnumerateArray().Select(device => device.GetProperty("name").GetString()));
        foreach (JsonElement device in document.RootElement.EnumerateArray())
        {
            Assert.Equal("daemon", device.GetProperty("provider").GetString());
            Assert.Equal(shared ? 1 : 0, device.GetProperty("flags").GetInt32());
            Assert.Equal(JsonValueKind.Null, device.GetProperty("reason").ValueKind);
            JsonElement why = device.GetProperty("whyNoSharedAddresses");
            Assert.Equal(shared ? JsonValueKind.Null : JsonValueKind.String, why.ValueKind);
            Assert.True(shared || text.Contains($"daemon: {Words}, data is copied through reserved memory: {why.GetString()}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(true, "hisi_qm_v3", 1)]
    [InlineData(false, "hisi_qm_v3_noiommu", 0)]
    public void Devices_of_a_daemon_are_told_as_this_client_has_them(bool sva, string api, int flags)
    {
        using var directory = new TemporaryDirectory();
        using var registry = new DeviceRegistry(new CoreOptions { WithoutSva = !sva });
        registry.Add(SoftwareDevices.Create(SoftwareDevices.Zip, new QmDeviceOptions { Instances = 7 }));
        registry.Add(SoftwareDevices.Create(SoftwareDevices.Null, new QmDeviceOptions()));
        using var server = new DaemonServer(registry, new DaemonOptions { SocketPath = directory.File("socket") });
        server.Start();
        using JsonDocument document = JsonDocument.Parse(Wd.Run("devices", "--json", "--socket", server.SocketPath).MustSucceed().Text);
        JsonElement[] daemon = [.. document.RootElement.EnumerateArray().Where(device => device.GetProperty("provider").GetString() == "daemon")];
        Assert.Equal([.. registry.Devices.Select(device => device.Name)], daemon.Select(device => device.GetProperty("name").GetString()!));
        JsonElement zip = daemon[0];
        Assert.Equal(api, zip.GetProperty("api").GetString());
        Assert.Equal(flags, zip.GetProperty("flags").GetInt32());
        Assert.Equal(7, zip.GetProperty("availableInstances").GetInt32());
        Assert.Contains(zip.GetProperty("algorithms").EnumerateArray(), algorithm => algorithm.GetString() == "gzip");
        Assert.False(zip.GetProperty("isolated").GetBoolean());
    }
}
