using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Daemon;
using CompressionQueue = WarpDrive.Uacce.RequestQueue<WarpDrive.Uacce.Compression.CompressionRequest, WarpDrive.Uacce.Compression.CompressionCompletion>;

namespace WarpDrive.Daemon.Tests;

/// <summary>STATISTICS over the socket.</summary>
public sealed class StatisticsRequestTests
{
    [Fact]
    public void A_client_reads_about_itself()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        uint channel = 0;
        OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
        DaemonStatistics read = Read(client, StatisticsRequest.Own);
        Assert.False(read.Daemon.Everybody);
        Assert.Equal(daemon.Server.Instance, read.Daemon.Instance);
        Assert.False(read.Daemon.Ending);
        Assert.Empty(read.Users);
        ClientStatistics me = Assert.Single(read.Clients);
        Assert.Equal((Environment.ProcessId, Libc.Geteuid(), 1, 1), (me.Pid, me.Uid, me.Connections, me.OpenQueues));
        Assert.Equal(File.ReadAllText("/proc/self/comm").TrimEnd('\n'), me.Name);
        QueueStatistics mine = Assert.Single(read.Queues);
        Assert.Equal((daemon.Null, queue.Number, me.Id, "init", (int)queue.SqDepth), (mine.Device, mine.Number, mine.Client, mine.State, mine.Depth));
        DeviceStatistics device = Assert.Single(read.Devices);
        Assert.Equal((daemon.Null, 1, 1024), (device.Name, device.OpenQueues, device.QueueLimit));
        Assert.Null(device.Work);
        using RawReply started = client.Ioctl(queue.Queue, UacceIoctl.StartQueue);
        Assert.Equal("started", Assert.Single(Read(client, StatisticsRequest.Own).Queues).State);
        daemon.Registry.Remove(daemon.Registry.Devices[0]);
        Assert.Equal("dead", Assert.Single(Read(client, StatisticsRequest.Own).Queues).State);
    }

    [Fact]
    public void The_daemons_own_user_reads_about_everybody()
    {
        using var daemon = new TestDaemon();
        using RawClient one = RawClient.Attach(daemon.SocketPath);
        using RawClient two = RawClient.Attach(daemon.SocketPath, sva: false);
        uint a = 0, b = 0;
        one.OpenQueue(daemon.Null, ref a);
        OpenReply second = two.OpenQueue(daemon.Null, ref b);
        using RawReply mapped = two.Map(second.Queue, RegionType.Ss, 64 << 10, 0x7000_0000_0000);
        DaemonStatistics read = Read(one, StatisticsRequest.All);
        Assert.True(read.Daemon.Everybody);
        ClientStatistics client = Assert.Single(read.Clients);   // two connections of one process
        Assert.Equal((2, 2, 64L << 10), (client.Connections, client.OpenQueues, client.ReservedBytes));
        UserStatistics user = Assert.Single(read.Users);
        Assert.Equal((Libc.Geteuid(), 1, 2, 64L << 10), (user.Uid, user.Clients, user.OpenQueues, user.ReservedBytes));
        Assert.NotNull(Assert.Single(read.Devices).Work);
        two.Dispose();
        TestDaemon.Until(() => Read(one, StatisticsRequest.All).Clients[0].Connections == 1, "the second connection has ended");
    }

    [Fact]
    public void What_was_done_is_told_for_queue_client_user_and_device_and_stays_when_they_go()
    {
        using var daemon = new TestDaemon(kinds: SoftwareDevices.Zip);
        byte[] before;
        using (var provider = new DaemonProvider(daemon.SocketPath))
        {
            UacceDevice device = provider.ListDevices()[0];
            using (CompressionQueue queue = new ZipUserDriver().OpenQueue(
                device.ReadInfo(), device.Open(new QueueOpenOptions(QueueDriving.Served)), new CompressionQueueOptions { Direction = CompressionDirection.Compress, Level = 1 }))
            {
                int produced = Compress(queue, 10_000);
                DaemonStatistics now = Counted(provider, 1);
                QueueStatistics open = Assert.Single(now.Queues);
                Assert.Equal((1, 10_000, produced, 0), (open.Requests, open.BytesIn, open.BytesOut, open.Faults));
                ClientWork work = Assert.Single(now.Clients).Work;
                Assert.Equal((1, 10_000, produced), (work.Requests, work.BytesIn, work.BytesOut));
                Assert.Equal((1, 10_000, produced), (now.Devices[0].Work!.Requests, now.Devices[0].Work!.BytesIn, now.Devices[0].Work!.BytesOut));
                Assert.Equal(work.Requests, Assert.Single(now.Users).Work.Requests);
            }

            before = provider.ReadStatistics(all: true);
        }

        Assert.Empty(DaemonStatistics.Parse(before).Queues);
        TestDaemon.Until(() => daemon.Server.Connections == 0, "the client has gone");
        DaemonStatistics after = daemon.Server.Statistics.CollectAll();
        Assert.Empty(after.Clients);
        Assert.Equal(1, after.Devices[0].Work!.Requests);
        UserStatistics user = Assert.Single(after.Users);
        Assert.Equal((0, 0, 1, 10_000), (user.Clients, user.OpenQueues, user.Work.Requests, user.Work.BytesIn));
        Assert.True(user.Work.ServedSeconds > 0);
    }

    [Fact]
    public unsafe void A_request_that_fails_on_its_address_is_told_for_queue_client_user_and_device()
    {
        using var daemon = new TestDaemon(kinds: SoftwareDevices.Zip);
        using var provider = new DaemonProvider(daemon.SocketPath);
        UacceDevice device = provider.ListDevices()[0];
        using CompressionQueue queue = new ZipUserDriver().OpenQueue(
            device.ReadInfo(), device.Open(new QueueOpenOptions(QueueDriving.Served)), new CompressionQueueOptions { Direction = CompressionDirection.Compress, Level = 1 });
        byte[] destination = new byte[2000];
        fixed (byte* to = destination)
        {
            CompressionCompletion done = Do(queue, new CompressionRequest
            {
                Format = CompressionFormat.Deflate,
                Source = 1,
                SourceLength = 1000,
                Destination = (ulong)to,
                DestinationLength = destination.Length,
            });
            Assert.Equal((RequestStatus.BadAddress, 1ul), (done.Status, done.FaultAddress));
        }

        Compress(queue, 1000);   // and one that does not
        DaemonStatistics now = Counted(provider, 2);
        Assert.Equal((2, 1), (now.Queues[0].Requests, now.Queues[0].Faults));
        Assert.Equal((2, 1), (Assert.Single(now.Clients).Work.Requests, now.Clients[0].Work.Faults));
        Assert.Equal((2, 1), (Assert.Single(now.Users).Work.Requests, now.Users[0].Work.Faults));
        Assert.Equal((2, 1), (Assert.Single(now.Devices).Work!.Requests, now.Devices[0].Work!.Faults));
    }

    [Fact]
    public void How_long_steps_took_is_told_once_some_were_timed()
    {
        using var daemon = new TestDaemon(kinds: SoftwareDevices.Zip);
        using var provider = new DaemonProvider(daemon.SocketPath);
        UacceDevice device = provider.ListDevices()[0];
        using CompressionQueue queue = new ZipUserDriver().OpenQueue(
            device.ReadInfo(), device.Open(new QueueOpenOptions(QueueDriving.Served)), new CompressionQueueOptions { Direction = CompressionDirection.Compress, Level = 1 });
        ClientStatistics before = DaemonStatistics.Parse(provider.ReadStatistics(all: true)).Clients[0];
        Assert.Equal((0, 0), (before.StepP50Microseconds, before.StepP99Microseconds));
        for (int i = 0; i < 100; i++)
        {
            Compress(queue, 1000);
        }

        ClientStatistics client = before;
        TestDaemon.Until(() => (client = DaemonStatistics.Parse(provider.ReadStatistics(all: true)).Clients[0]).StepP50Microseconds > 0, "steps were timed");
        Assert.True(client.StepP99Microseconds >= client.StepP50Microseconds);
    }

    [Fact]
    public void The_document_is_sealed_exactly_as_long_as_told_and_emptied_by_the_next()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply first = Ask(client, StatisticsRequest.Own);
        int length = (int)first.As<StatisticsReply>().Length;
        SafeFileHandle file = Assert.Single(first.Descriptors);
        Assert.Equal(length, RandomAccess.GetLength(file));
        const int Sealed = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL;
        Assert.Equal(Sealed, Libc.GetSeals(file) & Sealed);
        byte[] bytes = new byte[length];
        Assert.Equal(length, RandomAccess.Read(file, bytes, 0));
        using JsonDocument document = JsonDocument.Parse(bytes);
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        using RawReply second = Ask(client, StatisticsRequest.Own);
        Assert.Equal(length, RandomAccess.Read(file, bytes, 0));
        Assert.False(bytes.AsSpan().ContainsAnyExcept((byte)0));
        byte[] last = new byte[(int)second.As<StatisticsReply>().Length];
        RandomAccess.Read(second.Descriptors[0], last, 0);
        Assert.Equal((byte)'{', last[0]);
        client.Dispose();
        TestDaemon.Until(() => RandomAccess.Read(second.Descriptors[0], last, 0) == last.Length && last[0] == 0, "the memory comes back with the connection");
    }

    [Fact]
    public void An_unknown_scope_is_refused()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply refused = Ask(client, 2);
        refused.Refused(Errno.EINVAL);
    }

    [Fact]
    public void Reading_over_and_over_keeps_no_descriptors()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        Read(client, StatisticsRequest.All);
        for (int i = 0; i < 50; i++)
        {
            Read(client, StatisticsRequest.All);
        }

        TestDaemon.Until(() => Documents() <= 1, "the documents are closed");

        // A descriptor of another test that is closed while this looks has no target.
        static int Documents() => Directory.GetFiles("/proc/self/fd").Count(
            static fd => new FileInfo(fd).LinkTarget?.Contains("uacced statistics", StringComparison.Ordinal) == true);
    }

    private static RawReply Ask(RawClient client, uint scope) =>
        client.Ask(new StatisticsRequest { Header = client.Header(WireType.Statistics, StatisticsRequest.Size), Scope = scope });

    private static DaemonStatistics Read(RawClient client, uint scope)
    {
        using RawReply reply = Ask(client, scope);
        byte[] json = new byte[(int)reply.As<StatisticsReply>().Length];
        Assert.Equal(json.Length, RandomAccess.Read(Assert.Single(reply.Descriptors), json, 0));
        return DaemonStatistics.Parse(json);
    }

    private static unsafe int Compress(CompressionQueue queue, int length)
    {
        byte[] source = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("statistics ", (length / 11) + 1)))[..length];
        byte[] destination = new byte[length + 1000];
        fixed (byte* from = source, to = destination)
        {
            CompressionCompletion done = Do(queue, new CompressionRequest
            {
                Format = CompressionFormat.Deflate,   // the driver adds nothing to it
                Source = (ulong)from,
                SourceLength = length,
                Destination = (ulong)to,
                DestinationLength = destination.Length,
            });
            Assert.Equal(RequestStatus.Ok, done.Status);
            return done.Produced;
        }
    }

    private static CompressionCompletion Do(CompressionQueue queue, CompressionRequest request)
    {
        Assert.Equal(SubmitResult.Queued, queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out string? refusal));
        Assert.Null(refusal);
        var done = new CompressionCompletion[1];
        Assert.True(queue.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(done, out _));
        return done[0];
    }

    /// <summary>What the daemon tells once requests are counted, which is after their completions.</summary>
    private static DaemonStatistics Counted(DaemonProvider provider, int requests)
    {
        DaemonStatistics now = null!;
        TestDaemon.Until(
            () => (now = DaemonStatistics.Parse(provider.ReadStatistics(all: true))) is { Queues: [var queue], Clients: [var client] } && queue.Requests == requests && client.Work.Requests == requests,
            "the requests are counted");
        return now;
    }
}
