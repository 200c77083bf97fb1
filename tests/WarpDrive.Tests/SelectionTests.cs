using System.Security.Cryptography;
using WarpDrive.Hisilicon;
using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests;

public sealed class SelectionTests
{
    private static readonly NumaTopology s_twoNodes = new([[10, 20], [20, 10]], () => 1);

    [Fact]
    public void An_algorithm_is_matched_as_a_whole_line()
    {
        using Accelerators accelerators = new FakeProvider("fake", new FakeDevice("fake-0") { Algorithms = "gzip_extended\nxgzip\n" }).Open();
        Assert.Empty(accelerators.Select(CompressionClass.Instance, "gzip", null, out string? reason));
        Assert.Contains("fake-0 does not offer gzip", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Isolated_full_and_unreadable_devices_are_passed_over_with_a_reason()
    {
        var provider = new FakeProvider("fake",
            new FakeDevice("fake-0") { Isolated = true }, new FakeDevice("fake-1") { Instances = 0 }, new FakeDevice("fake-2") { Lost = true },
            new FakeDevice("fake-3") { Flags = DeviceFlags.NoIommu }, new FakeDevice("fake-4") { Api = "alien_v1" }, new FakeDevice("fake-5"));
        using Accelerators accelerators = provider.Open();

        Assert.Equal(["fake-5"], accelerators.Select(CompressionClass.Instance, "gzip", null, out _).Select(candidate => candidate.Info.Name));
        IReadOnlyList<DeviceStatus> list = accelerators.ListDevices();
        Assert.Equal(6, list.Count);
        Assert.True(list[0].Isolated);
        Assert.All(list.Take(5), device => Assert.NotNull(device.Reason));
        Assert.Null(list[5].Reason);
        using var compressor = new Compressor(null, accelerators);
        Assert.Equal("fake-5", compressor.Compress("abc"u8, new byte[100]).Receipt.Device);
    }

    [Fact]
    public void The_nearest_node_comes_first_and_ties_go_to_more_free_queues()
    {
        var provider = new FakeProvider("fake",
            new FakeDevice("fake-0") { NumaNode = -1, Instances = 60 }, new FakeDevice("fake-1") { NumaNode = 1, Instances = 3 },
            new FakeDevice("fake-2") { NumaNode = 1, Instances = 9 });
        using Accelerators accelerators = provider.Open(topology: s_twoNodes);
        Assert.Equal(["fake-2", "fake-1", "fake-0"], accelerators.Select(CompressionClass.Instance, "gzip", null, out _).Select(candidate => candidate.Info.Name));
        Assert.Equal(0, accelerators.ListDevices()[0].NumaNode);
    }

    [Fact]
    public void A_pinned_device_is_used_or_nothing()
    {
        var provider = new FakeProvider("fake", new FakeDevice("fake-0"), new FakeDevice("fake-1"));
        using Accelerators accelerators = provider.Open();
        using var pinned = new Compressor(new CompressionOptions { Device = "fake-1" }, accelerators);
        Assert.Equal("fake-1", pinned.Compress("abc"u8, new byte[100]).Receipt.Device);
        using var absent = new Compressor(new CompressionOptions { Device = "fake-9" }, accelerators);
        CompressionException thrown = Assert.Throws<CompressionException>(() => absent.Compress("abc"u8, new byte[100]));
        Assert.Equal(RequestStatus.NoDevice, thrown.Status);
        Assert.Contains("fake-9", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Round_robin_uses_one_after_the_other()
    {
        var provider = new FakeProvider("fake", new FakeDevice("fake-0"), new FakeDevice("fake-1"), new FakeDevice("fake-2"));
        using Accelerators accelerators = provider.Open(options => options with { Scheduling = SchedulingPolicy.RoundRobin });
        using var compressor = new Compressor(null, accelerators);
        for (int i = 0; i < 30; i++)
        {
            compressor.Compress("abc"u8, new byte[100]);
        }

        Assert.All(provider.Devices, device => Assert.Equal(10, device.Executed));
    }

    [Fact]
    public async Task Least_loaded_avoids_a_busy_device()
    {
        var provider = new FakeProvider("fake", new FakeDevice("fake-0"), new FakeDevice("fake-1"));
        using Accelerators accelerators = provider.Open(options => options with { Scheduling = SchedulingPolicy.LeastLoaded });
        using var compressor = new Compressor(null, accelerators);
        provider.Devices[0].Working.Reset();
        Task<CompressionResult> stuck = Task.Run(() => compressor.Compress("abc"u8, new byte[100]));
        Assert.True(SpinWait.SpinUntil(() => provider.Devices[0].Queues.Any(queue => queue.InFlight > 0), TimeSpan.FromSeconds(60)));

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("fake-1", compressor.Compress("abc"u8, new byte[100]).Receipt.Device);
        }

        provider.Devices[0].Working.Set();
        Assert.Equal("fake-0", (await stuck).Receipt.Device);
    }

    [Fact]
    public void A_device_without_free_queues_sends_callers_to_the_next()
    {
        var provider = new FakeProvider("fake", new FakeDevice("fake-0") { Instances = 1, NumaNode = 1 }, new FakeDevice("fake-1"));
        using Accelerators accelerators = provider.Open(topology: s_twoNodes);
        using var compressor = new Compressor(null, accelerators);
        compressor.Compress("abc"u8, new byte[100]);
        using var other = new Compressor(new CompressionOptions { Level = 1 }, accelerators);   // another level needs a queue of its own
        Assert.Equal("fake-1", other.Compress("abc"u8, new byte[100]).Receipt.Device);
    }

    [Fact]
    public void Providers_can_be_switched_off()
    {
        var provider = new FakeProvider("fake", new FakeDevice("fake-0"));
        using var none = new Accelerators(new AcceleratorOptions { Providers = [provider], DisabledProviders = ["fake", "embedded"] });
        Assert.Empty(none.ListDevices());
        using var compressor = new Compressor(null, none);
        Assert.Equal(RequestStatus.NoDevice, compressor.TryCompress("abc"u8, new byte[100], out _));
        using var both = new Accelerators(new AcceleratorOptions { Providers = [provider] });
        Assert.Equal(["embedded", "fake"], both.ListDevices().Select(device => device.Provider).Distinct());
    }

    [Fact]
    public void A_program_that_needs_one_kind_of_device_sets_up_no_other()
    {
        using var accelerators = new Accelerators(new AcceleratorOptions { Embedded = new EmbeddedOptions { Kinds = [SoftwareDevices.Sec] } });
        Assert.StartsWith("hisi_sec", Assert.Single(accelerators.ListDevices()).Name, StringComparison.Ordinal);
        using var hasher = new Hasher(DigestAlgorithm.Sha256, null, accelerators);
        Assert.Equal(SHA256.HashData("abc"u8), hasher.Hash("abc"u8));
    }
}
