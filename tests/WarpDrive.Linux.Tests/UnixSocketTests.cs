using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux.Tests;

public sealed class UnixSocketTests : IDisposable
{
    private static readonly byte[] s_packet = [1, 2, 3, 4, 5];
    private readonly string _directory = Directory.CreateTempSubdirectory("wd-sock-").FullName;

    private string SocketPath => Path.Combine(_directory, "s.sock");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Each_end_knows_who_the_other_one_is()
    {
        (SafeFileHandle listener, SafeFileHandle client, SafeFileHandle server) = Connect();
        using (listener)
        using (client)
        using (server)
        {
            Assert.Equal(new PeerCredentials(Environment.ProcessId, Libc.Geteuid(), Libc.Getegid()), Libc.GetPeerCredentials(server));
            using SafeFileHandle? pidfd = Libc.TryGetPeerPidfd(server, Environment.ProcessId);
            Assert.NotNull(pidfd);
            Span<PollFd> entry = [new PollFd { Fd = (int)pidfd.DangerousGetHandle(), Events = Libc.POLLIN }];
            Assert.Equal(0, Libc.Poll(entry, TimeSpan.Zero));   // alive
        }
    }

    [Fact]
    public void A_packet_brings_its_sender_even_when_it_was_sent_before_the_connection_was_accepted()
    {
        using SafeFileHandle listener = Listen();
        using SafeFileHandle client = Libc.SeqpacketConnect(SocketPath);
        Assert.Equal(Errno.None, Libc.SendPacket(client, s_packet, []));
        using SafeFileHandle server = Accept(listener);
        byte[] room = new byte[64];
        Assert.Equal(5, Receive(server, room, [], out int count, out PeerCredentials sender, out bool truncated));
        Assert.Equal(s_packet, room[..5]);
        Assert.Equal(0, count);
        Assert.False(truncated);
        Assert.Equal(Environment.ProcessId, sender.Pid);
        Assert.Equal(Libc.Geteuid(), sender.Uid);
    }

    [Fact]
    public void Descriptors_arrive_as_copies_that_are_closed_on_exec()
    {
        (SafeFileHandle listener, SafeFileHandle client, SafeFileHandle server) = Connect();
        using (listener)
        using (client)
        using (server)
        {
            using SafeFileHandle first = Libc.Eventfd();
            using SafeFileHandle second = Libc.Eventfd();
            Assert.Equal(Errno.None, Libc.SendPacket(client, s_packet, [first, second]));
            var arrived = new SafeFileHandle?[4];
            Assert.Equal(5, Receive(server, new byte[64], arrived, out int count, out _, out bool truncated));
            Assert.Equal(2, count);
            Assert.False(truncated);
            using SafeFileHandle one = arrived[0]!;
            using SafeFileHandle other = arrived[1]!;
            Libc.EventfdSignal(other);
            Assert.False(Libc.EventfdClear(first));
            Assert.True(Libc.EventfdClear(second));
            Assert.Contains("flags:\t02", File.ReadAllText($"/proc/self/fdinfo/{one.DangerousGetHandle()}"), StringComparison.Ordinal);   // 02000000, O_CLOEXEC
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]   // an odd number: rounding leaves room for one more
    [InlineData(2)]
    [InlineData(3)]
    public void Descriptors_beyond_the_room_are_closed_and_reported(int wanted)
    {
        (SafeFileHandle listener, SafeFileHandle client, SafeFileHandle server) = Connect();
        using (listener)
        using (client)
        using (server)
        {
            // The other end of a connection sees when the last copy of this one is closed.
            (SafeFileHandle listener2, SafeFileHandle passed, SafeFileHandle watched) = Connect("t.sock");
            using (listener2)
            using (watched)
            {
                using SafeFileHandle filler = Libc.Eventfd();
                SafeFileHandle[] sent = [.. Enumerable.Repeat(filler, wanted), passed, passed];
                Assert.Equal(Errno.None, Libc.SendPacket(client, s_packet, sent));
                passed.Dispose();
                var arrived = new SafeFileHandle?[wanted];
                Assert.Equal(5, Receive(server, new byte[64], arrived, out int count, out _, out bool truncated));
                Assert.True(truncated);
                Assert.Equal(wanted, count);
                Assert.Equal(0, Receive(watched, new byte[64], [], out _, out _, out _));   // readable only when no copy is open
                foreach (SafeFileHandle? handle in arrived)
                {
                    handle!.Dispose();
                }
            }
        }
    }

    [Fact]
    public void A_packet_larger_than_the_room_is_reported_as_truncated()
    {
        (SafeFileHandle listener, SafeFileHandle client, SafeFileHandle server) = Connect();
        using (listener)
        using (client)
        using (server)
        {
            Assert.Equal(Errno.None, Libc.SendPacket(client, new byte[100], []));
            Assert.Equal(64, Receive(server, new byte[64], [], out _, out _, out bool truncated));
            Assert.True(truncated);
            Assert.Equal(Errno.None, Libc.SendPacket(client, s_packet, []));
            Assert.Equal(5, Receive(server, new byte[64], [], out _, out _, out truncated));
            Assert.False(truncated);
        }
    }

    [Fact]
    public void The_end_of_a_connection_is_not_an_empty_packet()
    {
        (SafeFileHandle listener, SafeFileHandle client, SafeFileHandle server) = Connect();
        using (listener)
        using (server)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Libc.SendPacket(client, [], []));
            Assert.Equal(0, SendNothing(client));
            Assert.Equal(-1, Libc.ReceivePacket(server, new byte[8], [], out _, out PeerCredentials sender, out _, out Errno errno));
            Assert.Equal(Errno.EPROTO, errno);
            Assert.Equal(Environment.ProcessId, sender.Pid);
            client.Dispose();
            Assert.Equal(0, Receive(server, new byte[8], [], out _, out _, out _));
            Assert.Equal(Errno.EPIPE, Libc.SendPacket(server, s_packet, []));   // and no signal
        }
    }

    [Fact]
    public void A_receiver_that_does_not_read_can_be_left_alone()
    {
        (SafeFileHandle listener, SafeFileHandle client, SafeFileHandle server) = Connect();
        using (listener)
        using (client)
        using (server)
        {
            byte[] packet = new byte[4096];
            Errno errno = Errno.None;
            for (int sent = 0; sent < 100_000 && errno == Errno.None; sent++)
            {
                errno = Libc.SendPacket(client, packet, [], wait: false);
            }

            Assert.Equal(Errno.EAGAIN, errno);
            Libc.ShutdownSocket(server);
            Assert.Equal(Errno.EPIPE, Libc.SendPacket(client, packet, []));
        }
    }

    [Fact]
    public void A_stale_socket_is_taken_over_and_a_live_one_is_not()
    {
        End(Listen());
        Assert.True(Libc.IsSocketFile(SocketPath));
        Assert.Equal(Errno.ECONNREFUSED, Assert.Throws<LinuxException>(() => Libc.SeqpacketConnect(SocketPath)).Errno);
        using SafeFileHandle live = Listen();
        LinuxException refused = Assert.Throws<LinuxException>(() => Listen());
        Assert.Equal(Errno.EADDRINUSE, refused.Errno);
        Assert.Contains(SocketPath, refused.Message, StringComparison.Ordinal);
        using SafeFileHandle client = Libc.SeqpacketConnect(SocketPath);
        Accept(live).Dispose();   // the look of the refused one, if it comes first
        Assert.Equal(["s.sock"], Directory.EnumerateFileSystemEntries(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_many_that_take_over_a_stale_socket_at_once_one_wins()
    {
        for (int round = 0; round < 100; round++)
        {
            End(Listen());
            using var start = new Barrier(4);
            SafeFileHandle?[] taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    try
                    {
                        return Listen();
                    }
                    catch (LinuxException e) when (e.Errno == Errno.EADDRINUSE)
                    {
                        return null;
                    }
                },
                TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            SafeFileHandle winner = Assert.Single(taken, t => t is not null)!;
            Libc.SeqpacketConnect(SocketPath).Dispose();
            End(winner);
        }
    }

    [Fact]
    public void A_file_that_is_no_socket_stays()
    {
        File.WriteAllText(SocketPath, "mine");
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => Listen()).Errno);
        Assert.Equal("mine", File.ReadAllText(SocketPath));
        File.Delete(SocketPath);
        using (SafeFileHandle live = Listen("live.sock"))
        {
            File.CreateSymbolicLink(SocketPath, "live.sock");
            Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => Listen()).Errno);
        }
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void The_file_has_the_permissions_asked_for()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        using SafeFileHandle listener = Libc.SeqpacketListen(SocketPath, Mode, 4);
        Assert.Equal(Mode, File.GetUnixFileMode(SocketPath));
    }

    [Fact]
    public void Nobody_waiting_is_not_an_error_and_a_long_path_is_one()
    {
        using SafeFileHandle listener = Listen();
        Assert.Null(Libc.TryAccept(listener));
        string longPath = Path.Combine(_directory, new string('x', 108));
        Assert.Equal(Errno.ENAMETOOLONG, Assert.Throws<LinuxException>(() => Libc.SeqpacketConnect(longPath)).Errno);
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => Libc.SeqpacketConnect(Path.Combine(_directory, "none"))).Errno);
    }

    private static unsafe int SendNothing(SafeFileHandle socket)
    {
        MessageHeader message = default;
        return (int)SendMessage((int)socket.DangerousGetHandle(), &message, Libc.MSG_NOSIGNAL);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "sendmsg")]
    private static extern unsafe nint SendMessage(int fd, MessageHeader* message, int flags);

    private static int Receive(
        SafeFileHandle socket, Span<byte> room, Span<SafeFileHandle?> descriptors, out int count, out PeerCredentials sender, out bool truncated)
    {
        Span<PollFd> entry = [new PollFd { Fd = (int)socket.DangerousGetHandle(), Events = Libc.POLLIN }];
        Assert.Equal(1, Libc.Poll(entry, TimeSpan.FromSeconds(30)));
        int length = Libc.ReceivePacket(socket, room, descriptors, out count, out sender, out truncated, out Errno errno);
        Assert.Equal(Errno.None, errno);
        return length;
    }

    private static SafeFileHandle Accept(SafeFileHandle listener)
    {
        SafeFileHandle? server = Libc.TryAccept(listener);
        Assert.NotNull(server);
        Libc.PassCredentials(server);
        return server;
    }

    private SafeFileHandle Listen(string name = "s.sock") =>
        Libc.SeqpacketListen(Path.Combine(_directory, name), UnixFileMode.UserRead | UnixFileMode.UserWrite, 4);

    /// <summary>Nobody listens any more, though a child that another test is just starting may hold a copy of the descriptor until it has executed its program.</summary>
    private static void End(SafeFileHandle listener)
    {
        Libc.ShutdownSocket(listener);
        listener.Dispose();
    }

    private (SafeFileHandle Listener, SafeFileHandle Client, SafeFileHandle Server) Connect(string name = "s.sock")
    {
        SafeFileHandle listener = Listen(name);
        SafeFileHandle client = Libc.SeqpacketConnect(Path.Combine(_directory, name));
        return (listener, client, Accept(listener));
    }
}
