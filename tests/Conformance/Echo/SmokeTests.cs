using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Echo;

public sealed class SmokeTests
{
    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void A_descriptor_is_answered(QueueDriving driving)
    {
        using var registry = new DeviceRegistry();
        registry.Add(new EchoDevice());
        using var provider = new EmbeddedProvider(registry);
        using QueueFile file = provider.ListDevices()[0].Open(new QueueOpenOptions(driving));
        Assert.Equal(driving, file.Driving);
        using RegionMapping dus = file.Map(RegionType.Dus, EchoLayout.DusSize);
        file.Start();
        dus.At<ulong>(0) = 5;
        file.Ring(0x1000, EchoLayout.Doorbell.Encode(0, DoorbellLayout.SqTail, 1, 0));
        Assert.True(file.Wait(TimeSpan.FromSeconds(10)));
        Assert.Equal(~5UL, dus.At<ulong>(8));
        Assert.False(file.Poll());
        file.Put();
    }
}
