using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

public sealed class ProgramTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("uacced").FullName;

    private string SocketPath => Path.Combine(_directory, "socket");

    [Fact]
    public void Check_config_prints_what_is_in_force_with_the_options_on_top()
    {
        string config = Write("""{ "devices": { "zip": 2, "workers": 1 }, "quota": { "queues": 5 } }""");
        (int code, string output, string error) = DaemonProgram.Run("--check-config", "--config", config, "--workers", "3", "--socket", "/tmp/x", "--without-sva");
        Assert.Equal((0, ""), (code, error.Trim()));
        DaemonSettings printed = DaemonSettings.From(ConfigReader.Parse(Encoding.UTF8.GetBytes(output), "output"), new AccountNames());
        Assert.Equal((2, 3, false, 5, "/tmp/x"), (
            printed.Devices.Counts["zip"], printed.Devices.Workers, printed.Devices.Sva, printed.Options.Limits.Quota.Queues, printed.Options.SocketPath));
    }

    [Theory]
    [InlineData("2", "line 1: 'devices.zap' is unknown; allowed here: zip, sec", "{ \"devices\": { \"zap\": 1 } }")]
    [InlineData("2", "'devices.zip' goes from 0 to 64", "{ \"devices\": { \"zip\": 65 } }")]
    public void A_wrong_file_is_told_and_ends_with_2(string code, string words, string json)
    {
        string config = Write(json);
        (int exit, string output, string error) = DaemonProgram.Run("--check-config", "--config", config);
        Assert.Equal(code, exit.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Contains(config, error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("--workers", "0")]
    [InlineData("--hw-version", "1")]
    [InlineData("--devices", "zip")]
    [InlineData("--devices", "zip=1,zip=2")]
    [InlineData("--devices", "disk=1")]
    [InlineData("--log-level", "loud")]
    [InlineData("--metrics", "0.0.0.0:9464")]
    [InlineData("--metrics", "9464")]
    [InlineData("--socket-mode", "9")]
    [InlineData("--colour", "red")]
    [InlineData("--config", "/nowhere/at/all")]
    public void A_wrong_command_line_is_told_and_ends_with_2(params string[] arguments)
    {
        (int code, _, string error) = DaemonProgram.Run([.. arguments, "--check-config"]);
        Assert.Equal(2, code);
        Assert.StartsWith("uacced: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_serves_metrics_where_it_is_told_to_and_nowhere_else()
    {
        string path = Path.Combine(_directory, "metrics");
        using var daemon = new DaemonProgram(null, "--socket", SocketPath, "--devices", "null=1", "--metrics", $"unix:{path}");
        daemon.Says("metrics at ");
        Assert.StartsWith("HTTP/1.1 200 OK", Get(path, "/healthz"), StringComparison.Ordinal);
        Assert.Contains("\nuacced_device_requests_total{device=\"wd_null-0\"} 0\n", Get(path, "/metrics"), StringComparison.Ordinal);
        (int code, _, string error) = DaemonProgram.Run("--socket", SocketPath + "2", "--devices", "null=1", "--metrics", $"unix:{path}");
        Assert.Equal(1, code);
        Assert.Contains($"metrics at unix:{path}: ", error, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK", Get(path, "/healthz"), StringComparison.Ordinal);   // the first one's is not taken over
        daemon.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, daemon.WaitForExit());
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void It_serves_reads_its_limits_again_refuses_a_second_one_and_ends_in_order()
    {
        string config = Write("""{ "devices": { "null": 1 }, "quota": { "queues": 5 } }""");
        using var daemon = new DaemonProgram(null, "--config", config, "--socket", SocketPath);
        daemon.Says("listening on");
        using RawClient client = RawClient.Attach(SocketPath);
        Assert.Equal(["wd_null-0"], client.List());

        (int second, _, string error) = DaemonProgram.Run("--config", config, "--socket", SocketPath);
        Assert.Equal(3, second);
        Assert.Contains(SocketPath, error, StringComparison.Ordinal);

        Write("""{ "devices": { "null": 1 }, "quota": { "queues": 6 } }""");
        daemon.Signal(PosixSignal.SIGHUP);
        daemon.Says("limits changed");
        using (var again = new RawClient(SocketPath))
        {
            using RawReply hello = again.Hello();
            Assert.Equal(6u, hello.As<HelloReply>().Queues);
        }

        Write("{");
        daemon.Signal(PosixSignal.SIGHUP);
        daemon.Says("limits stay as they are");
        Assert.Single(client.List());

        daemon.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, daemon.WaitForExit());
        Assert.Null(client.Receive());
        Assert.False(File.Exists(SocketPath));
        Assert.Contains("audit: pid", daemon.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_time_for_work_it_ends_in_order_when_there_is_none()
    {
        string config = Write("""{ "devices": { "null": 1 }, "drainSeconds": 0 }""");
        using var daemon = new DaemonProgram(null, "--config", config, "--socket", SocketPath);
        daemon.Says("listening on");
        using RawClient client = RawClient.Attach(SocketPath);
        uint channel = 0;
        client.OpenQueue("wd_null-0", ref channel);
        daemon.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, daemon.WaitForExit());
    }

    [Fact]
    public void The_socket_of_one_that_was_killed_is_taken_over_and_clients_see_another_instance()
    {
        HelloReply first, next;
        using (var killed = new DaemonProgram(null, "--devices", "null=1", "--socket", SocketPath))
        {
            killed.Says("listening on");
            using var client = new RawClient(SocketPath);
            using RawReply hello = client.Hello();
            first = hello.As<HelloReply>();
            killed.Kill();
            Assert.Null(client.Receive());
        }

        Assert.True(File.Exists(SocketPath));
        using var daemon = new DaemonProgram(null, "--devices", "null=1", "--socket", SocketPath);
        daemon.Says("listening on");
        using (var client = new RawClient(SocketPath))
        {
            using RawReply hello = client.Hello();
            next = hello.As<HelloReply>();
        }

        Assert.NotEqual(first.Instance, next.Instance);
    }

    [Fact]
    public void A_service_manager_is_told_when_it_is_ready_and_when_it_ends_and_gets_lines_for_its_journal()
    {
        string path = Path.Combine(_directory, "notify");
        using var notify = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        notify.Bind(new UnixDomainSocketEndPoint(path));
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path, ["JOURNAL_STREAM"] = "8:1" };
        using var daemon = new DaemonProgram(environment, "--devices", "null=1", "--socket", SocketPath);
        byte[] room = new byte[256];
        Assert.Equal("READY=1", Encoding.UTF8.GetString(room, 0, notify.Receive(room)));
        using RawClient client = RawClient.Attach(SocketPath);
        daemon.Signal(PosixSignal.SIGINT);
        Assert.Equal("STOPPING=1", Encoding.UTF8.GetString(room, 0, notify.Receive(room)));
        Assert.Equal(0, daemon.WaitForExit());
        Assert.All(daemon.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("<", line, StringComparison.Ordinal));
        Assert.Contains("<6>listening on", daemon.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_the_service_manager_made_is_served()
    {
        using DaemonProgram daemon = Activated(sockets: 1, isForIt: true);
        daemon.Says("listening on");
        using RawClient client = RawClient.Attach(SocketPath);
        Assert.Equal(["wd_null-0"], client.List());
        daemon.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, daemon.WaitForExit());
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void Two_sockets_of_the_service_manager_are_one_too_many()
    {
        using DaemonProgram daemon = Activated(sockets: 2, isForIt: true);
        Assert.Equal(2, daemon.WaitForExit());
        Assert.Contains("passed 2 sockets", daemon.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_that_the_service_manager_made_for_another_process_are_left_alone()
    {
        using DaemonProgram daemon = Activated(sockets: 1, isForIt: false);
        daemon.Says("listening on");
        using RawClient client = RawClient.Attach(SocketPath + "-own");
        Assert.Equal(["wd_null-0"], client.List());
        daemon.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, daemon.WaitForExit());
        Assert.False(File.Exists(SocketPath + "-own"));   // it made this one itself
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void Each_device_has_as_many_queues_as_it_is_told()
    {
        using var daemon = new DaemonProgram(null, "--devices", "null=2", "--instances", "3", "--socket", SocketPath);
        daemon.Says("listening on");
        using RawClient client = RawClient.Attach(SocketPath);
        foreach (string device in client.List())
        {
            uint channel = 0;
            for (int i = 0; i < 3; i++)
            {
                client.OpenQueue(device, ref channel);
            }

            using RawReply refused = client.Open(device, channel);
            refused.Refused(Errno.EBUSY);
        }
    }

    [Fact]
    public void It_uses_as_many_descriptors_as_it_may_have_and_not_as_it_was_started_with()
    {
        const int StartedWith = 128;
        Assert.SkipUnless(Libc.GetOpenFilesLimit().Hard >= 1024, "the limit of open files of this machine is too low");
        using DaemonProgram daemon = DaemonProgram.Through(
            "/bin/sh", "-c", $"ulimit -Sn {StartedWith}; exec \"$@\"", "sh", DaemonProgram.Path, "--devices", "null=1", "--socket", SocketPath);
        daemon.Says("listening on");
        var clients = new List<RawClient>();
        try
        {
            while (Directory.GetFiles($"/proc/{daemon.Id}/fd").Length <= StartedWith)
            {
                Assert.True(clients.Count < StartedWith, "connections need no descriptors");
                clients.Add(RawClient.Attach(SocketPath));
            }

            Assert.All(clients, client => Assert.Single(client.List()));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public void Without_descriptors_left_it_says_so_keeps_serving_and_takes_new_ones_when_some_are_free()
    {
        using DaemonProgram daemon = DaemonProgram.Through(
            "/bin/sh", "-c", "ulimit -n 300; exec \"$@\"", "sh", DaemonProgram.Path, "--devices", "null=1", "--socket", SocketPath);
        daemon.Says("listening on");
        var clients = new List<RawClient>();
        try
        {
            string? words = null;
            while (words is null && clients.Count < 300)
            {
                var client = new RawClient(SocketPath);
                clients.Add(client);
                using RawReply hello = client.Hello();
                words = hello.Errno is Errno.None ? null : $"{hello.Errno} {hello.Words}";
            }

            Assert.Matches("^(EMFILE|ENOMEM) .*descriptors.*LimitNOFILE|^EPROTO .*room", words);
            Assert.Single(clients[0].List());
            foreach (RawClient client in clients[1..])
            {
                client.Dispose();
            }

            TestDaemon.Until(
                () =>
                {
                    using var client = new RawClient(SocketPath);
                    using RawReply hello = client.Hello();
                    return hello.Errno == Errno.None;
                },
                "a client is served again");
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public void A_socket_that_cannot_be_made_is_told_and_ends_with_1()
    {
        (int code, _, string error) = DaemonProgram.Run("--devices", "null=1", "--socket", Path.Combine(_directory, "no", "such", "place"));
        Assert.Equal(1, code);
        Assert.Contains(nameof(Errno.ENOENT), error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_tells_signals_and_exit_codes()
    {
        (int code, string output, _) = DaemonProgram.Run("--help");
        Assert.Equal(0, code);
        foreach (string word in (string[])["--check-config", "--without-sva", "TERM", "HUP", "Exit codes", "WD_SOCKET"])
        {
            Assert.Contains(word, output, StringComparison.Ordinal);
        }
    }

    /// <summary>Starts it as systemd does: sockets from descriptor 3 on, the first at <see cref="SocketPath"/>, and variables that name the process that gets them.</summary>
    private DaemonProgram Activated(int sockets, bool isForIt)
    {
        const string Manager = """
            import os, socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            s.bind(sys.argv[1]); s.listen(8); fd = s.detach()
            if fd != 3: os.dup2(fd, 3)
            for i in range(1, int(sys.argv[2])): os.dup2(3, 3 + i)
            for i in range(int(sys.argv[2])): os.set_inheritable(3 + i, True)
            os.environ.update(LISTEN_PID=str(os.getpid() if sys.argv[3] == "True" else os.getppid()), LISTEN_FDS=sys.argv[2])
            os.execv(sys.argv[4], sys.argv[4:])
            """;
        string path = SocketPath + (isForIt ? "" : "-own");
        return DaemonProgram.Through(
            "python3", "-c", Manager, SocketPath, sockets.ToString(System.Globalization.CultureInfo.InvariantCulture), isForIt.ToString(),
            DaemonProgram.Path, "--devices", "null=1", "--socket", path);
    }

    private static string Get(string path, string target)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var reply = new StringBuilder();
        byte[] room = new byte[4096];
        for (int read; (read = socket.Receive(room)) > 0;)
        {
            reply.Append(Encoding.UTF8.GetString(room.AsSpan(0, read)));
        }

        return reply.ToString();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Write(string json)
    {
        string path = Path.Combine(_directory, "uacced.json");
        File.WriteAllText(path, json);
        return path;
    }
}
