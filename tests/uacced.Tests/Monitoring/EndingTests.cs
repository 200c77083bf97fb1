using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using WarpDrive.Uacce;
using CompressionQueue = WarpDrive.Uacce.RequestQueue<WarpDrive.Uacce.Compression.CompressionRequest, WarpDrive.Uacce.Compression.CompressionCompletion>;

namespace WarpDrive.Daemon.Tests;

/// <summary>What who watches the daemon reads while it ends.</summary>
public sealed class EndingTests
{
    [Fact]
    public async Task Healthz_answers_503_while_requests_are_still_being_done()
    {
        using var device = new HeldDevice();
        using var daemon = new TestDaemon(device);
        using var monitoring = new MonitoringServer(MetricsAddress.Parse("127.0.0.1:0", allowRemote: false), path => Monitoring.Answer(daemon.Server, path), NullLogger.Instance);
        monitoring.Start();
        using var watcher = new HttpClient { BaseAddress = new Uri($"http://{monitoring.EndPoint}"), Timeout = TimeSpan.FromSeconds(60) };
        using var provider = new DaemonProvider(daemon.SocketPath);
        using CompressionQueue queue = device.HoldRequest(provider);
        Assert.Equal((HttpStatusCode.OK, "ok\n"), Get(watcher, "/healthz"));
        Task<bool> ending = daemon.Server.StopAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ending\n"), Get(watcher, "/healthz"));
        Assert.Contains("\nuacced_ending 1\n", Get(watcher, "/metrics").Text, StringComparison.Ordinal);
        device.Release();
        Assert.True(await ending.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, Get(watcher, "/healthz").Status);   // to the end
    }

    private static (HttpStatusCode Status, string Text) Get(HttpClient client, string path)
    {
        using HttpResponseMessage reply = client.Send(new HttpRequestMessage(HttpMethod.Get, path));
        using var reader = new StreamReader(reply.Content.ReadAsStream());
        return (reply.StatusCode, reader.ReadToEnd());
    }
}
