using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>ioctl and the state machine (uacce.md §3.2, §4, §6).</summary>
public abstract class IoctlContract : ProviderContract
{
    private const uint Unknown = 0x0000_57FF;

    [Fact]
    public void Start_works_once()
    {
        QueueFile file = Open();
        file.Start();
        Assert.Equal(Errno.EINVAL, Refusal(file.Start));
    }

    [Fact]
    public void Start_needs_no_region()
    {
        QueueFile file = Open();
        Assert.Equal(0, file.Ioctl(UacceIoctl.StartQueue, []));
    }

    [Fact]
    public void Put_on_a_queue_that_is_not_started_has_no_effect()
    {
        QueueFile file = Open();
        Assert.Equal(0, file.Ioctl(UacceIoctl.PutQueue, []));
        file.Start();
        file.Put();
        file.Put();
    }

    [Fact]
    public void Put_stops_and_keeps_the_queue_which_may_start_again()
    {
        (QueueFile file, ContractClient client) = OpenStarted();
        uint number = NumberOf(file);
        client.Send();
        file.Put();
        Assert.Equal(1, client.Receive());   // drained
        Assert.Equal(Fixture.Instances - 1, Device.ReadInfo().AvailableInstances);
        client.Forget();
        file.Start();
        Assert.Equal(number, NumberOf(file));
        client.Send();
        client.ReceiveAll();
    }

    [Fact]
    public void Private_commands_work_before_and_after_start()
    {
        QueueFile file = Open();
        uint number = NumberOf(file);
        file.Start();
        Assert.Equal(number, NumberOf(file));
    }

    [Fact]
    public void A_private_command_with_too_short_an_argument_faults() =>
        Assert.Equal(Errno.EFAULT, Refusal(() => Open().Ioctl(Fixture.NumberCommand, new byte[1])));

    [Fact]
    public void Unknown_commands_are_refused_in_every_living_state()
    {
        QueueFile file = Open();
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Ioctl(Unknown, new byte[8])));
        file.Start();
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Ioctl(Unknown, new byte[8])));
    }

    [Fact]
    public void A_dead_queue_answers_every_command_the_same_way()
    {
        (QueueFile file, _) = OpenStarted();
        Fixture.RemoveDevice();
        Assert.All(
            new[] { UacceIoctl.StartQueue, UacceIoctl.PutQueue, UacceIoctl.GetSsDma, Fixture.NumberCommand, Unknown },
            command => Assert.Equal(Errno.ENXIO, Refusal(() => file.Ioctl(command, new byte[16]))));
    }

    [Fact]
    public void Addresses_of_reserved_memory_are_told_only_without_sva()
    {
        QueueFile file = Open();
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Ioctl(UacceIoctl.GetSsDma, new byte[8])));
    }

    [Fact]
    public void Another_process_may_not_control_the_queue()
    {
        if (Excepts(NamedException.NoOwnerCheck))
        {
            return;
        }

        QueueFile file = Open();
        using (Fixture.OtherProcess())
        {
            Assert.Equal(Errno.EPERM, Refusal(file.Start));
            Assert.Equal(Errno.EPERM, Refusal(() => file.Map(RegionType.Dus, DusLength)));
        }

        file.Start();
    }

    [Fact]
    public void A_closed_descriptor_refuses_and_closes_again_without_harm()
    {
        QueueFile file = Open();
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(file.Start);
        Assert.Throws<ObjectDisposedException>(() => file.Map(RegionType.Dus, DusLength));
    }
}
