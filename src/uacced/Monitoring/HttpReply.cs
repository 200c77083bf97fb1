using System.Globalization;
using System.Text;

namespace WarpDrive.Daemon;

/// <summary>An answer of the monitoring server (RFC 9110, RFC 9112).</summary>
/// <param name="Status">Status code.</param>
/// <param name="Reason">Its words.</param>
/// <param name="Body">Text.</param>
/// <param name="ContentType">Media type.</param>
internal sealed record HttpReply(int Status, string Reason, string Body, string ContentType = "text/plain; charset=utf-8")
{
    internal static HttpReply BadRequest { get; } = new(400, "Bad Request", "this is no HTTP request\n");

    internal static HttpReply NotFound { get; } = new(404, "Not Found", "there is /metrics and /healthz\n");

    internal static HttpReply OnlyGet { get; } = new(405, "Method Not Allowed", "GET is all that is understood here\n");

    internal static HttpReply TooSlow { get; } = new(408, "Request Timeout", "the request did not come in time\n");

    internal static HttpReply TooLarge { get; } = new(431, "Request Header Fields Too Large", "the request is too long\n");

    internal static HttpReply Failed { get; } = new(500, "Internal Server Error", "the statistics could not be collected\n");

    internal static HttpReply WrongVersion { get; } = new(505, "HTTP Version Not Supported", "HTTP/1.1 is spoken here\n");

    /// <summary>As it goes over the wire. Every connection has one answer.</summary>
    internal byte[] ToBytes()
    {
        byte[] body = Encoding.UTF8.GetBytes(Body);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {Status} {Reason}\r\nContent-Type: {ContentType}\r\nContent-Length: {body.Length}\r\nConnection: close\r\nCache-Control: no-store\r\n");
        return [.. Encoding.ASCII.GetBytes(head + (Status == 405 ? "Allow: GET\r\n\r\n" : "\r\n")), .. body];
    }
}
