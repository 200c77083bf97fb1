using System.Globalization;
using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>Attributes: formats, visibility, write errors (uacce.md §9).</summary>
public abstract class AttributeContract : ProviderContract
{
    [Fact]
    public void Attributes_have_the_formats_of_their_files()
    {
        Assert.Equal(Fixture.Api + "\n", Device.ReadAttribute(DeviceAttribute.Api));
        Assert.Equal("1\n", Device.ReadAttribute(DeviceAttribute.Flags));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{Fixture.Instances}\n"), Device.ReadAttribute(DeviceAttribute.AvailableInstances));
        Assert.Equal(string.Join('\n', Fixture.Algorithms) + "\n", Device.ReadAttribute(DeviceAttribute.Algorithms));
        Assert.Matches("^[1-9][0-9]*\n$", Device.ReadAttribute(DeviceAttribute.RegionMmioSize));
        Assert.Matches("^[1-9][0-9]*\n$", Device.ReadAttribute(DeviceAttribute.RegionDusSize));
        Assert.Equal("0\n", Device.ReadAttribute(DeviceAttribute.Isolate));
        Assert.Equal("0\n", Device.ReadAttribute(DeviceAttribute.IsolateStrategy));
        Assert.Equal("-1\n", Device.ReadAttribute(DeviceAttribute.NumaNode));
    }

    [Fact]
    public void Unknown_attributes_do_not_exist()
    {
        Assert.Equal(Errno.ENOENT, Refusal(() => Device.ReadAttribute("colour")));
        Assert.Equal(Errno.ENOENT, Refusal(() => Device.WriteAttribute("colour", "1")));
    }

    [Fact]
    public void Isolation_attributes_are_hidden_on_a_device_without_isolation()
    {
        Use(new ContractSetup { HasIsolation = false });
        Assert.Equal(Errno.ENOENT, Refusal(() => Device.ReadAttribute(DeviceAttribute.Isolate)));
        Assert.Equal(Errno.ENOENT, Refusal(() => Device.ReadAttribute(DeviceAttribute.IsolateStrategy)));
        Assert.Equal(Errno.ENOENT, Refusal(() => Device.WriteAttribute(DeviceAttribute.IsolateStrategy, "1")));
        Assert.Null(Device.ReadInfo().Isolated);
    }

    [Theory]
    [InlineData(DeviceAttribute.Api)]
    [InlineData(DeviceAttribute.Flags)]
    [InlineData(DeviceAttribute.AvailableInstances)]
    [InlineData(DeviceAttribute.Isolate)]
    public void All_but_one_are_read_only(string attribute) => Assert.Equal(Errno.EACCES, Refusal(() => Device.WriteAttribute(attribute, "1")));

    [Theory]
    [InlineData("17", 17)]
    [InlineData("17\n", 17)]
    [InlineData("+17", 17)]
    [InlineData("0x1f", 31)]
    [InlineData("0X1F\n", 31)]
    [InlineData("017", 15)]
    [InlineData("0", 0)]
    [InlineData("65535", 65535)]
    public void The_threshold_reads_numbers_as_the_kernel_does(string text, int value)
    {
        Device.WriteAttribute(DeviceAttribute.IsolateStrategy, text);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{value}\n"), Device.ReadAttribute(DeviceAttribute.IsolateStrategy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("0x10000")]
    [InlineData("99999999999999999999")]
    [InlineData("0x")]
    [InlineData("08")]
    [InlineData("12 ")]
    [InlineData(" 12")]
    [InlineData("1\n\n")]
    [InlineData("++1")]
    [InlineData("ten")]
    public void What_is_not_a_threshold_is_refused(string text)
    {
        Device.WriteAttribute(DeviceAttribute.IsolateStrategy, "5");
        Assert.Equal(Errno.EINVAL, Refusal(() => Device.WriteAttribute(DeviceAttribute.IsolateStrategy, text)));
        Assert.Equal("5\n", Device.ReadAttribute(DeviceAttribute.IsolateStrategy));
    }
}
