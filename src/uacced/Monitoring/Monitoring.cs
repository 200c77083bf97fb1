namespace WarpDrive.Daemon;

/// <summary>What the monitoring server answers.</summary>
internal static class Monitoring
{
    /// <summary>The answer to a path; null when there is nothing at it.</summary>
    /// <param name="server">The daemon.</param>
    /// <param name="path">Path of the request.</param>
    internal static HttpReply? Answer(DaemonServer server, string path) => path switch
    {
        "/metrics" => new HttpReply(200, "OK", MetricsText.Write(server.Statistics.CollectAll()), MetricsText.ContentType),
        "/healthz" when server.IsDraining => new HttpReply(503, "Service Unavailable", "ending\n"),
        "/healthz" => new HttpReply(200, "OK", "ok\n"),
        _ => null,
    };
}
