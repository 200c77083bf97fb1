using System.Runtime.InteropServices;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <content>Requests about channels and queues (uacced.md §3.4 to §3.8).</content>
internal sealed partial class Session
{
    private readonly Dictionary<uint, RingChannel> _channels = [];
    private readonly Dictionary<uint, SessionQueue> _queues = [];
    private uint _lastHandle;
    private long _opened;

    private int Channel(in ChannelRequest request)
    {
        RefuseWhenDraining("channel");
        RegisteredDevice device = FindDevice(request.Device);
        DropDeadChannels();
        if (_channels.Values.Any(channel => channel.Device == device))
        {
            LinuxException.Throw("channel", Errno.EEXIST, $"the connection has a channel of {device.Name}");
        }

        RingChannel made = _client!.OpenChannel(device, device.Profile.Instances);
        uint handle = NextHandle(_channels);
        _channels.Add(handle, made);
        Attach(made.Memory, giveAway: true);
        Attach(made.Kick, giveAway: false);
        var reply = new ChannelReply
        {
            Header = WireHeader.Reply(request.Header, ChannelReply.Size),
            Channel = handle,
            Slots = (uint)made.Slots,
            Length = (uint)made.Length,
        };
        MemoryMarshal.Write(_reply, reply);
        return ChannelReply.Size;
    }

    private int Open(in OpenRequest request)
    {
        if (!request.IsPlain)
        {
            LinuxException.Throw("open", Errno.EINVAL, "a reserved field is not zero");
        }

        RefuseWhenDraining("open");
        RegisteredDevice device = FindDevice(request.Device);
        if (!_channels.TryGetValue(request.Channel, out RingChannel? channel) || channel.Device != device)
        {
            throw new LinuxException("open", Errno.EINVAL, $"{request.Channel} is no channel of {device.Name}");
        }

        _user.TakeQueue();
        RemoteQueue queue;
        try
        {
            queue = _client!.Open(device, channel);
        }
        catch
        {
            _user.ReturnQueue();
            throw;
        }

        uint handle = NextHandle(_queues);
        _queues.Add(handle, new SessionQueue(queue, device));
        _opened++;
        Attach(queue.DusMemory, giveAway: true);
        Attach(queue.CtlMemory, giveAway: true);
        Attach(queue.Event, giveAway: true);
        DeviceProfile profile = queue.Profile;
        DoorbellLayout doorbell = profile.Doorbell;
        var reply = new OpenReply
        {
            Header = WireHeader.Reply(request.Header, OpenReply.Size),
            Queue = handle,
            Number = queue.Number,
            Slot = (uint)queue.Slot,
            Pasid = queue.Pasid,
            MmioLength = (uint)profile.MmioSize,
            DusLength = (uint)queue.DusLength,
            CtlLength = (uint)queue.CtlLength,
            SqDepth = (uint)profile.SqDepth,
            CqDepth = (uint)profile.CqDepth,
            DoorbellOffset = (uint)doorbell.Offset,
            QueueMask = doorbell.QueueMask,
            ReservedMask = doorbell.ReservedMask,
            CommandShift = (uint)doorbell.CommandShift,
            CommandMask = (uint)doorbell.CommandMask,
            IndexShift = (uint)doorbell.IndexShift,
            PriorityShift = (uint)doorbell.PriorityShift,
            PriorityMask = (uint)doorbell.PriorityMask,
            DeviceFlags = (uint)queue.Flags,
        };
        MemoryMarshal.Write(_reply, reply);
        return OpenReply.Size;
    }

    private int Map(in MapRequest request)
    {
        SessionQueue queue = FindQueue(request.Queue, "mmap");
        RegionType type = Region(request.Region);
        if (request.Length is 0 or > int.MaxValue || (type != RegionType.Ss && request.Address != 0))
        {
            LinuxException.Throw("mmap", Errno.EINVAL, $"{request.Length} bytes at {request.Address:x} of region {type}: an address belongs to region 2");
        }

        long counted = type == RegionType.Ss && !queue.IsMapped(type) ? Libc.RoundUpToPage((long)request.Length) : 0;
        _user.TakeReserved(counted);
        try
        {
            if (queue.Queue.Map(type, (long)request.Length, request.Address) is { } memory)
            {
                Attach(memory, giveAway: true);
            }
        }
        catch
        {
            _user.ReturnReserved(counted);
            throw;
        }

        queue.ReservedBytes += counted;
        queue.SetMapped(type, true);
        return Done(request.Header);
    }

    private int Unmap(in UnmapRequest request)
    {
        SessionQueue queue = FindQueue(request.Queue, "munmap", evenClosed: true);
        RegionType type = Region(request.Region);
        queue.Queue.Unmap(type);
        queue.SetMapped(type, false);
        if (type == RegionType.Ss)
        {
            _user.ReturnReserved(queue.ReservedBytes);
            queue.ReservedBytes = 0;
        }

        ForgetReleased(request.Queue, queue);
        return Done(request.Header);
    }

    private int Ioctl(ReadOnlySpan<byte> packet)
    {
        IoctlRequest request = WithRest<IoctlRequest>(packet, WireLimits.Argument, out ReadOnlySpan<byte> argument);
        SessionQueue queue = FindQueue(request.Queue, "ioctl");
        Span<byte> room = _reply.AsSpan(WireHeader.Size, argument.Length);
        argument.CopyTo(room);
        int status = queue.Queue.Ioctl(request.Command, room);
        int length = WireHeader.Size + room.Length;
        MemoryMarshal.Write(_reply, WireHeader.Reply(request.Header, length, status));
        return length;
    }

    private int Close(in CloseRequest request)
    {
        SessionQueue queue = FindQueue(request.Queue, "close");
        queue.Queue.Close();
        queue.IsClosed = true;
        ForgetReleased(request.Queue, queue);
        return Done(request.Header);
    }

    private void ForgetReleased(uint handle, SessionQueue queue)
    {
        if (queue.IsReleased)
        {
            _queues.Remove(handle);
            GiveBack(queue);
        }
    }

    private void GiveBack(SessionQueue queue)
    {
        _user.ReturnQueue();
        _user.ReturnReserved(queue.ReservedBytes);
    }

    private SessionQueue FindQueue(uint handle, string call, bool evenClosed = false) =>
        _queues.TryGetValue(handle, out SessionQueue? queue) && (evenClosed || !queue.IsClosed)
            ? queue : throw new LinuxException(call, Errno.EBADF, $"{handle} is no open queue of this connection");

    private static RegionType Region(uint region) =>
        region <= (uint)RegionType.Ctl ? (RegionType)region : throw new LinuxException("mmap", Errno.EINVAL, $"there is no region {region}");

    private void RefuseWhenDraining(string call)
    {
        if (_server.IsDraining)
        {
            LinuxException.Throw(call, Errno.ESHUTDOWN, "the daemon is ending and opens nothing any more");
        }
    }

    // A device that comes back has the same name and is another one. The core has ended these channels.
    private void DropDeadChannels()
    {
        foreach ((uint handle, RingChannel channel) in _channels.Where(pair => !pair.Value.Device.IsRegistered).ToArray())
        {
            _channels.Remove(handle);
            channel.Dispose();
        }
    }

    private uint NextHandle<T>(Dictionary<uint, T> used)
    {
        do
        {
            _lastHandle++;   // not the lowest free one: a handle that was closed is not soon another queue's
        }
        while (_lastHandle == 0 || used.ContainsKey(_lastHandle));
        return _lastHandle;
    }
}
