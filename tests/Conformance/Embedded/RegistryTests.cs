using WarpDrive.Conformance.Echo;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Embedded;

/// <summary>alloc, register, remove (uacce.md §2).</summary>
public sealed class RegistryTests : IDisposable
{
    private readonly DeviceRegistry _registry = new();

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void A_device_shows_only_after_register()
    {
        List<string> events = [];
        _registry.DeviceAdded += (_, d) => events.Add("+" + d.Name);
        _registry.DeviceRemoved += (_, d) => events.Add("-" + d.Name);
        RegisteredDevice device = _registry.Alloc(new EchoDevice());
        Assert.Empty(_registry.Devices);
        Assert.Equal(Errno.ENODEV, Refusal(() => device.ReadAttribute(DeviceAttribute.Api)));
        _registry.Register(device);
        Assert.Equal([device], _registry.Devices);
        Assert.Equal(Errno.EBUSY, Refusal(() => _registry.Register(device)));
        _registry.Remove(device);
        _registry.Remove(device);
        Assert.Equal(["+echo-0", "-echo-0"], events);
    }

    [Fact]
    public void Remove_frees_the_id_of_a_device_that_was_never_registered()
    {
        RegisteredDevice first = _registry.Alloc(new EchoDevice());
        RegisteredDevice second = _registry.Alloc(new EchoDevice());
        Assert.Equal((0u, 1u), (first.Id, second.Id));
        _registry.Remove(first);
        Assert.Equal(0u, _registry.Alloc(new EchoDevice()).Id);
        Assert.Equal(2u, _registry.Alloc(new EchoDevice()).Id);
    }

    [Fact]
    public void Register_of_nothing_or_of_another_registrys_device_is_no_device()
    {
        Assert.Equal(Errno.ENODEV, Refusal(() => _registry.Register(null)));
        RegisteredDevice foreign = new DeviceRegistry().Alloc(new EchoDevice());
        Assert.Equal(Errno.ENODEV, Refusal(() => _registry.Register(foreign)));
        _registry.Remove(null);
        _registry.Remove(foreign);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(0, false)]
    public void Interface_names_have_1_to_63_bytes(int length, bool allowed)
    {
        var model = new EchoDevice(EchoDevice.DefaultProfile with { InterfaceName = new string('x', length) });
        if (allowed)
        {
            Assert.Equal(new string('x', length) + "-0", _registry.Add(model).Name);
        }
        else
        {
            Assert.Throws<ArgumentException>(() => _registry.Add(model));
        }
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("ééééééééééééééééééééééééééééééééé")]
    [InlineData(".hidden")]
    [InlineData("line\n")]
    public void Interface_names_can_name_a_file(string name) =>
        Assert.Throws<ArgumentException>(() => _registry.Add(new EchoDevice(EchoDevice.DefaultProfile with { InterfaceName = name })));

    [Fact]
    public void Profiles_that_make_no_sense_are_refused()
    {
        DeviceProfile good = EchoDevice.DefaultProfile;
        DeviceProfile[] bad = [good with { DusSize = 100 }, good with { MmioSize = -4096 }, good with { SqDepth = 1 }, good with { CqDepth = 65537 }];
        Assert.All(bad, p => Assert.Throws<ArgumentException>(() => _registry.Add(new EchoDevice(p))));
    }

    [Fact]
    public void Absent_regions_are_hidden_and_cannot_be_mapped()
    {
        using var provider = new EmbeddedProvider(_registry);
        _registry.Add(new EchoDevice(EchoDevice.DefaultProfile with { MmioSize = 0 }));
        UacceDevice device = provider.ListDevices()[0];
        Assert.Equal(Errno.ENOENT, Refusal(() => device.ReadAttribute(DeviceAttribute.RegionMmioSize)));
        using QueueFile file = device.Open(default);
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Map(RegionType.Mmio, 4096)));
    }

    [Fact]
    public void Sva_is_taken_back_where_it_is_not_available()
    {
        using var registry = new DeviceRegistry(new CoreOptions { WithoutSva = true });
        Assert.Equal(DeviceFlags.None, registry.Add(new EchoDevice()).Flags);
        RegisteredDevice never = registry.Add(new EchoDevice(EchoDevice.DefaultProfile with { Flags = DeviceFlags.Iommu }));
        Assert.Equal("128\n", never.ReadAttribute(DeviceAttribute.Flags));
        Assert.Equal("echo_v1\n", never.ReadAttribute(DeviceAttribute.Api));   // nothing was taken back
        Assert.Equal(0, registry.BoundAddressSpaces);
    }

    [Fact]
    public void A_disposed_registry_has_no_devices_and_takes_none()
    {
        RegisteredDevice device = _registry.Add(new EchoDevice());
        _registry.Dispose();
        _registry.Dispose();
        Assert.False(device.IsRegistered);
        Assert.Throws<ObjectDisposedException>(() => _registry.Add(new EchoDevice()));
    }

    private static Errno Refusal(Action action) => Assert.Throws<LinuxException>(action).Errno;
}
