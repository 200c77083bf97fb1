using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Daemon;

/// <summary>A connection to the daemon (uacced.md §2): requests and their replies, one at a time, and what is open on it.</summary>
/// <remarks>
/// Thread safe. It belongs to the process that made it: from any other, requests answer EPERM without touching the socket. A request that is not
/// answered in time leaves the connection <see cref="IsSilent"/>: its queues may still come back, so nobody may think that the daemon has let go of
/// their memory, but nothing new is opened on it.
/// </remarks>
internal sealed partial class DaemonConnection : IDisposable
{
    // One token for all connections of this address space; a new image makes a new one (uacced.md §3.1).
    private static readonly Guid s_space = new(RandomNumberGenerator.GetBytes(16));

    private readonly SafeFileHandle _socket;
    private readonly DaemonSettings _settings;
    private readonly int _owner;
    private readonly Lock _call = new();
    private readonly byte[] _request = new byte[WireLimits.Packet];
    private uint _sequence;
    private volatile bool _silent;
    private int _disposed;

    private DaemonConnection(SafeFileHandle socket, DaemonSettings settings)
    {
        _socket = socket;
        _settings = settings;
        _owner = settings.CurrentProcess();
    }

    /// <summary>What the daemon said of itself and of this client.</summary>
    internal HelloReply Hello { get; private set; }

    /// <summary>Without SVA: why, and what to do. Empty with SVA.</summary>
    internal string WhyNoSva { get; private set; } = "";

    /// <summary>Whether requests may name any address of this process.</summary>
    internal bool HasSva => (Hello.Flags & HelloReply.HasSva) != 0;

    /// <summary>True once the daemon did not answer in time.</summary>
    internal bool IsSilent => _silent;

    /// <summary>Connects and says hello.</summary>
    /// <param name="settings">Where to.</param>
    /// <exception cref="LinuxException">
    /// ENOENT, ECONNREFUSED: no daemon there. EACCES: not allowed. EPROTONOSUPPORT: no version that both speak. EPROTO, ESRCH, EDQUOT, ETIMEDOUT.
    /// </exception>
    internal static DaemonConnection Connect(DaemonSettings settings)
    {
        SafeFileHandle socket = ConnectSocket(settings.SocketPath);
        var connection = new DaemonConnection(socket, settings);
        try
        {
            Libc.SetSendTimeout(socket, settings.Patience);
            connection.SayHello();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <param name="type">Type of the request.</param>
    /// <param name="message">Its fixed part; the header is filled in.</param>
    /// <param name="behind">Its variable part.</param>
    /// <param name="patience">How long; default: that of the settings.</param>
    /// <returns>A reply without an error; the caller disposes it.</returns>
    /// <exception cref="LinuxException">What the daemon refused with. ENXIO: it is gone. ETIMEDOUT: it does not answer. EPERM: another process.</exception>
    internal DaemonReply Call<T>(WireType type, in T message, ReadOnlySpan<byte> behind = default, TimeSpan patience = default)
        where T : unmanaged
    {
        DaemonReply reply = Exchange(type, message, behind, [], patience);
        Errno errno = reply.Header.Errno;
        if (errno != Errno.None)
        {
            using (reply)
            {
                LinuxException.Throw(NameOf(type), errno, Words(reply.Body));
            }
        }

        return reply;
    }

    /// <summary>As <see cref="Call"/>, for requests whose reply holds nothing but its status.</summary>
    internal int CallPlain<T>(WireType type, in T message, TimeSpan patience = default)
        where T : unmanaged
    {
        using DaemonReply reply = Call(type, message, [], patience);
        _ = reply.Read<WireHeader>(NameOf(type), descriptors: 0);
        return reply.Header.Status;
    }

    /// <summary>Refuses other processes than the one that connected, which may be forked children of it.</summary>
    /// <exception cref="LinuxException">EPERM.</exception>
    internal void CheckOwner(string call)
    {
        if (_settings.CurrentProcess() != _owner)
        {
            LinuxException.Throw(call, Errno.EPERM, $"the connection to {_settings.SocketPath} was opened by process {_owner}");
        }
    }

    /// <summary>Ends the connection: its queues die.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Libc.ShutdownSocket(_socket);
        MarkLost();
        StopWatching();
        _socket.Dispose();
    }

    private static string NameOf(WireType type) => type switch
    {
        WireType.Hello => "HELLO",
        WireType.List => "LIST",
        WireType.Read => "READ",
        WireType.Write => "WRITE",
        WireType.Channel => "CHANNEL",
        WireType.Open => "open",
        WireType.Map => "mmap",
        WireType.Unmap => "munmap",
        WireType.Ioctl => "ioctl",
        WireType.Close => "close",
        _ => "STATISTICS",
    };

    private static SafeFileHandle ConnectSocket(string path)
    {
        try
        {
            return Libc.SeqpacketConnect(path);
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ECONNREFUSED or Errno.EACCES)
        {
            string words = e.Errno == Errno.EACCES
                ? "this user may not connect: the group of the socket may"
                : $"no daemon listens there: start it (uacced --socket {path}), or name the right socket by an option or {WireLimits.SocketVariable}";
            throw new LinuxException("connect", e.Errno, $"{path}: {words}");
        }
    }

    private static string? Words(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? null : Wire.ReadWords(bytes);

    private void SayHello()
    {
        using SafeFileHandle? memory = TryOpen("/proc/self/mem", FileAccess.ReadWrite);
        using SafeFileHandle? maps = memory is null ? null : TryOpen("/proc/self/maps", FileAccess.Read);
        var hello = new HelloRequest
        {
            Magic = WireLimits.Magic,
            LowestVersion = WireLimits.LowestVersion,
            HighestVersion = WireLimits.HighestVersion,
            Space = s_space,
            Flags = maps is null ? 0 : HelloRequest.HasMemory,
        };
        using DaemonReply reply = Exchange(WireType.Hello, hello, [], maps is null ? [] : [memory!, maps], default);
        bool isWhole = Wire.TryRead(reply.Packet, WireLimits.Words, out HelloReply answer, out ReadOnlySpan<byte> words);
        if (isWhole && reply.Header.Errno == Errno.EPROTONOSUPPORT)
        {
            LinuxException.Throw(
                "HELLO", Errno.EPROTONOSUPPORT,
                $"the daemon at {_settings.SocketPath} speaks versions {answer.LowestVersion} to {answer.HighestVersion} of the protocol, this client "
                + $"{WireLimits.LowestVersion} to {WireLimits.HighestVersion}: update the older of them{(words.IsEmpty ? "" : "; " + Wire.ReadWords(words))}");
        }

        if (reply.Header.Errno != Errno.None)
        {
            LinuxException.Throw("HELLO", reply.Header.Errno, Words(reply.Body));
        }

        if (!isWhole || reply.DescriptorCount != 0 || answer.Version is < WireLimits.LowestVersion or > WireLimits.HighestVersion)
        {
            LinuxException.Throw("HELLO", Errno.EPROTO, $"what listens at {_settings.SocketPath} does not answer as the daemon does");
        }

        if (answer.PageSize != (uint)Libc.PageSize)
        {
            LinuxException.Throw("HELLO", Errno.EPROTO, $"the daemon's pages have {answer.PageSize} bytes, those of this process {Libc.PageSize}");
        }

        Hello = answer;
        WhyNoSva = HasSva ? "" : Wire.ReadWords(words);
    }

    private static SafeFileHandle? TryOpen(string path, FileAccess access)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;   // no /proc, or a process that may not be looked into: the daemon says what that means
        }
    }

    private DaemonReply Exchange<T>(
        WireType type, in T message, ReadOnlySpan<byte> behind, ReadOnlySpan<SafeFileHandle> descriptors, TimeSpan patience)
        where T : unmanaged
    {
        string call = NameOf(type);
        CheckOwner(call);
        patience = patience == default ? _settings.Patience : patience;
        long start = Stopwatch.GetTimestamp();
        if (!_call.TryEnter(patience))
        {
            ThrowSilent(call, patience);
        }

        try
        {
            ThrowIfLost(call);
            Span<byte> packet = Wire.Write(_request, message, behind);
            MemoryMarshal.Write(packet, WireHeader.Request(type, ++_sequence, Unsafe.SizeOf<T>() + behind.Length));
            switch (Libc.SendPacket(_socket, packet, descriptors))
            {
                case Errno.None:
                    return Await(type, call, start, patience);
                case Errno.EAGAIN:
                    ThrowSilent(call, patience);
                    break;
                case Errno.EPIPE:
                    AwaitHangUp(call, start, patience);
                    break;
                default:
                    Fail();
                    ThrowIfLost(call);
                    break;
            }
        }
        finally
        {
            _call.Exit();
        }

        throw new UnreachableException();
    }

    /// <summary>Waits for the reply to the request sent last; replies to earlier ones, which nobody waits for any more, are passed over.</summary>
    private DaemonReply Await(WireType type, string call, long start, TimeSpan patience)
    {
        while (true)
        {
            TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
            PollFd entry = new() { Fd = (int)_socket.DangerousGetHandle(), Events = Libc.POLLIN };
            if (Libc.Poll(new Span<PollFd>(ref entry), left > TimeSpan.Zero ? left : TimeSpan.Zero) == 0)
            {
                ThrowSilent(call, patience);
            }

            byte[] packet = new byte[WireLimits.Packet];
            var descriptors = new SafeFileHandle?[WireLimits.Descriptors];
            int length = Libc.ReceivePacket(_socket, packet, descriptors, out int count, out _, out bool truncated, out Errno errno);
            if (length < 0 && errno == Errno.EAGAIN)
            {
                continue;
            }

            if (length <= 0)
            {
                Fail();
                ThrowIfLost(call);
            }

            var header = default(WireHeader);
            bool isReply = !truncated && Wire.TryReadHeader(packet.AsSpan(0, length), out header)
                && header.Reserved == 0 && (header.Type & WireHeader.ReplyBit) != 0;
            var reply = new DaemonReply(packet, length, header, descriptors, count);
            if (isReply && header.Sequence == _sequence && header.Type == ((ushort)type | WireHeader.ReplyBit))
            {
                return reply;
            }

            reply.Dispose();
            if (!isReply || (int)(_sequence - header.Sequence) <= 0)
            {
                Fail();
                LinuxException.Throw(call, Errno.EPROTO, $"the daemon at {_settings.SocketPath} sent what is no reply; the connection was ended");
            }
        }
    }

    /// <summary>The daemon reads nothing any more: it ends the queues, and hangs up behind that. Until then it may still write to this process.</summary>
    private void AwaitHangUp(string call, long start, TimeSpan patience)
    {
        TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
        PollFd entry = new() { Fd = (int)_socket.DangerousGetHandle() };
        if (Libc.Poll(new Span<PollFd>(ref entry), left > TimeSpan.Zero ? left : TimeSpan.Zero) == 0)
        {
            ThrowSilent(call, patience);
        }

        Fail();
        ThrowIfLost(call);
    }

    /// <summary>Nothing sensible can come any more.</summary>
    private void Fail()
    {
        Libc.ShutdownSocket(_socket);
        MarkLost();
    }

    private void ThrowIfLost(string call)
    {
        if (IsLost)
        {
            LinuxException.Throw(call, Errno.ENXIO, $"the daemon at {_settings.SocketPath} is gone");
        }
    }

    private void ThrowSilent(string call, TimeSpan patience)
    {
        _silent = true;
        LinuxException.Throw(call, Errno.ETIMEDOUT, $"the daemon at {_settings.SocketPath} did not answer within {patience.TotalSeconds:0.#} s");
    }
}
