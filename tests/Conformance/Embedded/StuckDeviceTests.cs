using System.Diagnostics;
using WarpDrive.Conformance.Echo;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Embedded;

/// <summary>Device models that do not end, fail, or refuse.</summary>
public sealed class StuckDeviceTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly EchoDevice _model = new();
    private readonly DeviceRegistry _registry = new(new CoreOptions { DrainTimeout = TimeSpan.FromSeconds(1) });
    private readonly EmbeddedProvider _provider;
    private readonly RegisteredDevice _registered;

    public StuckDeviceTests()
    {
        _registered = _registry.Add(_model);
        _provider = new EmbeddedProvider(_registry, ownsRegistry: true);
    }

    private UacceDevice Device => _provider.ListDevices()[0];

    public void Dispose()
    {
        _model.Gate.Set();
        _model.StepGate.Set();
        _provider.Dispose();
    }

    [Fact]
    public async Task A_slow_private_command_of_one_queue_does_not_hold_up_another()
    {
        using QueueFile slow = Device.Open(default);
        using QueueFile quick = Device.Open(default);
        _model.Gate.Reset();
        Task command = Task.Factory.StartNew(() => slow.Ioctl(EchoLayout.WaitForGate, []), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => Calls().Contains("waiting 0"), s_long));
        quick.Start();
        quick.Put();
        using (Device.Open(default))
        {
            Assert.False(command.IsCompleted);
        }

        _model.Gate.Set();
        await command.WaitAsync(s_long);
    }

    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void A_stop_gives_up_on_a_device_that_does_nothing(QueueDriving driving)
    {
        using QueueFile file = Device.Open(new QueueOpenOptions(driving));
        using RegionMapping dus = file.Map(RegionType.Dus, EchoLayout.DusSize);
        var client = new EchoClient(file, dus, 0);
        file.Start();
        _model.Gate.Reset();
        client.Send();
        long start = Stopwatch.GetTimestamp();
        file.Put();                                          // stop always succeeds
        Assert.True(Stopwatch.GetElapsedTime(start) < s_long);
        _model.Gate.Set();
        Assert.Equal(0, client.Receive());
        client.Forget();
        file.Start();
        client.Send();
        client.ReceiveAll();
    }

    [Fact]
    public void A_step_that_does_not_end_keeps_the_queue_and_its_memory()
    {
        QueueFile file = Device.Open(new QueueOpenOptions(QueueDriving.Served));
        RegionMapping dus = file.Map(RegionType.Dus, EchoLayout.DusSize);
        var client = new EchoClient(file, dus, 0);
        file.Start();
        _model.StepGate.Reset();
        client.Send();
        Assert.True(SpinWait.SpinUntil(() => _model.Waiting > 0, s_long), "no worker came");
        Assert.Equal(Errno.ETIMEDOUT, Assert.Throws<LinuxException>(file.Put).Errno);
        dus.Dispose();
        file.Dispose();
        Assert.Equal(1, _registered.OpenQueues);             // the record stays, and so does its memory
        _model.StepGate.Set();
        Assert.True(SpinWait.SpinUntil(() => _registered.OpenQueues == 0, s_long), "nobody came back for the queue");
        Assert.Equal(["start 0", "stop 0", "put 0"], Calls());
    }

    [Fact]
    public void Removal_does_not_wait_for_a_step_that_does_not_end()
    {
        using QueueFile file = Device.Open(new QueueOpenOptions(QueueDriving.Served));
        using RegionMapping dus = file.Map(RegionType.Dus, EchoLayout.DusSize);
        var client = new EchoClient(file, dus, 0);
        file.Start();
        _model.StepGate.Reset();
        client.Send();
        Assert.True(SpinWait.SpinUntil(() => _model.Waiting > 0, s_long), "no worker came");
        using var helper = new Timer(_ => _model.StepGate.Set(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);   // lets the worker end with its pool
        _registry.Remove(_registered);
        Assert.Equal(Errno.ENXIO, Assert.Throws<LinuxException>(file.Start).Errno);
        Assert.True(dus.IsDeviceGone);
        Assert.False(file.Poll());
        Assert.True(SpinWait.SpinUntil(() => client.ReceiveDead, s_long), "the status words were never written");
    }

    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void A_device_model_that_throws_loses_its_queue_and_no_other(QueueDriving driving)
    {
        using QueueFile file = Device.Open(new QueueOpenOptions(driving));
        using RegionMapping dus = file.Map(RegionType.Dus, EchoLayout.DusSize);
        var client = new EchoClient(file, dus, 0);
        file.Start();
        _model.StepsThrow = true;
        client.Send();
        file.Wait(s_long);
        Assert.True(SpinWait.SpinUntil(() => client.SubmitDead && client.ReceiveDead, s_long), "the client does not learn that its queue is lost");
        _model.StepsThrow = false;
        using QueueFile other = Device.Open(new QueueOpenOptions(driving));
        using RegionMapping otherDus = other.Map(RegionType.Dus, EchoLayout.DusSize);
        var otherClient = new EchoClient(other, otherDus, 1);
        other.Start();
        otherClient.Send();
        otherClient.ReceiveAll();
    }

    [Fact]
    public void A_refused_start_leaves_the_queue_as_it_was()
    {
        using QueueFile file = Device.Open(default);
        _model.StartAnswer = Errno.EBUSY;
        Assert.Equal(Errno.EBUSY, Assert.Throws<LinuxException>(file.Start).Errno);
        file.Put();
        _model.StartAnswer = Errno.None;
        file.Start();
        Assert.Equal(["start 0", "start 0"], Calls());
    }

    [Fact]
    public void The_device_hears_stop_and_put_once_and_in_order()
    {
        QueueFile file = Device.Open(default);
        file.Start();
        file.Put();
        file.Start();
        file.Dispose();
        Assert.Equal(["start 0", "stop 0", "start 0", "stop 0", "put 0"], Calls());
        QueueFile second = Device.Open(default);
        second.Start();
        _registry.Remove(_registered);
        second.Dispose();
        Assert.Equal(["start 0", "die 0", "stop 0", "put 0"], Calls()[5..]);
    }

    [Fact]
    public void Discarded_rings_are_counted()
    {
        using var file = (EmbeddedQueueFile)Device.Open(default);
        ulong good = EchoLayout.Doorbell.Encode(0, DoorbellLayout.SqTail, 1, 0);
        file.Ring(0x1000, good);                                   // not started
        file.Start();
        file.Ring(0x1000, EchoLayout.Doorbell.Encode(0, DoorbellLayout.SqTail, EchoLayout.Depth, 0));
        file.Ring(0x1000, EchoLayout.Doorbell.Encode(1, DoorbellLayout.SqTail, 1, 0));
        file.Ring(0, good);
        Assert.Equal(4, file.DiscardedRings);
        file.Ring(0x1000, good);
        Assert.Equal(4, file.DiscardedRings);
        Assert.True(file.Wait(s_long));
    }

    [Fact]
    public async Task Closing_a_queue_ends_the_wait_of_another_thread()
    {
        QueueFile file = Device.Open(new QueueOpenOptions(QueueDriving.Served));
        file.Start();
        Task<bool> waiter = Task.Factory.StartNew(() => file.Wait(s_long * 3), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        file.Dispose();
        Assert.False(await waiter.WaitAsync(s_long));
        Assert.Equal(-1, file.EventDescriptor);
    }

    [Fact]
    public async Task Queues_may_be_closed_while_others_ring_and_poll_them()
    {
        for (int round = 0; round < 200; round++)
        {
            QueueFile file = Device.Open(new QueueOpenOptions((QueueDriving)(round & 1)));
            byte[] number = new byte[4];
            file.Ioctl(EchoLayout.TellNumber, number);
            uint queue = BitConverter.ToUInt32(number);
            file.Start();
            using var begun = new ManualResetEventSlim();
            Task ringer = Task.Run(() =>
            {
                for (uint i = 1; i < 2000; i++)
                {
                    file.Ring(0x1000, EchoLayout.Doorbell.Encode(queue, DoorbellLayout.SqTail, i % EchoLayout.Depth, 0));
                    file.Ring(0x1000, EchoLayout.Doorbell.Encode(queue, DoorbellLayout.CqHead, i % EchoLayout.Depth, 1));
                    file.Poll();
                    begun.Set();
                }
            });
            Assert.True(begun.Wait(s_long));
            file.Dispose();
            await ringer.WaitAsync(s_long);
        }

        Assert.Equal(EchoDevice.DefaultProfile.Instances, Device.ReadInfo().AvailableInstances);
    }

    private List<string> Calls()
    {
        lock (_model.Calls)
        {
            return [.. _model.Calls];
        }
    }
}
