using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

public sealed class IsolationTests
{
    [Fact]
    public void A_queue_that_rings_with_nonsense_is_isolated_and_its_device_and_its_neighbour_go_on()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply made = client.Channel(daemon.Null);
        ChannelReply channel = made.As<ChannelReply>();
        using RawReply opened = client.Open(daemon.Null, channel.Channel);
        OpenReply queue = opened.As<OpenReply>();
        uint same = channel.Channel;
        OpenReply neighbour = client.OpenQueue(daemon.Null, ref same);
        using RawReply started = client.Ioctl(queue.Queue, UacceIoctl.StartQueue);
        Assert.Equal(Errno.None, started.Errno);

        SafeFileHandle ctl = opened.Descriptors[1];
        TestDaemon.Until(
            () =>
            {
                Write(ctl, CtlLayout.SqTail, queue.SqDepth + 5);
                Announce(made, (int)queue.Slot);
                return Read(ctl, CtlLayout.State) == 1;
            },
            "the queue is isolated");
        using RawReply dead = client.Ioctl(queue.Queue, UacceIoctl.PutQueue);
        dead.Refused(Errno.ENXIO);
        TestDaemon.Until(() => daemon.Log.Containing($"queue {queue.Number} of {daemon.Null} isolated").Length == 1, "the line in the audit log");
        Assert.DoesNotContain(daemon.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));

        using RawReply other = client.Ioctl(neighbour.Queue, UacceIoctl.StartQueue);
        Assert.Equal(Errno.None, other.Errno);
        using RawReply isolated = client.Read(daemon.Null, "isolate");
        Assert.Equal("0\n", isolated.Words);
        using RawReply closed = client.Close(queue.Queue);
        Assert.Equal(Errno.None, closed.Errno);
    }

    // As a client that does not care whether somebody is looking.
    private static void Announce(RawReply channel, int slot)
    {
        SafeFileHandle memory = channel.Descriptors[0];
        Write(memory, ChannelLayout.ReadyOffset(slot), ChannelLayout.ReadyBit(slot));
        Write(memory, ChannelLayout.Summary, ChannelLayout.SummaryBit(slot));
        Libc.EventfdSignal(channel.Descriptors[1]);
    }

    private static uint Read(SafeFileHandle memory, int offset)
    {
        byte[] room = new byte[4];
        Assert.Equal(4, RandomAccess.Read(memory, room, offset));
        return BinaryPrimitives.ReadUInt32LittleEndian(room);
    }

    private static void Write(SafeFileHandle memory, int offset, uint value)
    {
        byte[] room = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(room, value);
        RandomAccess.Write(memory, room, offset);
    }

    private static void Write(SafeFileHandle memory, int offset, ulong value)
    {
        byte[] room = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(room, value);
        RandomAccess.Write(memory, room, offset);
    }
}
