using WarpDrive.Uacce.Core.Tests.Workers;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>What queues, clients and devices count, and that sums survive the queues.</summary>
public sealed class QueueCountersTests
{
    [Fact]
    public void Queue_client_and_device_count_the_same_requests()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient first = setup.Open(client, channel);
        RemoteEchoClient second = setup.Open(client, channel);
        Echo(first, 30);
        Echo(second, 12);
        Assert.Equal(30, first.Queue.Counters.Requests);
        Assert.Equal(30 * sizeof(ulong), first.Queue.Counters.BytesIn);
        Assert.Equal(12, second.Queue.Counters.Requests);
        Assert.Equal(42, setup.Account.Counters.Requests);
        DeviceCounters device = setup.Device.Counters;
        Assert.Equal(42, device.Queues.Requests);
        Assert.InRange(device.Steps, 1, 42);
        Assert.Same(setup.Account, client.Account);
        Assert.Equal([first.Queue, second.Queue], client.Queues);
    }

    [Fact]
    public void Sums_survive_the_end_of_their_queues()
    {
        using var setup = new RemoteSetup();
        RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        Echo(setup.Open(client, channel), 5);
        RemoteEchoClient closed = setup.Open(client, channel);
        Echo(closed, 7);
        closed.Queue.Close();
        Assert.Single(client.Queues);
        Assert.Equal(12, setup.Account.Counters.Requests);
        client.End();
        Assert.Empty(client.Queues);
        Assert.Equal(12, setup.Account.Counters.Requests);
        Assert.Equal(12, setup.Device.Counters.Queues.Requests);
        using RemoteClient next = setup.Client();
        Echo(setup.Open(next), 1);
        Assert.Equal(13, setup.Device.Counters.Queues.Requests);
    }

    [Fact]
    public void A_restart_of_a_queue_does_not_start_its_counters_again()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        Echo(queue, 9);
        queue.Queue.Ioctl(UacceIoctl.PutQueue, []);
        Assert.Equal(QueueState.Init, queue.Queue.State);
        queue.Queue.Ioctl(UacceIoctl.StartQueue, []);
        Assert.Equal(QueueState.Started, queue.Queue.State);
        Assert.Equal(9, queue.Queue.Counters.Requests);
    }

    [Fact]
    public void What_was_rung_and_is_not_done_is_in_flight()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        setup.Model.Gate.Reset();
        for (ulong i = 0; i < 5; i++)
        {
            queue.Send(i);
        }

        Assert.Equal(5, queue.Queue.InFlight);
        setup.Model.Gate.Set();
        for (ulong i = 0; i < 5; i++)
        {
            queue.Receive();
        }

        Wait.Until(() => queue.Queue.InFlight == 0, "an empty ring");
    }

    [Fact]
    public void Reserved_memory_is_told_while_it_is_reserved()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client(sva: false);
        RemoteEchoClient queue = setup.Open(client);
        Assert.Equal(0, queue.Queue.ReservedBytes);
        queue.Queue.Map(RegionType.Ss, 65536, 0x10_0000_0000)!.Dispose();
        Assert.Equal(65536, queue.Queue.ReservedBytes);
        queue.Queue.Unmap(RegionType.Ss);
        Assert.Equal(0, queue.Queue.ReservedBytes);
    }

    [Fact]
    public void Accounts_have_numbers_of_their_own()
    {
        var first = new ClientAccount("a", 1, 0);
        var second = new ClientAccount("b", 1, 0);
        Assert.True(second.Id > first.Id && first.Id > 0);
    }

    private static void Echo(RemoteEchoClient queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Send((ulong)i);
            Assert.Equal(~(ulong)i, queue.Receive());
        }
    }
}
