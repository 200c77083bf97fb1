using System.Diagnostics;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Tests.Qm;
using WarpDrive.Linux;
using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Null;

/// <summary>The null device behind the real core: workers, Inline steps, removal.</summary>
public sealed class NullDeviceEmbeddedTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly DeviceRegistry _registry = new();
    private readonly EmbeddedProvider _provider;

    public NullDeviceEmbeddedTests() => _provider = new EmbeddedProvider(_registry, ownsRegistry: true);

    public void Dispose() => _provider.Dispose();

    [Theory]
    [InlineData(1, QueueDriving.Inline)]
    [InlineData(2, QueueDriving.Inline)]
    [InlineData(3, QueueDriving.Inline)]
    [InlineData(1, QueueDriving.Served)]
    [InlineData(2, QueueDriving.Served)]
    [InlineData(3, QueueDriving.Served)]
    public void Requests_come_back_in_order_on_every_generation(int generation, QueueDriving driving)
    {
        using QmQueuePair<NullDescriptor> pair = Open(Add(new NullDeviceOptions { Generation = generation, Depth = 32 }), driving);
        var received = new NullDescriptor[32];
        ulong sent = 0;
        ulong got = 0;
        var random = new Random(generation);
        while (got < 2000)
        {
            int size = random.Next(1, 12);
            if (pair.TrySend(QmRingTests.Batch(sent, size)) == SubmitResult.Queued)
            {
                sent += (ulong)size;
            }

            if (pair.InFlight > 16)
            {
                Assert.True(pair.Wait(s_deadline));
            }

            pair.TryReceive(received, out int count);
            for (int i = 0; i < count; i++, got++)
            {
                Assert.Equal((got, got * 3, NullStatus.Done), (received[i].Tag, received[i].Echo0, received[i].Status));
            }
        }
    }

    [Fact]
    public void One_thread_sends_while_another_receives()
    {
        const int Total = 20_000;
        using QmQueuePair<NullDescriptor> pair = Open(Add(new NullDeviceOptions { Depth = 64 }), QueueDriving.Served);
        var sender = new Thread(() =>
        {
            for (ulong tag = 0; tag < Total;)
            {
                if (pair.TrySend(QmRingTests.Request(tag)) == SubmitResult.Queued)
                {
                    tag++;
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        sender.Start();
        var received = new NullDescriptor[16];
        ulong got = 0;
        while (got < Total)
        {
            Assert.True(pair.Wait(s_deadline));
            Assert.Equal(ReceiveResult.Received, pair.TryReceive(received, out int count));
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(got++, received[i].Tag);
            }
        }

        Assert.True(sender.Join(s_deadline));
        Assert.Equal(0, pair.InFlight);
    }

    [Theory]
    [InlineData(QueueDriving.Served)]
    [InlineData(QueueDriving.Inline)]
    public void Stopping_with_requests_in_flight_drains_them(QueueDriving driving)
    {
        using QmQueuePair<NullDescriptor> pair = Open(
            Add(new NullDeviceOptions { Depth = 32, Delay = TimeSpan.FromMicroseconds(50), BatchLimit = 1 }), driving);
        Assert.Equal(SubmitResult.Queued, pair.TrySend(QmRingTests.Batch(0, 31)));
        pair.File.Put();
        var received = new NullDescriptor[32];
        Assert.Equal(ReceiveResult.Received, pair.TryReceive(received, out int count));
        Assert.Equal(31, count);
        Assert.All(received[..31], r => Assert.Equal(NullStatus.Done, r.Status));
    }

    [Fact]
    public void A_device_removed_while_the_caller_waits_ends_the_wait_as_lost()
    {
        var model = new NullDevice(new NullDeviceOptions { IsStalled = true });
        RegisteredDevice registered = _registry.Add(model);
        using QmQueuePair<NullDescriptor> pair = Open(_provider.ListDevices().Single(), QueueDriving.Served);
        pair.TrySend(QmRingTests.Request(1));
        using var waiting = new ManualResetEventSlim();
        bool woken = false;
        var waiter = new Thread(() =>
        {
            waiting.Set();
            woken = pair.Wait(s_deadline);
        });
        waiter.Start();
        Assert.True(waiting.Wait(s_deadline));
        _registry.Remove(registered);
        Assert.True(waiter.Join(s_deadline));
        Assert.True(woken);
        Assert.Equal(ReceiveResult.DeviceLost, pair.TryReceive(new NullDescriptor[1], out _));
        Assert.Equal(SubmitResult.DeviceLost, pair.TrySend(QmRingTests.Request(2)));
    }

    [Fact]
    public void A_device_that_dies_is_lost_to_every_queue_with_work_in_flight()
    {
        UacceDevice device = Add(new NullDeviceOptions { Depth = 32, DieAfter = 10 });
        using QmQueuePair<NullDescriptor> first = Open(device, QueueDriving.Served);
        using QmQueuePair<NullDescriptor> second = Open(device, QueueDriving.Inline);
        Assert.Equal(SubmitResult.Queued, second.TrySend(QmRingTests.Request(1)));
        first.TrySend(QmRingTests.Batch(0, 31));
        Until(() => first.IsDead);
        Until(() => second.TryReceive(new NullDescriptor[1], out _) == ReceiveResult.DeviceLost);
        Assert.Equal(SubmitResult.DeviceLost, first.TrySend(QmRingTests.Request(1)));
    }

    [Fact]
    public void A_device_that_dies_is_isolated_and_idle_queues_learn_of_it_too()
    {
        UacceDevice device = Add(new NullDeviceOptions { Depth = 32, DieAfter = 0 });
        using QmQueuePair<NullDescriptor> first = Open(device, QueueDriving.Served);
        using QmQueuePair<NullDescriptor> idle = Open(device, QueueDriving.Served);
        Assert.False(device.ReadInfo().Isolated);
        first.TrySend(QmRingTests.Request(1));
        Until(() => idle.IsDead);
        Until(() => device.ReadInfo().Isolated == true);
        Assert.Equal(Errno.EPERM, Assert.Throws<LinuxException>(() => device.Open(default)).Errno);
    }

    [Fact]
    public void A_stall_that_ends_lets_everything_through()
    {
        var model = new NullDevice(new NullDeviceOptions { IsStalled = true, Depth = 32 });
        _registry.Add(model);
        using QmQueuePair<NullDescriptor> pair = Open(_provider.ListDevices().Single(), QueueDriving.Served);
        pair.TrySend(QmRingTests.Batch(0, 31));
        Assert.False(pair.Wait(TimeSpan.FromMilliseconds(5)));
        model.ReleaseStall();
        int got = 0;
        while (got < 31)
        {
            Assert.True(pair.Wait(s_deadline));
            pair.TryReceive(new NullDescriptor[32], out int count);
            got += count;
        }
    }

    [Fact]
    public void A_warm_round_trip_allocates_nothing()
    {
        using QmQueuePair<NullDescriptor> pair = Open(Add(new NullDeviceOptions()), QueueDriving.Inline);
        var received = new NullDescriptor[1];
        RoundTrips(pair, received, 1000);
        Assert.Equal(0, Allocations.Least(1, _ => RoundTrips(pair, received, 100_000)));
    }

    private static void RoundTrips(QmQueuePair<NullDescriptor> pair, NullDescriptor[] received, int count)
    {
        for (int i = 0; i < count; i++)
        {
            pair.TrySend(QmRingTests.Request((ulong)i));
            if (pair.TryReceive(received, out _) != ReceiveResult.Received)
            {
                Assert.Fail("an Inline queue completes when it is asked");
            }
        }
    }

    private static void Until(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_deadline);
            Thread.Yield();
        }
    }

    private UacceDevice Add(NullDeviceOptions options)
    {
        _registry.Add(new NullDevice(options));
        return _provider.ListDevices().Single();
    }

    private static QmQueuePair<NullDescriptor> Open(UacceDevice device, QueueDriving driving) =>
        NullDriver.OpenQueue(device.ReadInfo(), device.Open(new QueueOpenOptions(driving)));
}
