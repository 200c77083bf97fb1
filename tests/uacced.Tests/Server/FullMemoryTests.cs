using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

/// <summary>Requests that need memory on a machine that has none: ENOMEM, and everything as before. No other test runs meanwhile, it would have none either.</summary>
[Collection(nameof(DescriptorTests))]
public sealed class FullMemoryTests : IDisposable
{
    private const int Often = 1100;   // more than a device has queues, and a channel slots: with one lost each time, another error would come
    private const ulong Address = 0x7000_0000_0000;

    private readonly TestDaemon _daemon = new(
        static options => options with { Limits = new DaemonLimits { Quota = new Quota { Queues = 2, ReservedBytes = 1 << 20 } } });

    public void Dispose()
    {
        Libc.HasNoMemoryFor = null;
        _daemon.Dispose();
    }

    [Theory]
    [InlineData(" DUS")]
    [InlineData(" CTL")]
    public void An_open_without_memory_takes_no_queue_no_slot_no_quota_and_no_descriptor(string region)
    {
        using RawClient client = RawClient.Attach(_daemon.SocketPath);
        uint channel = 0;
        OpenReply first = client.OpenQueue(_daemon.Null, ref channel);
        string free = Free(client);
        int descriptors = Descriptors();
        MustFail(region, () => client.Open(_daemon.Null, channel));
        Assert.Equal(free, Free(client));
        Assert.Equal(1, _daemon.Registry.Devices[0].OpenQueues);
        Assert.Equal(1, Assert.Single(_daemon.Server.Accounts.Snapshot()).Queues);
        TestDaemon.Until(() => Descriptors() <= descriptors, "the descriptors are closed");

        OpenReply second = client.OpenQueue(_daemon.Null, ref channel);
        Assert.NotEqual(first.Slot, second.Slot);
        Assert.Equal(first.Pasid, second.Pasid);
        using RawReply third = client.Open(_daemon.Null, channel);
        third.Refused(Errno.EDQUOT);
    }

    [Fact]
    public void An_open_without_memory_by_the_first_queue_of_a_client_binds_no_address_space()
    {
        using RawClient client = RawClient.Attach(_daemon.SocketPath);
        using RawReply made = client.Channel(_daemon.Null);
        uint channel = made.As<ChannelReply>().Channel;
        MustFail(" CTL", () => client.Open(_daemon.Null, channel));
        Assert.Equal(0, _daemon.Registry.BoundAddressSpaces);
        Assert.NotEqual(0u, client.OpenQueue(_daemon.Null, ref channel).Pasid);
        Assert.Equal(1, _daemon.Registry.BoundAddressSpaces);
    }

    [Fact]
    public void A_channel_without_memory_is_not_there_and_the_next_one_is()
    {
        using RawClient client = RawClient.Attach(_daemon.SocketPath);
        MustFail(" channel", () => client.Channel(_daemon.Null), 1);   // the first one makes the bell, which stays
        int descriptors = Descriptors();
        MustFail(" channel", () => client.Channel(_daemon.Null));
        TestDaemon.Until(() => Descriptors() <= descriptors, "the descriptors are closed");
        uint channel = 0;
        client.OpenQueue(_daemon.Null, ref channel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reservation_without_memory_takes_no_quota_no_address_and_no_reference(bool sva)
    {
        using RawClient client = RawClient.Attach(_daemon.SocketPath, sva);
        uint channel = 0;
        OpenReply queue = client.OpenQueue(_daemon.Null, ref channel);
        int descriptors = Descriptors();
        MustFail(" SS", () => client.Map(queue.Queue, RegionType.Ss, 1 << 16, Address));
        Assert.Equal(0, Assert.Single(_daemon.Server.Accounts.Snapshot()).ReservedBytes);
        TestDaemon.Until(() => Descriptors() <= descriptors, "the descriptors are closed");

        using (RawReply all = client.Map(queue.Queue, RegionType.Ss, 1 << 20, Address))
        {
            Assert.Equal(1 << 20, RandomAccess.GetLength(Assert.Single(all.Descriptors)));
        }

        using RawReply unmapped = client.Unmap(queue.Queue, RegionType.Ss);
        Assert.Equal(Errno.None, unmapped.Errno);
        using RawReply closed = client.Close(queue.Queue);
        Assert.Equal(Errno.None, closed.Errno);
        Assert.Equal(0, _daemon.Registry.Devices[0].OpenQueues);
    }

    private static void MustFail(string region, Func<RawReply> request, int times = Often)
    {
        Libc.HasNoMemoryFor = name => name.EndsWith(region, StringComparison.Ordinal);
        for (int i = 0; i < times; i++)
        {
            using RawReply reply = request();
            Assert.Contains("bytes", reply.Refused(Errno.ENOMEM), StringComparison.Ordinal);
        }

        Libc.HasNoMemoryFor = null;
    }

    private string Free(RawClient client)
    {
        using RawReply reply = client.Read(_daemon.Null, DeviceAttribute.AvailableInstances);
        return reply.Words;
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;
}
