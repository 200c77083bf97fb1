using WarpDrive.Hisilicon;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

public sealed class DeviceTests
{
    [Fact]
    public void Devices_are_listed_in_the_order_of_the_registry()
    {
        using var daemon = new TestDaemon(kinds: [.. SoftwareDevices.Kinds]);
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        Assert.Equal(daemon.Registry.Devices.Select(device => device.Name), client.List());
        Assert.Equal(4, client.List().Length);
    }

    [Fact]
    public void More_devices_than_one_packet_holds_are_listed_in_parts()
    {
        using var daemon = new TestDaemon(kinds: [.. Enumerable.Repeat(SoftwareDevices.Null, 100)]);
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        var names = new List<uint>();
        uint seen = 0;
        while (true)
        {
            using RawReply reply = client.Ask(new ListRequest { Header = client.Header(WireType.List, ListRequest.Size), First = seen });
            ListReply list = reply.As<ListReply>();
            Assert.Equal(100u, list.Total);
            if (list.Count == 0)
            {
                break;
            }

            seen += list.Count;
            names.Add(list.Count);
        }

        Assert.Equal([63u, 37u], names);
        using RawReply beyond = client.Ask(new ListRequest { Header = client.Header(WireType.List, ListRequest.Size), First = uint.MaxValue });
        Assert.Equal(0u, beyond.As<ListReply>().Count);
    }

    [Fact]
    public void Attributes_read_as_their_files_would()
    {
        using var daemon = new TestDaemon(kinds: SoftwareDevices.Zip);
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        RegisteredDevice device = daemon.Registry.Devices[0];
        foreach (string attribute in (string[])["api", "flags", "algorithms", "region_dus_size", "isolate_strategy", "available_instances"])
        {
            using RawReply reply = client.Read(device.Name, attribute);
            Assert.Equal(device.ReadAttribute(attribute), reply.Words);
        }

        using RawReply unknown = client.Read(device.Name, "colour");
        unknown.Refused(Errno.ENOENT);
        using RawReply nobody = client.Read("hisi_zip-77", "api");
        Assert.Contains("hisi_zip-77", nobody.Refused(Errno.ENODEV), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_shared_addresses_sees_devices_without_them()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath, sva: false);
        using RawReply flags = client.Read(daemon.Null, "flags");
        Assert.Equal("0\n", flags.Words);
        using RawReply api = client.Read(daemon.Null, "api");
        Assert.EndsWith("_noiommu\n", api.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_daemons_own_user_writes_attributes()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply written = client.Write(daemon.Null, "isolate_strategy", "77");
        Assert.Equal(Errno.None, written.Errno);
        Assert.Equal("77\n", daemon.Registry.Devices[0].ReadAttribute("isolate_strategy"));
        using RawReply text = client.Write(daemon.Null, "isolate_strategy", "many");
        text.Refused(Errno.EINVAL);
        using RawReply closed = client.Write(daemon.Null, "api", "x");
        closed.Refused(Errno.EACCES);
        using RawReply large = client.Write(daemon.Null, "isolate_strategy", new string('1', 257));
        large.Refused(Errno.EPROTO);
    }

    [Fact]
    public void Names_that_are_none_are_refused()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        var request = new ChannelRequest { Header = client.Header(WireType.Channel, ChannelRequest.Size) };
        using RawReply empty = client.Ask(request);
        empty.Refused(Errno.EINVAL);
        using RawReply control = client.Read("wd\nnull", "api");
        control.Refused(Errno.EINVAL);
        Span<byte> name = request.Device;
        name.Fill((byte)'a');
        using RawReply unterminated = client.Ask(request);
        unterminated.Refused(Errno.EINVAL);
    }

    [Fact]
    public void A_removed_device_leaves_the_list_and_its_name_finds_the_next_one()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        string name = daemon.Null;
        uint channel = 0;
        OpenReply queue = client.OpenQueue(name, ref channel);
        daemon.Registry.Remove(daemon.Registry.Devices[0]);
        Assert.Empty(client.List());
        using RawReply dead = client.Ioctl(queue.Queue, Uacce.UacceIoctl.StartQueue);
        dead.Refused(Errno.ENXIO);
        using RawReply gone = client.Channel(name);
        gone.Refused(Errno.ENODEV);

        daemon.Registry.Add(SoftwareDevices.Create(SoftwareDevices.Null, new Hisilicon.Qm.QmDeviceOptions()));
        Assert.Equal([name], client.List());
        using RawReply old = client.Open(name, channel);
        old.Refused(Errno.EINVAL);
        uint next = 0;
        client.OpenQueue(name, ref next);
        Assert.NotEqual(channel, next);
        using RawReply closed = client.Close(queue.Queue);
        Assert.Equal(Errno.None, closed.Errno);
    }
}
