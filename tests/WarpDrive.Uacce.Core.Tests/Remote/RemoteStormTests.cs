using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core.Tests.Workers;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>Clients that store, announce and kick what they should not.</summary>
public sealed partial class RemoteStormTests
{
    private static readonly TimeSpan s_storm = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Kicks_without_news_are_heard_once_a_millisecond()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client);
        RemoteEchoClient queue = setup.Open(client, channel);
        setup.UntilAsleep();
        long parks = setup.Device.Workers.Counters.Parks;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_storm || channel.End.Kicks < 20_000)
        {
            channel.End.Kick();
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        setup.UntilAsleep();
        Assert.InRange(setup.Device.Workers.Counters.Parks - parks, 0, (3 * milliseconds) + 100);
        queue.Send(1);   // who stormed is served all the same
        Assert.Equal(~1ul, queue.Receive());
    }

    [Fact]
    public void Bits_without_work_do_not_keep_a_worker_awake()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client();
        var channel = setup.OpenChannel(client, slots: 130);
        RemoteEchoClient queue = setup.Open(client, channel);
        queue.Send(1);
        Assert.Equal(~1ul, queue.Receive());
        long parks = setup.Device.Workers.Counters.Parks;
        long start = Stopwatch.GetTimestamp();
        while (setup.Device.Workers.Counters.Parks - parks <= 10 || setup.Account.EmptyLooks == 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TinyClient.Deadline, "the worker does not sleep during the storm");
            channel.End.SetBits(0, ulong.MaxValue);
            channel.End.SetBits(2, ulong.MaxValue);
            channel.End.Kick();
        }

        setup.UntilAsleep();
        Assert.True(channel.Channel.Discarded > 0);
        Assert.True(setup.Account.Discarded >= channel.Channel.Discarded);
        Assert.True(setup.Account.ServedTicks > 0);
        queue.Send(2);
        Assert.Equal(~2ul, queue.Receive());
    }

    [Fact]
    public async Task A_neighbour_is_served_during_a_storm()
    {
        using var setup = new RemoteSetup();
        using RemoteClient hostile = setup.Client();
        using RemoteClient honest = setup.Client();
        var channel = setup.OpenChannel(hostile);
        setup.Open(hostile, channel);
        RemoteEchoClient queue = setup.Open(honest);
        using var ending = new CancellationTokenSource();
        Task storm = Task.Factory.StartNew(
            () =>
            {
                var random = new Random(4);
                while (!ending.IsCancellationRequested)
                {
                    channel.End.SetBits(0, (ulong)random.NextInt64());
                    channel.End.Memory.At<uint>(ChannelLayout.Attention) = (uint)random.Next(3);
                    channel.End.Kick();
                }
            },
            TaskCreationOptions.LongRunning);
        try
        {
            for (ulong i = 0; i < 2000; i++)
            {
                queue.Send(i);
                Assert.Equal(~i, queue.Receive());
            }
        }
        finally
        {
            await ending.CancelAsync();
            await storm;   // before its memory is unmapped
        }
    }

    [Fact]
    public void Scribbling_over_everything_harms_nobody_else()
    {
        using var setup = new RemoteSetup(workers: 2);
        using RemoteClient hostile = setup.Client();
        using RemoteClient honest = setup.Client();
        var channel = setup.OpenChannel(hostile);
        RemoteEchoClient[] victims = [setup.Open(hostile, channel), setup.Open(hostile, channel)];
        RemoteEchoClient queue = setup.Open(honest);
        var random = new Random(5);
        for (ulong i = 0; i < 3000; i++)
        {
            foreach (RemoteEchoClient victim in victims)
            {
                random.NextBytes(victim.Ctl.Slice(0, 1024));
                random.NextBytes(victim.Dus.Slice(0, 1024));
            }

            random.NextBytes(channel.End.Memory.Slice(0, 1024));
            channel.End.Kick();
            queue.Send(i);
            Assert.Equal(~i, queue.Receive());
        }

        hostile.End();
        Assert.Equal(1, setup.Device.OpenQueues);
    }

    [Fact]
    public void A_client_cannot_make_the_core_wait_in_a_system_call()
    {
        using var setup = new RemoteSetup();
        using RemoteClient hostile = setup.Client();
        using RemoteClient honest = setup.Client();
        var channel = setup.OpenChannel(hostile);
        RemoteEchoClient armed = setup.Open(hostile, channel);
        MakeBlocking(channel.Channel.Kick);     // the client's copies are the same open files
        MakeBlocking(armed.Queue.Event);
        channel.End.Kick();
        Libc.EventfdClear(channel.Channel.Kick);   // nothing is there for a read of the core
        for (ulong i = 0; i < 20_000; i++)
        {
            Volatile.Write(ref armed.Ctl.At<uint>(CtlLayout.Arm), 1);
            armed.Send(i);   // an event each, and none is read: the pipe is full soon
            Assert.Equal(~i, armed.Receive());
        }

        RemoteEchoClient queue = setup.Open(honest);
        queue.Send(9);
        Assert.Equal(~9ul, queue.Receive());
    }

    private static void MakeBlocking(SafeFileHandle fd)
    {
        const int F_GETFL = 3;
        const int F_SETFL = 4;
        const int O_NONBLOCK = 0x800;
        int flags = fcntl(fd, F_GETFL, 0);
        Assert.NotEqual(0, flags & O_NONBLOCK);
        Assert.Equal(0, fcntl(fd, F_SETFL, flags & ~O_NONBLOCK));
    }

    [LibraryImport("libc")]
    private static partial int fcntl(SafeFileHandle fd, int command, int argument);
}
