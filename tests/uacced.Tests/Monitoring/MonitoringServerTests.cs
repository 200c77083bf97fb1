using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace WarpDrive.Daemon.Tests;

/// <summary>The HTTP server, with clients that behave and clients that do not.</summary>
public sealed class MonitoringServerTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("uacced").FullName;

    [Fact]
    public void A_client_of_the_runtime_reads_it()
    {
        using MonitoringServer server = Serve();
        using var client = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}"), Timeout = s_deadline };
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage reply = client.Send(new HttpRequestMessage(HttpMethod.Get, "/there?query=1"));
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.Equal("text/plain", reply.Content.Headers.ContentType!.MediaType);
            using var reader = new StreamReader(reply.Content.ReadAsStream());
            Assert.Equal("answer to /there", reader.ReadToEnd());
        }

        using HttpResponseMessage absent = client.Send(new HttpRequestMessage(HttpMethod.Get, "/absent"));
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Theory]
    [InlineData("GET /there HTTP/1.1\r\nHost: x\r\n\r\n", 200)]
    [InlineData("GET /there HTTP/1.0\r\n\r\n", 200)]
    [InlineData("POST /there HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", 405)]
    [InlineData("HEAD /there HTTP/1.1\r\n\r\n", 405)]
    [InlineData("get /there HTTP/1.1\r\n\r\n", 405)]
    [InlineData("GET /there HTTP/2.0\r\n\r\n", 505)]
    [InlineData("GET /absent HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET /there/../there HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET /fails HTTP/1.1\r\n\r\n", 500)]
    [InlineData("GET there HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET http://x/there HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET  /there HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /there\r\n\r\n", 400)]
    [InlineData("GET /th\tere HTTP/1.1\r\n\r\n", 400)]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\r\n\r\n", 400)]   // TLS
    [InlineData("GET /there HTTP/1.1\r\nHo", 400)]           // and nothing more
    public void Every_request_has_its_answer(string request, int status)
    {
        using MonitoringServer server = Serve();
        using Socket client = Connect(server);
        client.Send(Encoding.Latin1.GetBytes(request));
        client.Shutdown(SocketShutdown.Send);
        Assert.StartsWith($"HTTP/1.1 {status} ", ReadToEnd(client), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_tells_its_length_and_that_it_is_the_last()
    {
        using MonitoringServer server = Serve();
        using Socket client = Connect(server);
        client.Send("GET /there HTTP/1.1\r\n\r\n"u8);
        string[] parts = ReadToEnd(client).Split("\r\n\r\n", 2);
        Assert.Equal("answer to /there", parts[1]);
        Assert.Contains($"Content-Length: {parts[1].Length}", parts[0], StringComparison.Ordinal);
        Assert.Contains("Connection: close", parts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_may_come_byte_by_byte()
    {
        using MonitoringServer server = Serve();
        using Socket client = Connect(server);
        client.NoDelay = true;
        foreach (byte one in "GET /there HTTP/1.1\r\nA: b\r\n\r\n"u8.ToArray())
        {
            client.Send([one]);
        }

        Assert.StartsWith("HTTP/1.1 200 ", ReadToEnd(client), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_pipelined_requests_the_first_is_answered_and_the_answer_arrives()
    {
        using MonitoringServer server = Serve();
        using Socket client = Connect(server);
        client.Send(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /there HTTP/1.1\r\n\r\n", 50))));
        client.Shutdown(SocketShutdown.Send);
        string all = ReadToEnd(client);
        Assert.EndsWith("answer to /there", all, StringComparison.Ordinal);
        Assert.Equal(0, all.LastIndexOf("HTTP/1.1 200", StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_that_is_too_long_is_refused_and_the_answer_arrives()
    {
        using MonitoringServer server = Serve(new MonitoringOptions { LargestRequest = 512 });
        using Socket client = Connect(server);
        client.Send(Encoding.ASCII.GetBytes("GET /" + new string('a', 100_000)));
        client.Shutdown(SocketShutdown.Send);
        Assert.StartsWith("HTTP/1.1 431 ", ReadToEnd(client), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_does_not_finish_is_told_and_closed()
    {
        using MonitoringServer server = Serve(new MonitoringOptions { Deadline = TimeSpan.FromMilliseconds(200) });
        using Socket client = Connect(server);
        client.Send("GET /there HTTP/1.1\r\nSlow: "u8);
        Assert.StartsWith("HTTP/1.1 408 ", ReadToEnd(client), StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_that_say_nothing_hold_their_places_for_a_deadline_only()
    {
        using MonitoringServer server = Serve(new MonitoringOptions { Deadline = TimeSpan.FromSeconds(1), Connections = 2 });
        Socket[] silent = [.. Enumerable.Range(0, 6).Select(_ => Connect(server))];
        using Socket client = Connect(server);
        client.Send("GET /there HTTP/1.1\r\n\r\n"u8);
        Assert.StartsWith("HTTP/1.1 200 ", ReadToEnd(client), StringComparison.Ordinal);
        Array.ForEach(silent, socket => socket.Dispose());
    }

    [Fact]
    public void A_socket_file_serves_its_group_and_goes_in_the_end_and_a_dead_one_is_replaced()
    {
        string path = Path.Combine(_directory, "metrics");
        MetricsAddress address = MetricsAddress.Parse("unix:" + path, allowRemote: false);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path + "2"));
            File.Move(path + "2", path);   // as a daemon that was killed leaves it
        }

        Assert.True(File.Exists(path));
        using (var server = new MonitoringServer(address, Answer, NullLogger.Instance))
        {
            server.Start();
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(path));
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(address.EndPoint);
            client.Send("GET /there HTTP/1.1\r\n\r\n"u8);
            Assert.StartsWith("HTTP/1.1 200 ", ReadToEnd(client), StringComparison.Ordinal);
            Assert.Throws<SocketException>(() => new MonitoringServer(address, Answer, NullLogger.Instance));   // one that is alive is not
            Assert.True(File.Exists(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        string path = Path.Combine(_directory, "precious");
        File.WriteAllText(path, "content");
        MetricsAddress address = MetricsAddress.Parse("unix:" + path, allowRemote: false);
        Assert.Throws<SocketException>(() => new MonitoringServer(address, Answer, NullLogger.Instance));
        Assert.Equal("content", File.ReadAllText(path));
    }

    [Fact]
    public void A_daemon_answers_its_metrics_and_its_health()
    {
        using var daemon = new TestDaemon();
        HttpReply metrics = Monitoring.Answer(daemon.Server, "/metrics")!;
        Assert.Equal(200, metrics.Status);
        Assert.StartsWith("text/plain; version=0.0.4", metrics.ContentType, StringComparison.Ordinal);
        Assert.Contains($"uacced_device_requests_total{{device=\"{daemon.Null}\"}} 0\n", metrics.Body, StringComparison.Ordinal);
        Assert.Equal((200, "ok\n"), (Monitoring.Answer(daemon.Server, "/healthz")!.Status, Monitoring.Answer(daemon.Server, "/healthz")!.Body));
        Assert.Null(Monitoring.Answer(daemon.Server, "/"));
        daemon.Server.Dispose();
        Assert.Equal(503, Monitoring.Answer(daemon.Server, "/healthz")!.Status);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static MonitoringServer Serve(MonitoringOptions? options = null)
    {
        var server = new MonitoringServer(MetricsAddress.Parse("127.0.0.1:0", allowRemote: false), Answer, NullLogger.Instance, options);
        server.Start();
        return server;
    }

    private static HttpReply? Answer(string path) => path switch
    {
        "/there" => new HttpReply(200, "OK", "answer to /there"),
        "/fails" => throw new InvalidOperationException("it was told to"),
        _ => null,
    };

    private static Socket Connect(MonitoringServer server)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)s_deadline.TotalMilliseconds };
        client.Connect(server.EndPoint);
        return client;
    }

    private static string ReadToEnd(Socket client)
    {
        var bytes = new List<byte>();
        byte[] room = new byte[4096];
        for (int read; (read = client.Receive(room)) > 0;)
        {
            bytes.AddRange(room.AsSpan(0, read));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
