using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>open, names and discovery (uacce.md §1, §3.1, §11).</summary>
public abstract class OpenContract : ProviderContract
{
    [Fact]
    public void A_device_is_named_after_its_interface_and_the_lowest_free_id()
    {
        Assert.Equal($"{Fixture.InterfaceName}-0", Device.Name);
        UacceDevice second = Fixture.AddDevice();
        Assert.Equal($"{Fixture.InterfaceName}-1", second.Name);
        Fixture.RemoveDevice();
        Assert.Equal($"{Fixture.InterfaceName}-0", Fixture.AddDevice().Name);
        Assert.Equal(Fixture.InterfaceName, second.ReadInfo().DriverName);
    }

    [Fact]
    public void Devices_are_listed_while_they_are_there()
    {
        Assert.Equal([Device.Name], Fixture.Provider.ListDevices().Select(d => d.Name));
        UacceDevice second = Fixture.AddDevice();
        Assert.Equal([Device.Name, second.Name], Fixture.Provider.ListDevices().Select(d => d.Name).Order(StringComparer.Ordinal));
        Fixture.RemoveDevice();
        Assert.Equal([second.Name], Fixture.Provider.ListDevices().Select(d => d.Name));
        Assert.Equal(Fixture.Provider.Name, second.Provider);
    }

    [Fact]
    public void Every_open_is_another_queue_and_takes_an_instance()
    {
        QueueFile first = Open();
        QueueFile second = Open();
        Assert.NotEqual(NumberOf(first), NumberOf(second));
        Assert.Equal(Fixture.Instances - 2, Device.ReadInfo().AvailableInstances);
        first.Dispose();
        Assert.Equal(Fixture.Instances - 1, Device.ReadInfo().AvailableInstances);
        Assert.Equal(Device.Name, second.DeviceName);
        Assert.Equal(Fixture.Provider.Name, second.Provider);
    }

    [Fact]
    public void When_all_queues_are_taken_open_is_busy()
    {
        QueueFile[] all = [.. Enumerable.Range(0, Fixture.Instances).Select(_ => Open())];
        Assert.Equal(0, Device.ReadInfo().AvailableInstances);
        Assert.Equal(Errno.EBUSY, Refusal(() => Open()));
        all[3].Dispose();
        Open();
    }

    [Fact]
    public void A_removed_device_cannot_be_opened_or_read()
    {
        UacceDevice device = Device;
        Fixture.RemoveDevice();
        Assert.Contains(Refusal(() => device.Open(default)), new[] { Errno.ENODEV, Errno.EINVAL });
        Assert.Equal(Errno.ENODEV, Refusal(() => device.ReadAttribute(DeviceAttribute.Api)));
        Assert.Equal(Errno.ENODEV, Refusal(() => device.WriteAttribute(DeviceAttribute.IsolateStrategy, "1")));
    }

    [Fact]
    public void An_isolated_device_still_opens_when_it_works()
    {
        Device.WriteAttribute(DeviceAttribute.IsolateStrategy, "1");
        Fixture.ResetDevice(succeeded: true);
        Fixture.ResetDevice(succeeded: true);
        Assert.True(Device.ReadInfo().Isolated);
        Open().Start();
    }

    [Fact]
    public void A_device_whose_reset_failed_refuses_open_and_start()
    {
        QueueFile before = Open();
        Fixture.ResetDevice(succeeded: false);
        Assert.Equal(Errno.EPERM, Refusal(() => Open()));
        Assert.Equal(Errno.EPERM, Refusal(before.Start));
    }

    [Fact]
    public void Algorithms_match_as_whole_lines()
    {
        DeviceInfo info = Device.ReadInfo();
        Assert.All(Fixture.Algorithms, a => Assert.True(info.Supports(a)));
        Assert.False(info.Supports(Fixture.Algorithms[0][..^1]));
        Assert.False(info.Supports(Fixture.Algorithms[0] + "x"));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(3, 3)]
    public void A_negative_memory_node_counts_as_node_zero(int node, int seen)
    {
        Use(new ContractSetup { NumaNode = node });
        Assert.Equal($"{node}\n", Device.ReadAttribute(DeviceAttribute.NumaNode));
        Assert.Equal(seen, Device.ReadInfo().NumaNode);
    }
}
