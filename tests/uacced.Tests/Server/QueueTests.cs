using System.Buffers.Binary;
using WarpDrive.Hisilicon;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

public sealed class QueueTests
{
    private const uint SetContext = 0xC004480A;   // QM_SET_QP_CTX (uacce.md §4)

    [Fact]
    public void An_open_tells_all_that_ringing_needs_and_brings_three_descriptors()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply made = client.Channel(daemon.Null);
        ChannelReply channel = made.As<ChannelReply>();
        Assert.Equal(2, made.Descriptors.Length);
        Assert.Equal(channel.Length, RandomAccess.GetLength(made.Descriptors[0]));
        Assert.Equal(1024u, channel.Slots);

        using RawReply opened = client.Open(daemon.Null, channel.Channel);
        OpenReply queue = opened.As<OpenReply>();
        DeviceProfile profile = daemon.Registry.Devices[0].Profile;
        Assert.Equal(3, opened.Descriptors.Length);
        Assert.Equal(profile.DusSize, RandomAccess.GetLength(opened.Descriptors[0]));
        Assert.Equal(queue.CtlLength, RandomAccess.GetLength(opened.Descriptors[1]));
        Assert.Equal((uint)profile.DusSize, queue.DusLength);
        Assert.Equal((uint)profile.MmioSize, queue.MmioLength);
        Assert.Equal(((uint)profile.SqDepth, (uint)profile.CqDepth), (queue.SqDepth, queue.CqDepth));
        Assert.Equal((uint)DeviceFlags.Sva, queue.DeviceFlags);
        Assert.True(queue.Slot < channel.Slots);
        Assert.NotEqual(0u, queue.Pasid);
        var doorbell = new DoorbellLayout(
            (int)queue.DoorbellOffset, queue.QueueMask, queue.ReservedMask, (int)queue.CommandShift, queue.CommandMask, (int)queue.IndexShift,
            (int)queue.PriorityShift, queue.PriorityMask);
        Assert.Equal(profile.Doorbell, doorbell);
        byte[] ctl = new byte[8];
        RandomAccess.Read(opened.Descriptors[1], ctl, 0);
        Assert.Equal(CtlLayout.CurrentVersion, BinaryPrimitives.ReadUInt32LittleEndian(ctl));
        Assert.Equal(queue.SqDepth, BinaryPrimitives.ReadUInt32LittleEndian(ctl.AsSpan(4)));
    }

    [Fact]
    public void A_second_channel_on_a_device_is_refused_and_a_channel_of_another_device_opens_nothing()
    {
        using var daemon = new TestDaemon(kinds: [SoftwareDevices.Null, SoftwareDevices.Zip]);
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply made = client.Channel(daemon.Null);
        uint channel = made.As<ChannelReply>().Channel;
        using RawReply second = client.Channel(daemon.Null);
        second.Refused(Errno.EEXIST);
        using RawReply wrong = client.Open(daemon.Registry.Devices.First(device => device.Name != daemon.Null).Name, channel);
        wrong.Refused(Errno.EINVAL);
        using RawReply none = client.Open(daemon.Null, channel + 1);
        none.Refused(Errno.EINVAL);
    }

    [Fact]
    public void Ioctls_come_back_with_their_result_and_argument()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        uint channel = 0;
        OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
        using RawReply context = client.Ioctl(queue.Queue, SetContext, 0, 0, 0, 0);
        Assert.Equal(Errno.None, context.Errno);
        Assert.Equal(queue.Number, BinaryPrimitives.ReadUInt16LittleEndian(context.Bytes.AsSpan(WireHeader.Size)));
        using RawReply unknown = client.Ioctl(queue.Queue, 0xDEAD);
        unknown.Refused(Errno.EINVAL);
        using RawReply started = client.Ioctl(queue.Queue, UacceIoctl.StartQueue);
        Assert.Equal(0, started.Header.Status);
        using RawReply again = client.Ioctl(queue.Queue, UacceIoctl.StartQueue);
        again.Refused(Errno.EINVAL);
        using RawReply large = client.Ioctl(queue.Queue, SetContext, new byte[257]);
        large.Refused(Errno.EPROTO);
        using RawReply largest = client.Ioctl(queue.Queue, 0xDEAD, new byte[256]);
        largest.Refused(Errno.EINVAL);
    }

    [Fact]
    public void A_region_is_mapped_once_and_a_closed_queue_lives_until_it_is_unmapped()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        RegisteredDevice device = daemon.Registry.Devices[0];
        uint channel = 0;
        OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
        using RawReply mapped = client.Map(queue.Queue, RegionType.Dus, queue.DusLength);
        Assert.Equal(Errno.None, mapped.Errno);
        Assert.Empty(mapped.Descriptors);
        using RawReply twice = client.Map(queue.Queue, RegionType.Dus, queue.DusLength);
        twice.Refused(Errno.EEXIST);
        using RawReply size = client.Map(queue.Queue, RegionType.Mmio, queue.MmioLength + 1);
        size.Refused(Errno.EINVAL);
        using RawReply address = client.Map(queue.Queue, RegionType.Mmio, queue.MmioLength, 0x1000);
        address.Refused(Errno.EINVAL);
        using RawReply none = client.Map(queue.Queue, (RegionType)4, 4096);
        none.Refused(Errno.EINVAL);
        using RawReply unmapped = client.Unmap(queue.Queue, RegionType.Ctl);
        unmapped.Refused(Errno.EINVAL);

        using RawReply closed = client.Close(queue.Queue);
        Assert.Equal(Errno.None, closed.Errno);
        Assert.Equal(1, device.OpenQueues);
        using RawReply ioctl = client.Ioctl(queue.Queue, UacceIoctl.StartQueue);
        ioctl.Refused(Errno.EBADF);
        using RawReply closedTwice = client.Close(queue.Queue);
        closedTwice.Refused(Errno.EBADF);
        using RawReply last = client.Unmap(queue.Queue, RegionType.Dus);
        Assert.Equal(Errno.None, last.Errno);
        Assert.Equal(0, device.OpenQueues);
        using RawReply gone = client.Unmap(queue.Queue, RegionType.Dus);
        gone.Refused(Errno.EBADF);
    }

    [Fact]
    public void Handles_of_one_connection_mean_nothing_on_another()
    {
        using var daemon = new TestDaemon();
        using RawClient one = RawClient.Attach(daemon.SocketPath);
        using RawClient two = RawClient.Attach(daemon.SocketPath);
        uint channel = 0;
        OpenReply queue = one.OpenQueue(daemon.Null, ref channel);
        for (uint handle = 0; handle < 16; handle++)
        {
            using RawReply close = two.Close(handle);
            close.Refused(Errno.EBADF);
            using RawReply open = two.Open(daemon.Null, handle);
            open.Refused(Errno.EINVAL);
        }

        using RawReply alive = one.Ioctl(queue.Queue, UacceIoctl.StartQueue);
        Assert.Equal(Errno.None, alive.Errno);
    }

    [Fact]
    public void Connections_with_one_token_share_a_pasid_and_others_do_not()
    {
        using var daemon = new TestDaemon();
        Guid token = Guid.NewGuid();
        using RawClient one = RawClient.Attach(daemon.SocketPath, token: token);
        using RawClient two = RawClient.Attach(daemon.SocketPath, token: token);
        using RawClient other = RawClient.Attach(daemon.SocketPath);
        uint a = 0, b = 0, c = 0;
        uint pasid = one.OpenQueue(daemon.Null, ref a).Pasid;
        Assert.Equal(pasid, two.OpenQueue(daemon.Null, ref b).Pasid);
        Assert.NotEqual(pasid, other.OpenQueue(daemon.Null, ref c).Pasid);
    }

    [Fact]
    public void Reserved_memory_comes_as_a_descriptor_of_its_size()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath, sva: false);
        uint channel = 0;
        OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
        Assert.Equal((0u, 0u), (queue.Pasid, queue.DeviceFlags));
        const ulong Address = 0x7000_0000_0000;
        using RawReply mapped = client.Map(queue.Queue, RegionType.Ss, 1 << 16, Address);
        Assert.Equal(1 << 16, RandomAccess.GetLength(Assert.Single(mapped.Descriptors)));
        OpenReply second = client.OpenQueue(daemon.Null, ref channel);
        using RawReply overlap = client.Map(second.Queue, RegionType.Ss, 1 << 16, Address + 4096);
        overlap.Refused(Errno.EEXIST);
        using RawReply crooked = client.Map(second.Queue, RegionType.Ss, 1 << 16, Address + 17);
        crooked.Refused(Errno.EINVAL);
    }
}
