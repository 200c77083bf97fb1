using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <content>Requests about devices (uacced.md §3.1 to §3.3).</content>
internal sealed partial class Session
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Carries a request out and writes its reply.</summary>
    /// <returns>Bytes of the reply.</returns>
    private int Handle(in WireHeader header, ReadOnlySpan<byte> packet)
    {
        var type = (WireType)header.Type;
        if (!Enum.IsDefined(type))
        {
            throw new MalformedPacketException(Errno.ENOSYS, $"there is no request of type {header.Type} in version {WireLimits.HighestVersion}");
        }

        if (type != WireType.Hello && _arrivedCount != 0)
        {
            throw new MalformedPacketException(Errno.EPROTO, $"descriptors come with HELLO only, not with {RequestName(header)}");
        }

        if (type != WireType.Hello && _client is null)
        {
            throw new MalformedPacketException(Errno.EPROTO, "the first request is HELLO");
        }

        if (!header.IsPlainRequest)
        {
            LinuxException.Throw(RequestName(header), Errno.EINVAL, "a reserved field is not zero");
        }

        return type switch
        {
            WireType.Hello => Hello(Exact<HelloRequest>(packet)),
            WireType.List => List(Exact<ListRequest>(packet)),
            WireType.Read => Read(Exact<AttributeRequest>(packet)),
            WireType.Write => Write(packet),
            WireType.Channel => Channel(Exact<ChannelRequest>(packet)),
            WireType.Open => Open(Exact<OpenRequest>(packet)),
            WireType.Map => Map(Exact<MapRequest>(packet)),
            WireType.Unmap => Unmap(Exact<UnmapRequest>(packet)),
            WireType.Ioctl => Ioctl(packet),
            WireType.Close => Close(Exact<CloseRequest>(packet)),
            _ => Statistics(Exact<StatisticsRequest>(packet)),
        };
    }

    private int Hello(in HelloRequest hello)
    {
        if (_client is not null)
        {
            throw new MalformedPacketException(Errno.EPROTO, "HELLO was said already");
        }

        if (hello.Magic != WireLimits.Magic)
        {
            throw new MalformedPacketException(Errno.EPROTO, "the magic number is not that of HELLO: the client speaks another protocol");
        }

        if (!hello.IsPlain || (hello.Flags & ~HelloRequest.HasMemory) != 0 || hello.LowestVersion > hello.HighestVersion)
        {
            LinuxException.Throw("hello", Errno.EINVAL, "a reserved field is not zero, or the lowest version is above the highest");
        }

        ushort version = Math.Min(hello.HighestVersion, WireLimits.HighestVersion);
        if (version < Math.Max(hello.LowestVersion, WireLimits.LowestVersion))
        {
            return HelloReplied(
                hello, -(int)Errno.EPROTONOSUPPORT, 0, 0,
                $"the client speaks versions {hello.LowestVersion} to {hello.HighestVersion}, this daemon {WireLimits.LowestVersion} to {WireLimits.HighestVersion}");
        }

        var identity = new ProcessIdentity(Peer.Pid, ProcessStart.Read(Peer.Pid), hello.Space);
        string words = TakeMemory(hello, identity);
        _known = _server.Clients.Join(Peer.Pid, identity.StartTime, Peer.Uid, _user.Budget);
        _client = new RemoteClient(_server.Registry, _known.Account, _memory, identity)
        {
            Isolated = queue => _server.Audit.Isolated(Peer, queue.Device.Name, queue.Number),
        };
        _server.Clients.Add(_known, _client);
        Volatile.Write(ref _account, _known.Account);
        _server.Audit.Attached(Peer, _client.HasSva ? "shared addresses" : "reserved memory only");
        uint flags = (_client.HasSva ? HelloReply.HasSva : 0) | (_server.IsDraining ? HelloReply.IsEnding : 0);
        return HelloReplied(hello, 0, version, flags, words);
    }

    private int HelloReplied(in HelloRequest hello, int status, ushort version, uint flags, string words)
    {
        int text = Wire.WriteText(_reply.AsSpan(HelloReply.Size), words, WireLimits.Words);
        Quota quota = _user.Quota;
        var reply = new HelloReply
        {
            Header = WireHeader.Reply(hello.Header, HelloReply.Size + text, status),
            Version = version,
            LowestVersion = WireLimits.LowestVersion,
            HighestVersion = WireLimits.HighestVersion,
            Instance = _server.Instance,
            Flags = flags,
            PageSize = (uint)Libc.PageSize,
            Queues = (uint)quota.Queues,
            LargestPacket = WireLimits.Packet,
            ReservedBytes = (ulong)quota.ReservedBytes,
        };
        MemoryMarshal.Write(_reply, reply);
        return HelloReply.Size + text;
    }

    /// <summary>Takes the descriptors of the client's memory over.</summary>
    /// <returns>Empty; without them: why there is no SVA, and what to do.</returns>
    private string TakeMemory(in HelloRequest hello, ProcessIdentity identity)
    {
        bool comes = (hello.Flags & HelloRequest.HasMemory) != 0;
        if (_arrivedCount != (comes ? 2 : 0))
        {
            throw new MalformedPacketException(Errno.EPROTO, $"HELLO came with {_arrivedCount} descriptors, and its flags say {(comes ? 2 : 0)}");
        }

        if (!comes)
        {
            return "the client sent no descriptors of /proc/self/mem and /proc/self/maps: mount /proc where it runs, and let it be dumpable (prctl PR_SET_DUMPABLE)";
        }

        if (_server.Registry.Options.WithoutSva)
        {
            return "this daemon shares addresses with nobody (devices.sva of its configuration, or --without-sva)";
        }

        try
        {
            _memory = new ProcessSource(_arrived[0]!, _arrived[1]!, identity);
        }
        catch (LinuxException e)   // they are something else, or what this kernel calls so: reserved memory works without them
        {
            return RefusalWords.Of(e);
        }

        _arrivedCount = 0;   // its own from here on
        _arrived.AsSpan().Clear();
        return string.Empty;
    }

    private int List(in ListRequest list)
    {
        IReadOnlyList<RegisteredDevice> devices = _server.Registry.Devices;
        int first = (int)Math.Min(list.First, (uint)devices.Count);
        int count = Math.Min(devices.Count - first, ListReply.MostNames);
        int length = ListReply.Size;
        for (int i = 0; i < count; i++, length += WireName.Size)
        {
            _ = WireName.TryCreate(devices[first + i].Name, out WireName name);   // the registry allows no longer ones
            MemoryMarshal.Write(_reply.AsSpan(length), name);
        }

        MemoryMarshal.Write(_reply, new ListReply { Header = WireHeader.Reply(list.Header, length), Total = (uint)devices.Count, Count = (uint)count });
        return length;
    }

    private int Read(in AttributeRequest read)
    {
        string text = _client!.ReadAttribute(FindDevice(read.Device), Name(read.Attribute, "attribute"));
        if (Encoding.UTF8.GetByteCount(text) > WireLimits.Text)
        {
            LinuxException.Throw("read", Errno.EOVERFLOW, $"the attribute has more than {WireLimits.Text} bytes");
        }

        int length = WireHeader.Size + Wire.WriteText(_reply.AsSpan(WireHeader.Size), text, WireLimits.Text);
        MemoryMarshal.Write(_reply, WireHeader.Reply(read.Header, length));
        return length;
    }

    private int Write(ReadOnlySpan<byte> packet)
    {
        AttributeRequest write = WithRest<AttributeRequest>(packet, WireLimits.Value, out ReadOnlySpan<byte> value);
        if (!IsPrivileged)
        {
            LinuxException.Throw("write", Errno.EACCES, $"user {Peer.Uid} may not write attributes: root and the daemon's own user may");
        }

        RegisteredDevice device = FindDevice(write.Device);
        string text;
        try
        {
            text = s_strict.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            throw new LinuxException("write", Errno.EINVAL, "the value is not UTF-8");
        }

        device.WriteAttribute(Name(write.Attribute, "attribute"), text);
        return Done(write.Header);
    }

    private bool IsPrivileged => Peer.Uid == 0 || Peer.Uid == Libc.Geteuid();

    private RegisteredDevice FindDevice(in WireName wire)
    {
        string name = Name(wire, "device");
        foreach (RegisteredDevice device in _server.Registry.Devices)
        {
            if (device.Name == name)
            {
                return device;
            }
        }

        throw new LinuxException("find", Errno.ENODEV, $"there is no device {name}");
    }

    // What goes into words and logs later must not look like something else there.
    private static string Name(in WireName wire, string what) =>
        wire.TryRead(out string? name) && !name.Any(char.IsControl)
            ? name
            : throw new LinuxException("find", Errno.EINVAL, $"the name of the {what} is not 1…63 bytes of text, padded with zeros");

    private static T Exact<T>(ReadOnlySpan<byte> packet)
        where T : unmanaged => Wire.TryReadExact(packet, out T message)
            ? message
            : throw new MalformedPacketException(Errno.EPROTO, $"the packet has {packet.Length} bytes, and such a request {Unsafe.SizeOf<T>()}");

    private static T WithRest<T>(ReadOnlySpan<byte> packet, int most, out ReadOnlySpan<byte> rest)
        where T : unmanaged => Wire.TryRead(packet, most, out T message, out rest)
            ? message
            : throw new MalformedPacketException(
                Errno.EPROTO, $"the packet has {packet.Length} bytes, and such a request {Unsafe.SizeOf<T>()} to {Unsafe.SizeOf<T>() + most}");

    private int Done(in WireHeader request, int status = 0)
    {
        MemoryMarshal.Write(_reply, WireHeader.Reply(request, WireHeader.Size, status));
        return WireHeader.Size;
    }
}
