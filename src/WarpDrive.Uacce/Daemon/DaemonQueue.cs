using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>This process's record of a queue that is open in the daemon: regions, references, cells. What descriptor and mappings refer to.</summary>
/// <remarks>Control operations go to the daemon, which has the state machine; what is kept here is what rings and waits need without asking it.</remarks>
internal sealed partial class DaemonQueue
{
    private const int RegionTypes = 4;
    private const int MostDepth = 1 << 16;

    private readonly DaemonConnection _connection;
    private readonly DaemonSettings _settings;
    private readonly DaemonChannel _channel;
    private readonly ClientEvent _event;
    private readonly MappedMemory _dus;
    private readonly MappedMemory _ctl;
    private readonly DoorbellLayout _doorbell;
    private readonly uint _number;
    private readonly int _slot;
    private readonly uint _sqDepth;
    private readonly uint _cqDepth;
    private readonly Lock _regions = new();
    private int _references = 1;
    private int _descriptorClosed;
    private volatile bool _running;

    /// <summary>Takes over what the daemon opened; when it makes no sense, closes it again.</summary>
    /// <param name="connection">Where it is open.</param>
    /// <param name="settings">Patience.</param>
    /// <param name="device">Its device.</param>
    /// <param name="channel">The channel of the device.</param>
    /// <param name="reply">Reply to OPEN.</param>
    /// <exception cref="LinuxException">EPROTO: it makes no sense. What mmap says.</exception>
    internal DaemonQueue(DaemonConnection connection, DaemonSettings settings, string device, DaemonChannel channel, DaemonReply reply)
    {
        OpenReply open = reply.Read<OpenReply>("open", descriptors: 3);
        _connection = connection;
        _settings = settings;
        _channel = channel;
        DeviceName = device;
        Handle = open.Queue;
        try
        {
            Check(open, channel);
            _number = open.Number;
            _slot = (int)open.Slot;
            _sqDepth = open.SqDepth;
            _cqDepth = open.CqDepth;
            _doorbell = new DoorbellLayout(
                (int)open.DoorbellOffset, open.QueueMask, open.ReservedMask, (int)open.CommandShift, open.CommandMask, (int)open.IndexShift,
                (int)open.PriorityShift, open.PriorityMask);
            using (SafeFileHandle ctl = reply.Take(1))
            {
                _ctl = MappedMemory.OfFile(ctl, (int)open.CtlLength);
            }

            using (SafeFileHandle dus = reply.Take(0))
            {
                _dus = MappedMemory.OfFile(dus, (int)open.DusLength);
            }

            if (_ctl.At<uint>(CtlLayout.Version) != CtlLayout.CurrentVersion)
            {
                LinuxException.Throw("open", Errno.EPROTO, "the CTL region has another version");
            }

            _event = ClientEvent.Of(reply.Take(2));
        }
        catch
        {
            _ctl?.Retire();
            _dus?.Retire();
            TryClose(WireType.Close, new CloseRequest { Queue = open.Queue });
            throw;
        }
    }

    /// <summary>The daemon's handle.</summary>
    internal uint Handle { get; }

    /// <summary>Device name.</summary>
    internal string DeviceName { get; }

    /// <summary>True once nothing will be posted any more: the device or the daemon is gone, or the queue was isolated.</summary>
    internal bool IsDead => Volatile.Read(ref _ctl.At<uint>(CtlLayout.State)) != QueueLife.Alive;

    /// <summary>The completion event.</summary>
    internal int EventDescriptor => _event.Descriptor;

    /// <summary>ioctl(2).</summary>
    internal int Ioctl(uint command, Span<byte> argument)
    {
        _connection.CheckOwner("ioctl");
        if (command == UacceIoctl.PutQueue)
        {
            _running = false;
        }

        if (argument.Length > WireLimits.Argument)
        {
            argument = argument[..WireLimits.Argument];   // no command has more; the rest could not be of interest to the daemon
        }

        using DaemonReply reply = _connection.Call(
            WireType.Ioctl, new IoctlRequest { Queue = Handle, Command = command }, argument, _settings.DrainPatience);
        if (reply.DescriptorCount != 0 || reply.Body.Length != argument.Length)
        {
            LinuxException.Throw("ioctl", Errno.EPROTO, $"{reply.Body.Length} bytes of argument came back, {argument.Length} were sent");
        }

        reply.Body.CopyTo(argument);
        switch (command)
        {
            case UacceIoctl.StartQueue:
                OnStarted();
                break;
            case UacceIoctl.PutQueue:
                _running = false;   // again: a START may have been answered in between
                break;
        }

        return reply.Header.Status;
    }

    /// <summary>mmap(2): the checks of uacce.md §3.3 are the daemon's; what does not exist here is refused without asking.</summary>
    internal DaemonMapping Map(RegionType type, int length)
    {
        _connection.CheckOwner("mmap");
        if ((uint)type >= RegionTypes)
        {
            LinuxException.Throw("mmap", Errno.EINVAL, $"{DeviceName} has no region {(int)type}");
        }

        // Room first: when the daemon has counted the region, only the memory of this process can still be missing.
        nint reserved = type == RegionType.Ss && length > 0 ? Libc.ReserveAddresses(Libc.RoundUpToPage(length)) : 0;
        try
        {
            using DaemonReply reply = _connection.Call(
                WireType.Map, new MapRequest { Queue = Handle, Region = (uint)type, Length = (ulong)(long)length, Address = (ulong)reserved });
            try
            {
                _ = reply.Read<WireHeader>("mmap", descriptors: type == RegionType.Ss ? 1 : 0);
                MappedMemory memory = Memory(type, length, reply, ref reserved);
                var mapping = new DaemonMapping(this, type, memory, length);
                lock (_regions)
                {
                    _references++;
                }

                return mapping;
            }
            catch
            {
                TryClose(WireType.Unmap, new UnmapRequest { Queue = Handle, Region = (uint)type });
                throw;
            }
        }
        finally
        {
            if (reserved != 0)
            {
                Libc.Munmap(reserved, Libc.RoundUpToPage(length));
            }
        }
    }

    /// <summary>munmap(2): the region may be mapped again; the last reference ends the record.</summary>
    internal void Unmap(RegionType type, MappedMemory memory)
    {
        TryClose(WireType.Unmap, new UnmapRequest { Queue = Handle, Region = (uint)type });
        if (type is RegionType.Mmio or RegionType.Ss)
        {
            memory.Retire();
        }

        Drop();
    }

    /// <summary>close(2) of the descriptor.</summary>
    internal void CloseDescriptor()
    {
        if (Interlocked.Exchange(ref _descriptorClosed, 1) == 0)
        {
            TryClose(WireType.Close, new CloseRequest { Queue = Handle });
            Drop();
        }
    }

    /// <summary>The daemon is gone: whoever looks finds the queue dead, whoever sleeps looks.</summary>
    internal void OnLost()
    {
        _running = false;
        Volatile.Write(ref _ctl.At<uint>(CtlLayout.State), QueueLife.Dead);   // nobody else writes it any more
        _event.Signal();
    }

    private static void Check(in OpenReply open, DaemonChannel channel)
    {
        bool makesSense = open.Slot < (uint)channel.Slots
            && open.SqDepth is >= 1 and <= MostDepth && open.CqDepth is >= 1 and <= MostDepth
            && open.MmioLength <= int.MaxValue && open.DoorbellOffset <= int.MaxValue
            && open.DusLength is >= 1 and <= int.MaxValue
            && open.CtlLength <= int.MaxValue && open.CtlLength >= (uint)CtlLayout.SizeFor((int)open.SqDepth)
            && open.CommandShift < 64 && open.IndexShift < 64 && open.PriorityShift < 64;
        if (!makesSense)
        {
            LinuxException.Throw("open", Errno.EPROTO, "what the daemon says of the queue makes no sense");
        }
    }

    private MappedMemory Memory(RegionType type, int length, DaemonReply reply, ref nint reserved)
    {
        switch (type)
        {
            case RegionType.Dus:
                return _dus;   // it stays until the queue is released
            case RegionType.Ctl:
                return _ctl;
            case RegionType.Mmio:
                return MappedMemory.Private(length);   // nothing that is stored there reaches anybody: doorbells are rung by Ring
            default:
                using (SafeFileHandle file = reply.Take(0))
                {
                    nint at = reserved;
                    reserved = 0;
                    return MappedMemory.OfFile(file, length, at);
                }
        }
    }

    // close(2) and munmap(2) do not fail: what the daemon cannot be told it learns by the end of the connection.
    private void TryClose<T>(WireType type, in T message)
        where T : unmanaged
    {
        try
        {
            _connection.CallPlain(type, message, _settings.DrainPatience);
        }
        catch (Exception e) when (e is LinuxException or ObjectDisposedException)
        {
        }
    }

    private void Drop()
    {
        lock (_regions)
        {
            if (--_references > 0)
            {
                return;
            }
        }

        _running = false;
        _connection.Forget(this);
        Volatile.Write(ref _isFree, true);
        _event.Dispose();   // who still waits finds the queue closed
        _dus.Retire();
        _ctl.Retire();
    }
}
