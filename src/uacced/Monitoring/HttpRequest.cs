using System.Text;

namespace WarpDrive.Daemon;

/// <summary>What is read of a request: its first line. Header fields are passed over, a body is not read.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path, without a query.</param>
/// <param name="IsVersion1">Whether the version is 1.x.</param>
internal readonly record struct HttpRequest(string Method, string Path, bool IsVersion1)
{
    /// <summary>Where the head of a request ends, or -1.</summary>
    internal static int End(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    /// <summary>Reads the request line (RFC 9112 §3).</summary>
    /// <param name="head">Up to the empty line.</param>
    /// <param name="request">The request.</param>
    /// <returns>False when it is none.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> head, out HttpRequest request)
    {
        request = default;
        ReadOnlySpan<byte> line = head[..Math.Max(head.IndexOf("\r\n"u8), 0)];
        if (line.IsEmpty || line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return false;
        }

        string[] parts = Encoding.ASCII.GetString(line).Split(' ');
        if (parts.Length != 3 || parts[0].Length == 0 || !parts[1].StartsWith('/') || !parts[2].StartsWith("HTTP/", StringComparison.Ordinal))
        {
            return false;
        }

        request = new HttpRequest(parts[0], parts[1].Split('?')[0], parts[2].StartsWith("HTTP/1.", StringComparison.Ordinal));
        return true;
    }
}
