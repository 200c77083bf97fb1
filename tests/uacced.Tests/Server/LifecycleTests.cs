using Microsoft.Win32.SafeHandles;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public void A_stale_socket_is_taken_over_and_a_live_one_is_not()
    {
        using var first = new TestDaemon();
        using var registry = new DeviceRegistry();
        using var second = new DaemonServer(registry, new DaemonOptions { SocketPath = first.SocketPath });
        LinuxException refused = Assert.Throws<LinuxException>(second.Start);
        Assert.Equal(Errno.EADDRINUSE, refused.Errno);
        Assert.Contains(first.SocketPath, refused.Message, StringComparison.Ordinal);
        using RawClient client = RawClient.Attach(first.SocketPath);
        Assert.Single(client.List());

        string stale = first.SocketPath + "-stale";
        Libc.SeqpacketListen(stale, UnixFileMode.UserRead, 1).Dispose();
        Assert.True(File.Exists(stale));
        using var third = new DaemonServer(registry, new DaemonOptions { SocketPath = stale });
        third.Start();
        using RawClient other = RawClient.Attach(stale);
        Assert.Empty(other.List());
    }

    [Fact]
    public void The_socket_has_the_permissions_it_is_given_and_goes_with_the_server()
    {
        using var daemon = new TestDaemon(options => options with { SocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, SocketGroup = Libc.Getegid() });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(daemon.SocketPath));
        daemon.Server.Dispose();
        Assert.False(File.Exists(daemon.SocketPath));
    }

    [Fact]
    public void A_socket_that_somebody_else_put_in_its_place_stays()
    {
        using var daemon = new TestDaemon();
        File.Delete(daemon.SocketPath);
        File.WriteAllText(daemon.SocketPath, "mine");
        daemon.Server.Dispose();
        Assert.Equal("mine", File.ReadAllText(daemon.SocketPath));
    }

    [Fact]
    public void A_listener_of_the_service_manager_is_served_and_its_file_stays()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("uacced").FullName, "socket");
        SafeFileHandle listener = Libc.SeqpacketListen(path, UnixFileMode.UserRead | UnixFileMode.UserWrite, 8);
        using (new TestDaemon(options => options with { SocketPath = path, Listener = listener }))
        {
            using RawClient client = RawClient.Attach(path);
            Assert.Single(client.List());
        }

        Assert.True(File.Exists(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void A_descriptor_that_is_no_listener_is_refused_with_words()
    {
        using var registry = new DeviceRegistry();
        using var server = new DaemonServer(registry, new DaemonOptions { SocketPath = "/nowhere", Listener = Libc.Eventfd() });
        LinuxException refused = Assert.Throws<LinuxException>(server.Start);
        Assert.Contains("ListenSequentialPacket", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_drains_nothing_is_opened_then_queues_die_and_connections_close()
    {
        using var daemon = new TestDaemon();
        using var provider = new DaemonProvider(daemon.SocketPath);
        using QmQueuePair<NullDescriptor> queue = Stall(daemon, provider, out NullDevice stalled);
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        string plain = daemon.Null;
        uint channel = 0;
        OpenReply opened = client.OpenQueue(plain, ref channel);

        Task<bool> stopping = daemon.Server.StopAsync(TimeSpan.FromSeconds(60));   // the stalled device holds it up
        using RawReply refused = client.Open(plain, channel);
        refused.Refused(Errno.ESHUTDOWN);
        using (RawClient late = new(daemon.SocketPath))
        {
            using RawReply hello = late.Hello();
            Assert.Equal(HelloReply.IsEnding, hello.As<HelloReply>().Flags & HelloReply.IsEnding);
        }

        stalled.ReleaseStall();
        Assert.Equal(42ul, Received(queue).Echo0);   // it was rung for: it is done, and there is time to read it
        Assert.True(await stopping);
        Assert.Null(client.Receive());
        Assert.False(File.Exists(daemon.SocketPath));
        Assert.Equal(0, daemon.Server.Connections);
        Assert.NotEqual(0u, opened.Queue);
    }

    [Fact]
    public async Task What_does_not_end_is_given_up_in_time()
    {
        using var daemon = new TestDaemon();
        using var provider = new DaemonProvider(daemon.SocketPath);
        using QmQueuePair<NullDescriptor> queue = Stall(daemon, provider, out NullDevice stalled);
        Assert.False(await daemon.Server.StopAsync(TimeSpan.FromMilliseconds(50)));
        Assert.False(File.Exists(daemon.SocketPath));
        stalled.ReleaseStall();
    }

    [Fact]
    public void A_server_that_was_ended_does_not_start_again()
    {
        using var registry = new DeviceRegistry();
        var server = new DaemonServer(registry);
        server.Dispose();
        server.Dispose();
        Assert.Throws<ObjectDisposedException>(server.Start);
    }

    /// <summary>Sends a request to a device that does not begin it.</summary>
    private static QmQueuePair<NullDescriptor> Stall(TestDaemon daemon, DaemonProvider provider, out NullDevice stalled)
    {
        stalled = new NullDevice(new NullDeviceOptions { IsStalled = true });
        RegisteredDevice device = daemon.Registry.Add(stalled);
        UacceDevice shown = provider.ListDevices().Single(one => one.Name == device.Name);
        QmQueuePair<NullDescriptor> queue = NullDriver.OpenQueue(shown.ReadInfo(), shown.Open(new QueueOpenOptions()));
        Assert.Equal(SubmitResult.Queued, queue.TrySend(new NullDescriptor { Opcode = NullDescriptor.Echo, Payload0 = 42 }));
        return queue;
    }

    private static NullDescriptor Received(QmQueuePair<NullDescriptor> queue)
    {
        var done = new NullDescriptor[1];
        TestDaemon.Until(() => queue.TryReceive(done, out _) == ReceiveResult.Received, "the completion");
        return done[0];
    }
}
