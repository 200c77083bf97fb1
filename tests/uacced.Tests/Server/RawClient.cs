using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

/// <summary>The client side of the socket and nothing above it: sends what it is told, also nonsense.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly SafeFileHandle _socket;
    private uint _sequence;

    internal RawClient(string path) => _socket = Libc.SeqpacketConnect(path);

    /// <summary>Connects, and says HELLO with the descriptors of this process.</summary>
    internal static RawClient Attach(string path, bool sva = true, Guid? token = null)
    {
        var client = new RawClient(path);
        using RawReply reply = client.Hello(sva, token);
        reply.As<HelloReply>();
        return client;
    }

    internal RawReply Hello(bool sva = true, Guid? token = null, Func<HelloRequest, HelloRequest>? change = null, int descriptors = 2)
    {
        var hello = new HelloRequest
        {
            Header = Header(WireType.Hello, HelloRequest.Size),
            Magic = WireLimits.Magic,
            LowestVersion = 1,
            HighestVersion = 1,
            Space = token ?? Guid.NewGuid(),
            Flags = sva ? HelloRequest.HasMemory : 0,
        };
        hello = change?.Invoke(hello) ?? hello;
        if (!sva)
        {
            return Ask(hello);
        }

        using SafeFileHandle memory = File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using SafeFileHandle maps = File.OpenHandle("/proc/self/maps", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        SafeFileHandle[] both = [memory, maps, maps, maps];
        return Ask(hello, both[..descriptors]);
    }

    internal WireHeader Header(WireType type, int bytes) => WireHeader.Request(type, ++_sequence, bytes);

    internal RawReply Ask<T>(T message, params SafeFileHandle[] descriptors)
        where T : unmanaged => Ask(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in message)), descriptors);

    internal RawReply Ask(ReadOnlySpan<byte> packet, params SafeFileHandle[] descriptors)
    {
        Send(packet, descriptors);
        RawReply? reply = Receive();
        Assert.True(reply is not null, "the connection was closed");
        return reply;
    }

    internal void Send(ReadOnlySpan<byte> packet, params SafeFileHandle[] descriptors) =>
        Assert.Equal(Errno.None, Libc.SendPacket(_socket, packet, descriptors));

    /// <summary>Sends what may find the connection closed.</summary>
    internal Errno TrySend(ReadOnlySpan<byte> packet) => Libc.SendPacket(_socket, packet, []);

    /// <summary>The next reply; null when the connection was closed.</summary>
    internal RawReply? Receive()
    {
        PollFd[] fds = [new PollFd { Fd = (int)_socket.DangerousGetHandle(), Events = Libc.POLLIN }];
        Assert.True(Libc.Poll(fds, s_deadline) == 1, "no reply in time");
        byte[] room = new byte[WireLimits.Packet + 1];
        var handles = new SafeFileHandle?[8];
        int length = Libc.ReceivePacket(_socket, room, handles, out int count, out _, out bool truncated, out Errno errno);
        if (length == 0 || errno == Errno.ECONNRESET)
        {
            return null;
        }

        Assert.False(truncated);
        Assert.Equal(Errno.None, errno);
        var reply = new RawReply(room[..length], [.. handles[..count].Select(handle => handle!)]);
        Assert.Equal((uint)length, reply.Header.Bytes);
        Assert.True((reply.Header.Type & WireHeader.ReplyBit) != 0);
        Assert.Equal(0, reply.Header.Reserved);
        return reply;
    }

    internal string[] List()
    {
        using RawReply reply = Ask(new ListRequest { Header = Header(WireType.List, ListRequest.Size) });
        ListReply list = reply.As<ListReply>();
        Assert.Equal(ListReply.Size + ((int)list.Count * WireName.Size), reply.Bytes.Length);
        return [.. Enumerable.Range(0, (int)list.Count).Select(i =>
        {
            WireName name = MemoryMarshal.Read<WireName>(reply.Bytes.AsSpan(ListReply.Size + (i * WireName.Size)));
            Assert.True(name.TryRead(out string? text));
            return text!;
        })];
    }

    internal RawReply Read(string device, string attribute) => Ask(Attribute(WireType.Read, device, attribute));

    internal RawReply Write(string device, string attribute, string value)
    {
        byte[] packet = new byte[AttributeRequest.Size + value.Length];
        AttributeRequest request = Attribute(WireType.Write, device, attribute);
        request.Header.Bytes = (uint)packet.Length;
        MemoryMarshal.Write(packet, request);
        System.Text.Encoding.ASCII.GetBytes(value, packet.AsSpan(AttributeRequest.Size));
        return Ask(packet);
    }

    internal RawReply Channel(string device) => Ask(new ChannelRequest { Header = Header(WireType.Channel, ChannelRequest.Size), Device = Name(device) });

    internal RawReply Open(string device, uint channel) =>
        Ask(new OpenRequest { Header = Header(WireType.Open, OpenRequest.Size), Device = Name(device), Channel = channel });

    internal RawReply Map(uint queue, RegionType region, ulong length, ulong address = 0) => Ask(new MapRequest
    {
        Header = Header(WireType.Map, MapRequest.Size),
        Queue = queue,
        Region = (uint)region,
        Length = length,
        Address = address,
    });

    internal RawReply Unmap(uint queue, RegionType region) =>
        Ask(new UnmapRequest { Header = Header(WireType.Unmap, UnmapRequest.Size), Queue = queue, Region = (uint)region });

    internal RawReply Ioctl(uint queue, uint command, params byte[] argument)
    {
        byte[] packet = new byte[IoctlRequest.Size + argument.Length];
        MemoryMarshal.Write(packet, new IoctlRequest { Header = Header(WireType.Ioctl, packet.Length), Queue = queue, Command = command });
        argument.CopyTo(packet, IoctlRequest.Size);
        return Ask(packet);
    }

    internal RawReply Close(uint queue) => Ask(new CloseRequest { Header = Header(WireType.Close, CloseRequest.Size), Queue = queue });

    /// <summary>Opens a channel and a queue on a device.</summary>
    internal OpenReply OpenQueue(string device, ref uint channel)
    {
        if (channel == 0)
        {
            using RawReply made = Channel(device);
            channel = made.As<ChannelReply>().Channel;
        }

        using RawReply opened = Open(device, channel);
        return opened.As<OpenReply>();
    }

    internal static WireName Name(string text)
    {
        Assert.True(WireName.TryCreate(text, out WireName name));
        return name;
    }

    public void Dispose() => _socket.Dispose();

    private AttributeRequest Attribute(WireType type, string device, string attribute) =>
        new() { Header = Header(type, Unsafe.SizeOf<AttributeRequest>()), Device = Name(device), Attribute = Name(attribute) };
}
