using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

/// <summary>Counts the descriptors of this process, and so runs when no other test does.</summary>
[Collection(nameof(DescriptorTests))]
public sealed class DescriptorTests
{
    [Fact]
    public void Descriptors_where_none_belong_are_refused_and_closed()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using SafeFileHandle bell = Libc.Eventfd();
        Ask(1);   // what the first needs stays
        int before = Directory.GetFiles("/proc/self/fd").Length;
        for (int i = 1; i <= 8; i++)
        {
            Ask(i);
        }

        TestDaemon.Until(() => Directory.GetFiles("/proc/self/fd").Length <= before, "the descriptors are closed");

        void Ask(int descriptors)
        {
            using RawReply reply = client.Ask(PacketTests.Packet(ListRequest.Size, WireType.List), [.. Enumerable.Repeat(bell, descriptors)]);
            reply.Refused(Errno.EPROTO);
        }
    }

    [Fact]
    public void A_client_that_goes_leaves_no_queue_no_pasid_and_no_descriptor()
    {
        using var daemon = new TestDaemon();
        using (RawClient first = RawClient.Attach(daemon.SocketPath))
        {
            uint warm = 0;
            first.OpenQueue(daemon.Null, ref warm);
        }

        Settle(daemon);
        int descriptors = Directory.GetFiles("/proc/self/fd").Length;
        for (int round = 0; round < 5; round++)
        {
            using RawClient client = RawClient.Attach(daemon.SocketPath);
            uint channel = 0;
            for (int i = 0; i < 10; i++)
            {
                OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
                using RawReply mapped = client.Map(queue.Queue, RegionType.Dus, queue.DusLength);
                using RawReply started = client.Ioctl(queue.Queue, UacceIoctl.StartQueue);
                Assert.Equal(Errno.None, started.Errno);
            }

            client.Dispose();
            Settle(daemon);
        }

        TestDaemon.Until(() => Directory.GetFiles("/proc/self/fd").Length <= descriptors, "the descriptors are back");
    }

    private static void Settle(TestDaemon daemon)
    {
        TestDaemon.Until(() => daemon.Server.Connections == 0, "the connection has ended");
        Assert.Equal(0, daemon.Registry.Devices.Sum(device => device.OpenQueues));
        Assert.Equal(0, daemon.Registry.BoundAddressSpaces);
        Assert.Empty(daemon.Server.Accounts.Snapshot());
    }
}
