using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Uacce.Tests.Daemon;

/// <summary>A daemon that answers as it is told: one device, one queue, no work. What it does wrong is the test's choice.</summary>
internal sealed class FakeDaemon : IDisposable
{
    internal const int Depth = 8;
    internal const int DusLength = 4096;
    private const int Page = 4096;
    internal const uint QueueHandle = 5;
    internal const int Slot = 70;
    internal const string Device = "fake-0";

    private static readonly DoorbellLayout s_doorbell = new(0x1000, 0x3FF, 0xC00, 12, 0xF, 32, 48, 1);

    private readonly SafeFileHandle _listener;
    private readonly Thread _thread;
    private readonly ConcurrentBag<SafeFileHandle> _open = [];
    private readonly ConcurrentDictionary<SafeFileHandle, nint> _views = [];
    private readonly SafeFileHandle _raise;
    private volatile SafeFileHandle? _socket;
    private volatile bool _stopping;

    internal FakeDaemon(string path, Func<WireType, byte[], byte[]?>? instead = null)
    {
        Path = path;
        Instead = instead ?? ((_, _) => null);
        _listener = Libc.SeqpacketListen(path, UnixFileMode.UserRead | UnixFileMode.UserWrite, 8);
        Channel = Memory(ChannelLayout.SizeFor(128));
        Dus = Memory(DusLength);
        Ctl = Memory(Page);
        Kick = Keep(Libc.Eventfd());
        (SafeFileHandle reader, SafeFileHandle writer) = Libc.Pipe();
        Event = Keep(reader);
        _raise = Keep(writer);
        MemoryMarshal.Write(View(Channel), ChannelLayout.CurrentVersion);
        MemoryMarshal.Write(View(Ctl), CtlLayout.CurrentVersion);
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    internal string Path { get; }

    /// <summary>The whole reply to a request, or null for the usual one; empty: none.</summary>
    internal Func<WireType, byte[], byte[]?> Instead { get; set; }

    /// <summary>Descriptors that go with a reply, or null for the usual ones.</summary>
    internal Func<WireType, SafeFileHandle[]?> Descriptors { get; set; } = _ => null;

    internal ConcurrentQueue<WireType> Requests { get; } = [];

    internal int Connections { get; private set; }

    internal SafeFileHandle Channel { get; }

    internal SafeFileHandle Dus { get; }

    internal SafeFileHandle Ctl { get; }

    internal SafeFileHandle Kick { get; }

    internal SafeFileHandle Event { get; }

    internal static ulong Doorbell(uint command, uint index, uint priority = 0) => s_doorbell.Encode(3, command, index, priority);

    internal static int DoorbellOffset => s_doorbell.Offset;

    internal static string NewPath() => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"wd-{Guid.NewGuid():N}.sock");

    /// <summary>The daemon's view of a page.</summary>
    internal unsafe Span<byte> View(SafeFileHandle file) => new((void*)_views.GetOrAdd(file, static f => Libc.MmapFile(f, Page, populate: true)), Page);

    internal ref uint Cell(SafeFileHandle file, int offset) => ref MemoryMarshal.AsRef<uint>(View(file)[offset..]);

    internal SafeFileHandle Memory(int length) => Keep(Libc.CreateSealedMemory("fake", length));

    internal SafeFileHandle Keep(SafeFileHandle handle)
    {
        _open.Add(handle);
        return handle;
    }

    /// <summary>Raises the queue's event.</summary>
    internal void Raise() => Libc.PipeSignal(_raise);

    /// <summary>Lets go of the queue's event without a word.</summary>
    internal void CloseEvent() => _raise.Dispose();

    /// <summary>Whether poll(2) finds something.</summary>
    internal static bool IsReadable(int descriptor)
    {
        PollFd entry = new() { Fd = descriptor, Events = Libc.POLLIN };
        return Libc.Poll(new Span<PollFd>(ref entry), TimeSpan.Zero) == 1;
    }

    /// <summary>Ends the connection there is, as a daemon does that is killed.</summary>
    internal void HangUp() => Libc.ShutdownSocket(_socket!);

    /// <summary>Sends a packet unasked.</summary>
    internal void Send(byte[] packet) => Libc.SendPacket(_socket!, packet, []);

    public void Dispose()
    {
        _stopping = true;
        Libc.ShutdownSocket(_listener);
        if (_socket is { IsClosed: false } socket)
        {
            try
            {
                Libc.ShutdownSocket(socket);
            }
            catch (ObjectDisposedException)
            {
                // the connection ended at this moment
            }
        }

        _thread.Join();
        _listener.Dispose();
        foreach (nint view in _views.Values)
        {
            Libc.Munmap(view, Page);
        }

        foreach (SafeFileHandle handle in _open)
        {
            handle.Dispose();
        }

        File.Delete(Path);
    }

    internal static byte[] Packet<T>(in T message, byte[] request, int status = 0, ReadOnlySpan<byte> behind = default)
        where T : unmanaged
    {
        byte[] room = new byte[WireLimits.Packet];
        int length = Wire.Write(room, message, behind).Length;
        MemoryMarshal.Write(room, WireHeader.Reply(MemoryMarshal.Read<WireHeader>(request), length, status));
        return room[..length];
    }

    internal static HelloReply Hello => new()
    {
        Version = 1,
        LowestVersion = 1,
        HighestVersion = 1,
        Flags = HelloReply.HasSva,
        PageSize = (uint)Environment.SystemPageSize,
        Queues = 10,
        LargestPacket = WireLimits.Packet,
    };

    internal static OpenReply Open => new()
    {
        Queue = QueueHandle,
        Number = 3,
        Slot = Slot,
        Pasid = 1,
        MmioLength = 8192,
        DusLength = DusLength,
        CtlLength = 4096,
        SqDepth = Depth,
        CqDepth = Depth,
        DoorbellOffset = (uint)s_doorbell.Offset,
        QueueMask = s_doorbell.QueueMask,
        ReservedMask = s_doorbell.ReservedMask,
        CommandShift = (uint)s_doorbell.CommandShift,
        CommandMask = s_doorbell.CommandMask,
        IndexShift = (uint)s_doorbell.IndexShift,
        PriorityShift = (uint)s_doorbell.PriorityShift,
        PriorityMask = s_doorbell.PriorityMask,
        DeviceFlags = 1,
    };

    private void Serve()
    {
        PollFd entry = new() { Fd = (int)_listener.DangerousGetHandle(), Events = Libc.POLLIN };
        while (!_stopping)
        {
            Libc.Poll(new Span<PollFd>(ref entry), TimeSpan.FromSeconds(1));
            try
            {
                using SafeFileHandle? socket = Libc.TryAccept(_listener);
                if (socket is not null)
                {
                    Connections++;
                    _socket = socket;
                    Talk(socket);
                }
            }
            catch (LinuxException) when (_stopping)
            {
                return;
            }
        }
    }

    private void Talk(SafeFileHandle socket)
    {
        byte[] room = new byte[WireLimits.Packet];
        while (!_stopping)
        {
            var arrived = new SafeFileHandle?[4];
            int length = Libc.ReceivePacket(socket, room, arrived, out _, out _, out _, out _);
            Array.ForEach(arrived, descriptor => descriptor?.Dispose());
            if (length <= 0)
            {
                return;
            }

            byte[] request = room[..length];
            var type = (WireType)MemoryMarshal.Read<WireHeader>(request).Type;
            Requests.Enqueue(type);
            byte[] reply = Instead(type, request) ?? Usual(type, request);
            SafeFileHandle[] descriptors = Descriptors(type) ?? type switch
            {
                WireType.Channel => [Channel, Kick],
                WireType.Open => [Dus, Ctl, Event],
                _ => [],
            };
            if (reply.Length > 0)
            {
                Libc.SendPacket(socket, reply, descriptors);
            }
        }
    }

    private static byte[] Usual(WireType type, byte[] request)
    {
        WireName.TryCreate(Device, out WireName name);
        return type switch
        {
            WireType.Hello => Packet(Hello, request),
            WireType.List => Packet(new ListReply { Total = 1, Count = 1 }, request, behind: name),
            WireType.Read => Packet(default(WireHeader), request, behind: "hello\n"u8),
            WireType.Channel => Packet(new ChannelReply { Channel = 9, Slots = 128, Length = (uint)ChannelLayout.SizeFor(128) }, request),
            WireType.Open => Packet(Open, request),
            WireType.Ioctl => Packet(default(WireHeader), request, behind: request.AsSpan(IoctlRequest.Size)),
            _ => Packet(default(WireHeader), request),
        };
    }
}
