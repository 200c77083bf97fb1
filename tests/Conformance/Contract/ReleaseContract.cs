using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>close and its deferral (uacce.md §3.5).</summary>
public abstract class ReleaseContract : ProviderContract
{
    [Fact]
    public void A_live_mapping_defers_the_release()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        RegionMapping mmio = Keep(file.Map(RegionType.Mmio, MmioLength));
        file.Dispose();
        Assert.Equal(Fixture.Instances - 1, Device.ReadInfo().AvailableInstances);
        mmio.Dispose();
        Assert.Equal(Fixture.Instances - 1, Device.ReadInfo().AvailableInstances);   // the other mapping still lives
        Assert.False(client.ReceiveDead);
    }

    [Fact]
    public void The_last_unmap_releases()
    {
        QueueFile file = Open();
        RegionMapping dus = MapDus(file);
        RegionMapping mmio = Keep(file.Map(RegionType.Mmio, MmioLength));
        file.Start();
        file.Dispose();
        dus.Dispose();
        Assert.Equal(Fixture.Instances - 1, Device.ReadInfo().AvailableInstances);
        mmio.Dispose();
        Assert.Equal(Fixture.Instances, Device.ReadInfo().AvailableInstances);
    }

    [Fact]
    public void Put_works_while_a_mapping_lives()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        client.Send();
        file.Put();
        Assert.Equal(1, client.Receive());
        file.Dispose();
        Assert.Equal(Fixture.Instances - 1, Device.ReadInfo().AvailableInstances);
    }

    [Fact]
    public void A_mapping_that_outlives_its_descriptor_shows_what_was_drained()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        client.Send();
        client.Send();
        file.Put();
        file.Dispose();
        Assert.Equal(2, client.Receive());
    }

    [Fact]
    public void Close_with_requests_in_flight_gives_the_queue_back()
    {
        for (int i = 0; i < Fixture.Instances * 2; i++)
        {
            QueueFile file = Open();
            using (RegionMapping dus = MapDus(file))
            {
                ContractClient client = Fixture.Drive(file, dus);
                file.Start();
                client.Send();
                client.Send();
                file.Dispose();
            }
        }

        Assert.Equal(Fixture.Instances, Device.ReadInfo().AvailableInstances);
    }

    [Fact]
    public void A_forgotten_descriptor_is_closed_in_the_end()
    {
        Forget();
        Eventually(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Device.ReadInfo().AvailableInstances == Fixture.Instances;
            },
            "the queue of a forgotten descriptor was never given back");
    }

    [Fact]
    public void Closing_after_removal_is_harmless_in_any_order()
    {
        (QueueFile file, _) = OpenStarted();
        RegionMapping mmio = Keep(file.Map(RegionType.Mmio, MmioLength));
        QueueFile second = Open();
        Fixture.RemoveDevice();
        file.Dispose();
        mmio.Dispose();
        second.Dispose();
        Assert.Equal(Errno.ENODEV, Refusal(() => Device.ReadAttribute(DeviceAttribute.Api)));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void Forget()
    {
        QueueFile file = Device.Open(new QueueOpenOptions(Fixture.Driving));
        RegionMapping dus = file.Map(RegionType.Dus, DusLength);
        file.Start();
        Assert.False(dus.IsDeviceGone);
        Assert.Equal(Fixture.Instances - 1, Device.ReadInfo().AvailableInstances);
    }
}
