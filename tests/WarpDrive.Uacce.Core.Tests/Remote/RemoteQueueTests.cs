using WarpDrive.Conformance.Echo;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core.Tests.Workers;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>Queues of a client elsewhere, over memory that both sides map for themselves.</summary>
public sealed class RemoteQueueTests
{
    private static readonly TimeSpan s_deadline = TinyClient.Deadline;

    [Fact]
    public void A_ring_that_nobody_watches_is_announced_kicked_and_served()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient queue = setup.Open(client, channel);
        for (ulong i = 0; i < 50; i++)
        {
            setup.UntilAsleep();
            queue.Send(i);
            Assert.Equal(~i, queue.Receive());
        }

        Assert.Equal(50, channel.End.Kicks);
        Assert.Equal(0, channel.Channel.Discarded);
    }

    [Fact]
    public void Completions_come_in_order_whatever_the_depth()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        ulong sent = 0;
        for (ulong received = 0; received < 20_000; received++)
        {
            while (queue.InFlight < EchoLayout.Depth - 1 && sent < 20_000)
            {
                queue.Send(sent++);
            }

            Assert.Equal(~received, queue.Receive());
        }

        Assert.Equal(20_000u, queue.Ctl.At<uint>(CtlLayout.Posted));
    }

    [Fact]
    public void A_client_that_sleeps_is_woken_by_each_completion()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        for (ulong i = 0; i < 2000; i++)
        {
            queue.Send(i);
            ulong answer;
            while (!queue.TryReceive(out answer))
            {
                Assert.True(queue.Sleep(s_deadline), $"no event for request {i}");
            }

            Assert.Equal(~i, answer);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_ring_is_lost_however_both_sides_race(int workers)
    {
        const int Queues = 3;
        const int Rounds = 20_000;
        using var setup = new RemoteSetup(workers);
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient[] queues = [.. Enumerable.Range(0, Queues).Select(_ => setup.Open(client, channel))];
        Task[] tasks = [.. queues.Select((queue, number) => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(number);
                for (ulong i = 0; i < Rounds; i++)
                {
                    queue.Send(i);
                    Assert.Equal(~i, queue.Receive());
                    if (random.Next(64) == 0)
                    {
                        Thread.SpinWait(random.Next(40_000));   // around the time that a worker takes to let go, and to park
                    }
                }
            },
            TaskCreationOptions.LongRunning))];
        await Task.WhenAll(tasks);   // each waits with a deadline of its own; the memory stays until the last has ended
        Assert.Equal(0, channel.Channel.Discarded);
    }

    [Fact]
    public void A_queue_can_be_stopped_and_started_again()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient queue = setup.Open(client, channel);
        for (int i = 0; i < 10; i++)
        {
            queue.Write(5);
        }

        queue.Ring();
        queue.Queue.Ioctl(UacceIoctl.PutQueue, []);
        Assert.Equal(10u, queue.Ctl.At<uint>(CtlLayout.Posted));   // what was rung is done
        queue.Queue.Ioctl(UacceIoctl.StartQueue, []);
        Assert.Equal(0u, queue.Ctl.At<uint>(CtlLayout.Posted));
        Assert.Equal(0u, queue.Ctl.At<uint>(CtlLayout.SqTail));
    }

    [Fact]
    public async Task A_stop_of_a_queue_whose_client_keeps_storing_tails_ends()
    {
        using var setup = new RemoteSetup(options: new CoreOptions { DrainTimeout = TimeSpan.FromSeconds(4) });
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        setup.Model.Gate.Reset();
        using var ending = new CancellationTokenSource();
        var storm = Task.Factory.StartNew(
            () =>
            {
                for (uint tail = 1; !ending.IsCancellationRequested; tail = (tail + 1) % EchoLayout.Depth)
                {
                    Volatile.Write(ref queue.Ctl.At<uint>(CtlLayout.SqTail), tail);
                }
            },
            TaskCreationOptions.LongRunning);
        try
        {
            setup.Model.Gate.Set();
            Assert.Equal(0, queue.Queue.Ioctl(UacceIoctl.PutQueue, []));
        }
        finally
        {
            await ending.CancelAsync();
            await storm;   // before its memory is unmapped
        }
    }

    [Fact]
    public void A_stop_finds_what_was_stored_and_not_announced()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        setup.UntilAsleep();
        queue.Write(5);
        Volatile.Write(ref queue.Ctl.At<uint>(CtlLayout.SqTail), 1);   // and then the client was killed, or slept
        queue.Queue.Ioctl(UacceIoctl.PutQueue, []);
        Assert.Equal(~5ul, queue.Receive());
    }

    [Fact]
    public void Removal_of_the_device_is_told_by_state_and_event()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        queue.Send(1);
        Assert.Equal(~1ul, queue.Receive());
        Assert.Equal(QueueLife.Alive, queue.State);
        setup.Registry.Remove(setup.Device);
        Assert.True(queue.IsSignalled(s_deadline));
        Assert.Equal(QueueLife.Dead, queue.State);
        Assert.Equal(1u, queue.Dus.At<uint>(EchoLayout.SubmitWord));
        Assert.True(queue.Queue.IsDead);
        Assert.Equal(Errno.ENXIO, Assert.Throws<LinuxException>(() => queue.Queue.Ioctl(UacceIoctl.StartQueue, [])).Errno);
        queue.Send(2);   // reaches nobody, and harms nobody
        client.End();
    }

    [Fact]
    public void A_device_model_that_throws_ends_the_queue_and_wakes_its_client()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        setup.Model.StepsThrow = true;
        queue.Send(1);
        Wait.Until(() => queue.State == QueueLife.Dead, "death");
        Assert.True(queue.IsSignalled(s_deadline));
    }

    [Fact]
    public void A_client_without_sva_sees_devices_without_sva()
    {
        using var setup = new RemoteSetup();
        using RemoteClient with = setup.Client();
        using RemoteClient without = setup.Client(sva: false);
        Assert.Equal("echo_v1\n", with.ReadAttribute(setup.Device, DeviceAttribute.Api));
        Assert.Equal("echo_v1_noiommu\n", without.ReadAttribute(setup.Device, DeviceAttribute.Api));
        Assert.Equal("1\n", with.ReadAttribute(setup.Device, DeviceAttribute.Flags));
        Assert.Equal("0\n", without.ReadAttribute(setup.Device, DeviceAttribute.Flags));
        RemoteEchoClient queue = setup.Open(without);
        Assert.Equal(0u, queue.Queue.Pasid);
        Assert.Equal(DeviceFlags.None, queue.Queue.Flags & DeviceFlags.Sva);
        queue.Send(3);
        Assert.Equal(~3ul, queue.Receive());
    }

    [Fact]
    public void Connections_of_one_address_space_share_a_pasid()
    {
        using var setup = new RemoteSetup();
        using RemoteClient first = setup.Client();
        using RemoteClient second = setup.Client();
        RemoteEchoClient a = setup.Open(first);
        RemoteEchoClient b = setup.Open(second);
        Assert.NotEqual(0u, a.Queue.Pasid);
        Assert.Equal(a.Queue.Pasid, b.Queue.Pasid);
        Assert.Equal(1, setup.Registry.BoundAddressSpaces);
        first.End();
        Assert.Equal(1, setup.Registry.BoundAddressSpaces);
        b.Send(9);
        Assert.Equal(~9ul, b.Receive());
        second.End();
        Assert.Equal(0, setup.Registry.BoundAddressSpaces);
    }
}
