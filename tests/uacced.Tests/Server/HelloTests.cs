using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

public sealed class HelloTests
{
    [Fact]
    public void The_reply_tells_version_instance_page_size_and_quotas()
    {
        using var daemon = new TestDaemon(options => options with { Limits = new DaemonLimits { Quota = new Quota { Queues = 17, ReservedBytes = 1 << 20 } } });
        using var client = new RawClient(daemon.SocketPath);
        using RawReply reply = client.Hello();
        HelloReply hello = reply.As<HelloReply>();
        Assert.Equal((1, 1, 1), (hello.Version, hello.LowestVersion, hello.HighestVersion));
        Assert.Equal(daemon.Server.Instance, hello.Instance);
        Assert.Equal(HelloReply.HasSva, hello.Flags);
        Assert.Equal((uint)Environment.SystemPageSize, hello.PageSize);
        Assert.Equal(17u, hello.Queues);
        Assert.Equal(4096u, hello.LargestPacket);
        Assert.Equal(1u << 20, hello.ReservedBytes);
        Assert.Equal(1u, hello.Header.Sequence);
        Assert.Equal(HelloReply.Size, reply.Bytes.Length);
    }

    [Fact]
    public void Without_descriptors_of_its_memory_a_client_is_told_what_to_do_for_shared_addresses()
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using RawReply reply = client.Hello(sva: false);
        Assert.Equal(0u, reply.As<HelloReply>().Flags);
        Assert.Contains("PR_SET_DUMPABLE", Encoding.UTF8.GetString(reply.Bytes.AsSpan(HelloReply.Size)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_shares_addresses_with_nobody_says_so_to_a_client_that_sent_its_memory()
    {
        using var daemon = new TestDaemon(sva: false);
        using var client = new RawClient(daemon.SocketPath);
        using RawReply reply = client.Hello();
        Assert.Equal(0u, reply.As<HelloReply>().Flags);
        Assert.Contains("devices.sva", Encoding.UTF8.GetString(reply.Bytes.AsSpan(HelloReply.Size)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(0, 0)]
    public void A_version_that_the_daemon_does_not_speak_is_refused_with_both_ranges(ushort lowest, ushort highest)
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using RawReply reply = client.Hello(sva: false, change: hello => hello with { LowestVersion = lowest, HighestVersion = highest });
        Assert.Equal(Errno.EPROTONOSUPPORT, reply.Errno);
        HelloReply told = MemoryMarshal.Read<HelloReply>(reply.Bytes);
        Assert.Equal((1, 1), (told.LowestVersion, told.HighestVersion));
        string words = Encoding.UTF8.GetString(reply.Bytes.AsSpan(HelloReply.Size));
        Assert.Contains($"{lowest} to {highest}", words, StringComparison.Ordinal);
        Assert.Contains("1 to 1", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_highest_version_that_both_speak_is_used()
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using RawReply reply = client.Hello(change: hello => hello with { LowestVersion = 1, HighestVersion = 900 });
        Assert.Equal(1, reply.As<HelloReply>().Version);
    }

    [Fact]
    public void A_wrong_magic_number_is_refused()
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using RawReply reply = client.Hello(sva: false, change: hello => hello with { Magic = 0x12345678 });
        Assert.Contains("magic", reply.Refused(Errno.EPROTO), StringComparison.Ordinal);
    }

    [Fact]
    public void Reserved_fields_and_unknown_flags_are_refused()
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using RawReply flags = client.Hello(sva: false, change: hello => hello with { Flags = 2 });
        flags.Refused(Errno.EINVAL);
        using RawReply reserved = client.Hello(sva: false, change: hello => hello with { Reserved = 1 });
        reserved.Refused(Errno.EINVAL);
        using RawReply header = client.Hello(sva: false, change: hello => hello with { Header = hello.Header with { Reserved = 1 } });
        header.Refused(Errno.EINVAL);
        using RawReply status = client.Hello(sva: false, change: hello => hello with { Header = hello.Header with { Status = 1 } });
        status.Refused(Errno.EINVAL);
        using RawReply right = client.Hello();
        right.As<HelloReply>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_number_of_descriptors_than_the_flags_say_is_refused(int descriptors)
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using RawReply reply = client.Hello(descriptors: descriptors);
        Assert.Contains($"{descriptors} descriptors", reply.Refused(Errno.EPROTO), StringComparison.Ordinal);
    }

    [Fact]
    public void Descriptors_of_something_else_are_not_read_and_the_client_has_reserved_memory_only()
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using SafeFileHandle zero = File.OpenHandle("/dev/zero", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var hello = new HelloRequest
        {
            Header = client.Header(WireType.Hello, HelloRequest.Size),
            Magic = WireLimits.Magic,
            LowestVersion = 1,
            HighestVersion = 1,
            Flags = HelloRequest.HasMemory,
        };
        using RawReply reply = client.Ask(hello, zero, zero);
        Assert.Equal(0u, reply.As<HelloReply>().Flags);
        Assert.Contains("/proc/self/mem", reply.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_says_nothing_is_closed_when_its_time_is_over()
    {
        using var daemon = new TestDaemon(options => options with { HelloTimeout = TimeSpan.FromMilliseconds(50) });
        using var client = new RawClient(daemon.SocketPath);
        Assert.Null(client.Receive());
        TestDaemon.Until(() => daemon.Log.Containing("no HELLO in time").Length == 1, "the line in the audit log");
        TestDaemon.Until(() => daemon.Server.Connections == 0 && daemon.Server.Accounts.Connections == 0, "the connection is given back");
    }

    [Fact]
    public void A_connection_that_said_hello_stays_open_longer()
    {
        using var daemon = new TestDaemon(options => options with { HelloTimeout = TimeSpan.FromMilliseconds(200) });
        using RawClient quiet = AttachInTime(daemon.SocketPath);
        using var silent = new RawClient(daemon.SocketPath);
        Assert.Null(silent.Receive());   // later than the time of the quiet one
        Assert.Single(quiet.List());
    }

    // Where much else runs, a HELLO can come too late.
    private static RawClient AttachInTime(string path)
    {
        for (int attempt = 0; ; attempt++)
        {
            var client = new RawClient(path);
            try
            {
                using RawReply reply = client.Hello();
                return client;
            }
            catch (Xunit.Sdk.XunitException) when (attempt < 50)
            {
                client.Dispose();
            }
        }
    }

    [Fact]
    public void Other_requests_before_hello_and_a_second_hello_are_refused()
    {
        using var daemon = new TestDaemon();
        using var client = new RawClient(daemon.SocketPath);
        using RawReply early = client.Ask(new ListRequest { Header = client.Header(WireType.List, ListRequest.Size) });
        Assert.Contains("HELLO", early.Refused(Errno.EPROTO), StringComparison.Ordinal);
        using RawReply first = client.Hello();
        first.As<HelloReply>();
        using RawReply second = client.Hello();
        second.Refused(Errno.EPROTO);
    }
}
