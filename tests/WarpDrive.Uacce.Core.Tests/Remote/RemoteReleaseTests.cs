using System.Runtime.InteropServices;
using WarpDrive.Conformance.Echo;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core.Tests.Workers;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>What comes back when a client goes, in whatever way.</summary>
public sealed class RemoteReleaseTests
{
    private static readonly TimeSpan s_deadline = TinyClient.Deadline;

    [Fact]
    public void Everything_of_a_client_that_is_gone_comes_back()
    {
        using var setup = new RemoteSetup(name: "gone");
        RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient[] queues = [.. Enumerable.Range(0, 4).Select(_ => setup.Open(client, channel))];
        foreach (RemoteEchoClient queue in queues)
        {
            queue.Queue.Map(RegionType.Mmio, 4096, 0);
            queue.Queue.Map(RegionType.Dus, queue.Queue.DusLength, 0);
            queue.Queue.Map(RegionType.Ctl, queue.Queue.CtlLength, 0);
            queue.Send(1);
            Assert.Equal(~1ul, queue.Receive());
        }

        Assert.Equal(4, setup.Device.OpenQueues);
        SafeHandle[] events = [.. queues.Select(q => q.Queue.Event)];
        client.End();
        Assert.Equal(0, setup.Device.OpenQueues);
        Assert.Equal(0, client.OpenQueues);
        Assert.Equal(8, setup.Model.AvailableInstances);
        Assert.Equal(0, setup.Registry.BoundAddressSpaces);
        Assert.All(events, e => Assert.True(e.IsClosed));
        Assert.True(channel.Channel.Kick.IsClosed);
        setup.CloseMappings();
        Assert.Equal((0, 0), OpenFiles.Of(setup.Device.Name));
        client.End();   // twice is harmless
        Assert.Equal(Errno.ESHUTDOWN, Assert.Throws<LinuxException>(() => client.OpenChannel(setup.Device, 1)).Errno);
    }

    [Fact]
    public void Requests_in_flight_are_dropped_when_the_process_is_gone()
    {
        using var setup = new RemoteSetup();
        RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        setup.Model.Gate.Reset();   // nothing is finished
        for (int i = 0; i < 20; i++)
        {
            queue.Write(7);
        }

        queue.Ring();
        client.End();
        setup.Model.Gate.Set();
        Assert.False(queue.TryReceive(out _));
        Assert.Equal(QueueLife.Dead, queue.State);
        Assert.Equal(0, setup.Device.OpenQueues);
    }

    [Fact]
    public void A_client_that_goes_during_a_step_is_released_when_the_step_is_over()
    {
        using var setup = new RemoteSetup(options: new CoreOptions { DrainTimeout = TimeSpan.FromMilliseconds(1) });
        RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        setup.Model.StepGate.Reset();
        queue.Send(1);
        Wait.Until(() => setup.Model.Waiting == 1, "step");
        client.End();
        Assert.Equal(1, setup.Device.OpenQueues);   // its memory is in use
        Assert.Equal(QueueLife.Alive, queue.State);   // something may still be posted
        setup.Model.StepGate.Set();
        Wait.Until(() => setup.Device.OpenQueues == 0, "release");
        Assert.Equal(QueueLife.Dead, queue.State);
        Assert.Equal(0, setup.Registry.BoundAddressSpaces);
    }

    [Fact]
    public void Queues_can_be_closed_while_their_workers_run()
    {
        using var setup = new RemoteSetup(workers: 2);
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client, slots: 2);
        for (int i = 0; i < 200; i++)
        {
            RemoteEchoClient queue = setup.Open(client, channel);
            for (int j = 0; j < 32; j++)
            {
                queue.Send((ulong)j);
            }

            queue.Queue.Close();
            Assert.Equal(32u, queue.Ctl.At<uint>(CtlLayout.Posted));   // closing drains
            queue.Ring();   // reaches nobody
        }

        Assert.Equal(0, setup.Device.OpenQueues);
    }

    [Fact]
    public void A_queue_lives_until_its_last_region_is_unmapped()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient end = setup.Open(client);
        RemoteQueue queue = end.Queue;
        Assert.Null(queue.Map(RegionType.Dus, queue.DusLength, 0));
        Assert.Null(queue.Map(RegionType.Ctl, queue.CtlLength, 0));
        Assert.Equal(Errno.EEXIST, Refusal(() => queue.Map(RegionType.Ctl, queue.CtlLength, 0)));
        queue.Close();
        end.Send(5);
        Assert.Equal(~5ul, end.Receive());
        queue.Unmap(RegionType.Dus);
        Assert.Equal(Errno.EINVAL, Refusal(() => queue.Unmap(RegionType.Dus)));
        Assert.Equal(Errno.EINVAL, Refusal(() => queue.Unmap((RegionType)77)));
        Assert.Equal(1, setup.Device.OpenQueues);
        queue.Unmap(RegionType.Ctl);
        Assert.Equal(0, setup.Device.OpenQueues);
    }

    [Fact]
    public void A_full_channel_refuses_and_a_slot_that_came_back_is_given_again()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client, slots: 2);
        RemoteEchoClient first = setup.Open(client, channel);
        RemoteEchoClient second = setup.Open(client, channel);
        Assert.Equal(Errno.ENOSPC, Refusal(() => client.Open(setup.Device, channel.Channel)));
        first.Queue.Close();
        RemoteEchoClient third = setup.Open(client, channel);
        Assert.Equal(first.Queue.Slot, third.Queue.Slot);
        third.Send(1);
        second.Send(2);
        Assert.Equal(~1ul, third.Receive());
        Assert.Equal(~2ul, second.Receive());
    }

    [Fact]
    public void The_next_opener_sees_zeroed_memory_of_its_own()
    {
        using var setup = new RemoteSetup(instances: 1);
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient first = setup.Open(client, channel);
        first.Dus.Slice(0, first.Queue.DusLength).Fill(0xA5);
        first.Queue.Close();
        RemoteEchoClient second = setup.Open(client, channel);
        Assert.True(second.Dus.Slice(0, second.Queue.DusLength).IndexOfAnyExcept((byte)0) < 0);
        first.Dus.Slice(0, 64).Fill(0x5A);   // the old memory stays the old client's alone
        Assert.Equal(0, second.Dus.At<byte>(0));
    }

    [Fact]
    public void A_removed_device_takes_its_channels_along_and_others_go_on()
    {
        using var setup = new RemoteSetup();
        RegisteredDevice other = setup.Registry.Add(new EchoDevice());
        using RemoteClient client = setup.Client();
        var gone = setup.OpenChannel(client);
        RemoteEchoClient dead = setup.Open(client, gone);
        RingChannel stays = client.OpenChannel(other, 4);
        Assert.Equal(Errno.EEXIST, Refusal(() => client.OpenChannel(other, 4)));
        setup.Registry.Remove(setup.Device);
        Assert.True(gone.Channel.Kick.IsClosed);
        Assert.Equal(Errno.ENODEV, Refusal(() => client.OpenChannel(setup.Device, 4)));
        Assert.Throws<ArgumentException>(() => client.Open(other, gone.Channel));
        Assert.False(stays.Kick.IsClosed);
        Assert.False(client.Open(other, stays).IsDead);
        dead.Queue.CloseAll();
        Assert.Equal(1, client.OpenQueues);
    }

    [Fact]
    public async Task A_sleeping_client_is_woken_when_its_device_goes()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        RemoteEchoClient queue = setup.Open(client);
        using var started = new ManualResetEventSlim();
        var sleeper = Task.Factory.StartNew(
            () =>
            {
                started.Set();
                return queue.Sleep(s_deadline);
            },
            TaskCreationOptions.LongRunning);
        Assert.True(started.Wait(s_deadline));
        setup.Registry.Remove(setup.Device);
        Assert.True(await sleeper.WaitAsync(s_deadline));
        Assert.Equal(QueueLife.Dead, queue.State);
    }

    private static Errno Refusal(Action call) => Assert.Throws<LinuxException>(call).Errno;
}
