using System.Diagnostics;
using WarpDrive.Hisilicon;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Daemon.Tests;

public sealed class QuotaTests
{
    [Fact]
    public void The_queue_beyond_the_quota_is_refused_with_words_and_a_closed_one_makes_room()
    {
        using TestDaemon daemon = With(new Quota { Queues = 2 });
        using RawClient one = RawClient.Attach(daemon.SocketPath);
        using RawClient two = RawClient.Attach(daemon.SocketPath);
        uint a = 0, b = 0;
        OpenReply first = one.OpenQueue(daemon.Null, ref a);
        two.OpenQueue(daemon.Null, ref b);
        using RawReply refused = two.Open(daemon.Null, b);
        Assert.Contains("2 of 2 queues", refused.Refused(Errno.EDQUOT), StringComparison.Ordinal);
        Assert.Single(daemon.Log.Containing("2 of 2 queues"));
        using RawReply closed = one.Close(first.Queue);
        Assert.Equal(Errno.None, closed.Errno);
        two.OpenQueue(daemon.Null, ref b);
    }

    [Fact]
    public void A_closed_queue_with_a_mapped_region_still_counts()
    {
        using TestDaemon daemon = With(new Quota { Queues = 1 });
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        uint channel = 0;
        OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
        using RawReply mapped = client.Map(queue.Queue, RegionType.Dus, queue.DusLength);
        using RawReply closed = client.Close(queue.Queue);
        using RawReply refused = client.Open(daemon.Null, channel);
        refused.Refused(Errno.EDQUOT);
        using RawReply unmapped = client.Unmap(queue.Queue, RegionType.Dus);
        client.OpenQueue(daemon.Null, ref channel);
    }

    [Fact]
    public void Reserved_memory_beyond_the_quota_is_refused_with_words_and_unmapping_makes_room()
    {
        using TestDaemon daemon = With(new Quota { ReservedBytes = 100 << 10 });
        using RawClient client = RawClient.Attach(daemon.SocketPath, sva: false);
        uint channel = 0;
        OpenReply one = client.OpenQueue(daemon.Null, ref channel);
        OpenReply two = client.OpenQueue(daemon.Null, ref channel);
        using RawReply mapped = client.Map(one.Queue, RegionType.Ss, 64 << 10, 0x7000_0000_0000);
        Assert.Equal(Errno.None, mapped.Errno);
        using RawReply refused = client.Map(two.Queue, RegionType.Ss, (36 << 10) + 1, 0x7100_0000_0000);
        Assert.Contains("65536 of 102400 bytes", refused.Refused(Errno.EDQUOT), StringComparison.Ordinal);
        using RawReply invalid = client.Map(two.Queue, RegionType.Ss, 36 << 10, 0);
        invalid.Refused(Errno.EINVAL);
        using RawReply fits = client.Map(two.Queue, RegionType.Ss, 36 << 10, 0x7100_0000_0000);
        Assert.Equal(Errno.None, fits.Errno);
        using RawReply unmapped = client.Unmap(one.Queue, RegionType.Ss);
        using RawReply again = client.Map(one.Queue, RegionType.Ss, 64 << 10, 0x7000_0000_0000);
        Assert.Equal(Errno.None, again.Errno);
        client.Dispose();
        TestDaemon.Until(() => daemon.Server.Accounts.Snapshot().Length == 0, "all is given back");
    }

    [Fact]
    public void The_connection_beyond_the_quota_is_answered_with_words()
    {
        using TestDaemon daemon = With(new Quota { Connections = 2 });
        using RawClient one = RawClient.Attach(daemon.SocketPath);
        using (RawClient two = RawClient.Attach(daemon.SocketPath))
        {
            using var three = new RawClient(daemon.SocketPath);
            using RawReply refused = three.Hello();
            Assert.Contains("2 of 2 connections", refused.Refused(Errno.EDQUOT), StringComparison.Ordinal);
            Assert.Null(three.Receive());
        }

        TestDaemon.Until(() => daemon.Server.Connections == 1, "the second connection has ended");
        using RawClient again = RawClient.Attach(daemon.SocketPath);
        Assert.Single(again.List());
    }

    [Fact]
    public void Refused_connections_that_say_nothing_are_closed_and_keep_nobody_else_out()
    {
        using TestDaemon daemon = With(new Quota { Connections = 1 });
        RawClient first = RawClient.Attach(daemon.SocketPath);
        RawClient[] silent = [.. Enumerable.Range(0, 100).Select(_ => new RawClient(daemon.SocketPath))];
        Assert.Single(first.List());
        foreach (RawClient client in silent)
        {
            Assert.Null(client.Receive());
            client.Dispose();
        }

        first.Dispose();
        TestDaemon.Until(() => daemon.Server.Connections == 0, "the first connection has ended");
        using RawClient next = RawClient.Attach(daemon.SocketPath);
        Assert.Single(next.List());
    }

    [Fact]
    public void All_users_together_have_a_limit_of_connections()
    {
        using var daemon = new TestDaemon(options => options with { Limits = new DaemonLimits { TotalConnections = 1 } });
        using RawClient one = RawClient.Attach(daemon.SocketPath);
        using var two = new RawClient(daemon.SocketPath);
        using RawReply refused = two.Hello();
        Assert.Contains("all users together have 1 of 1 connections", refused.Refused(Errno.EDQUOT), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_quota_counts_from_the_next_request_on_and_takes_nothing_away()
    {
        using TestDaemon daemon = With(new Quota { Queues = 2 });
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        uint channel = 0;
        OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
        client.OpenQueue(daemon.Null, ref channel);
        daemon.Server.ChangeLimits(new DaemonLimits { Quota = new Quota { Queues = 1 } });
        using RawReply refused = client.Open(daemon.Null, channel);
        Assert.Contains("2 of 1 queues", refused.Refused(Errno.EDQUOT), StringComparison.Ordinal);
        using RawReply alive = client.Ioctl(queue.Queue, UacceIoctl.StartQueue);
        Assert.Equal(Errno.None, alive.Errno);
    }

    [Fact]
    public void A_user_has_its_own_quota_where_one_is_given()
    {
        uint me = Libc.Geteuid();
        var limits = new DaemonLimits { Quota = new Quota { Queues = 0 }, UserQuotas = new Dictionary<uint, Quota> { [me] = new() { Queues = 1 } } };
        using var daemon = new TestDaemon(options => options with { Limits = limits });
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        uint channel = 0;
        client.OpenQueue(daemon.Null, ref channel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requests_beyond_the_memory_quotas_wait_and_are_all_done(bool sva)
    {
        const int Threads = 4;
        using var daemon = new TestDaemon(
            options => options with { Limits = new DaemonLimits { Quota = new Quota { InFlightBytes = 1 << 20, StagingBytes = 1 << 20 } } }, sva, SoftwareDevices.Zip, SoftwareDevices.Sec);
        byte[][] data = [.. Enumerable.Range(0, Threads).Select(seed =>
        {
            byte[] bytes = new byte[3 << 20];
            new Random(seed).NextBytes(bytes.AsSpan(0, 1 << 20));
            return bytes;
        })];
        using (var accelerators = new Accelerators(new AcceleratorOptions { OnlyProvider = "daemon", Daemon = daemon.SocketPath }))
        {
            long start = Stopwatch.GetTimestamp();
            Task[] tasks = [.. data.Select(bytes => Task.Run(() => Exercise(accelerators, bytes, HasWaited), TestContext.Current.CancellationToken))];
            await Task.WhenAll(tasks);   // each request has a deadline of its own

            bool HasWaited()
            {
                Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "no queue has waited for memory");
                return daemon.Server.Statistics.CollectAll().Users is [{ Work.MemoryWaits: > 0 }];
            }
        }

        TestDaemon.Until(() => daemon.Server.Connections == 0, "all have gone");
        UserStatistics user = Assert.Single(daemon.Server.Statistics.CollectAll().Users);
        Assert.Equal((0L, 0L, 0L), (user.InFlightBytes, user.StagingBytes, user.Work.Faults));
    }

    [Fact]
    public void What_a_user_has_in_use_is_told_and_changed_limits_count_at_once()
    {
        using TestDaemon daemon = With(new Quota { InFlightBytes = 5 << 20, StagingBytes = 6 << 20 });
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        MemoryBudget budget = Assert.Single(daemon.Server.Accounts.Snapshot()).Budget;
        Assert.Equal((5L << 20, 6L << 20), (budget.InFlightLimit, budget.StagingLimit));
        budget.Take(123);
        budget.TakeStaging(456);
        UserStatistics user = Assert.Single(daemon.Server.Statistics.CollectAll().Users);
        Assert.Equal((123L, 456L), (user.InFlightBytes, user.StagingBytes));
        daemon.Server.ChangeLimits(new DaemonLimits { Quota = new Quota { InFlightBytes = 7 << 20, StagingBytes = 8 << 20 } });
        Assert.Equal((7L << 20, 8L << 20), (budget.InFlightLimit, budget.StagingLimit));
        budget.Return(123);
        budget.ReturnStaging(456);
    }

    [Theory]
    [InlineData(1000u, true)]    // named
    [InlineData(1001u, true)]    // in a group that is named
    [InlineData(1002u, false)]
    [InlineData(0u, true)]       // root
    public void Users_and_groups_that_are_named_may_connect_and_root_always(uint uid, bool allowed)
    {
        var limits = new DaemonLimits { AllowedUsers = new HashSet<uint> { 1000 }, AllowedGroups = new HashSet<uint> { 50 } };
        Assert.Equal(allowed, limits.Allows(uid, () => uid == 1001 ? [7, 50] : [7]));
        Assert.True(limits.Allows(Libc.Geteuid(), () => []));
        Assert.True(new DaemonLimits().Allows(uid, () => []));
    }

    /// <summary>Some rounds of requests, and as many more as are wanted.</summary>
    private static void Exercise(Accelerators accelerators, byte[] data, Func<bool> suffices)
    {
        using var compressor = new Compressor(accelerators: accelerators);
        using var decompressor = new Decompressor(accelerators: accelerators);
        using var hasher = new Hasher(DigestAlgorithm.Sha256, accelerators: accelerators);
        byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)];
        for (int i = 0; i < 3 || !suffices(); i++)
        {
            CompressionResult packed = compressor.Compress(data, room);
            Assert.Equal(data, decompressor.Decompress(room.AsSpan(0, packed.BytesWritten)));
            Assert.Equal(System.Security.Cryptography.SHA256.HashData(data), hasher.Hash(data));
        }
    }

    private static TestDaemon With(Quota quota) => new(options => options with { Limits = new DaemonLimits { Quota = quota } });
}
