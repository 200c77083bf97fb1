using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WarpDrive.Daemon;

/// <summary>Where <c>/metrics</c> and <c>/healthz</c> are served: an address and a port, or the path of a socket.</summary>
internal sealed record MetricsAddress
{
    private const string PathPrefix = "unix:";
    private const int MostPathBytes = 107;   // unix(7)

    private MetricsAddress(string text, EndPoint endPoint)
    {
        Text = text;
        EndPoint = endPoint;
    }

    /// <summary>As it was configured.</summary>
    internal string Text { get; }

    /// <summary>What to bind to.</summary>
    internal EndPoint EndPoint { get; }

    /// <summary>Path of the socket file, or null.</summary>
    internal string? Path { get; private init; }

    /// <summary>Whether others than this machine could reach it.</summary>
    internal bool IsRemote => EndPoint is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address);

    /// <summary>Reads <c>127.0.0.1:9464</c>, <c>[::1]:9464</c>, <c>localhost:9464</c> or <c>unix:/run/x</c>.</summary>
    /// <param name="text">What was configured.</param>
    /// <param name="allowRemote">Whether addresses beside the loopback ones may be.</param>
    /// <exception cref="ConfigException">It is none of these, or may not be.</exception>
    internal static MetricsAddress Parse(string text, bool allowRemote)
    {
        if (text.StartsWith(PathPrefix, StringComparison.Ordinal))
        {
            string path = text[PathPrefix.Length..];
            if (!path.StartsWith('/') || System.Text.Encoding.UTF8.GetByteCount(path) > MostPathBytes)
            {
                throw new ConfigException($"'{text}': a path begins with / and has at most {MostPathBytes} bytes");
            }

            return new MetricsAddress(text, new UnixDomainSocketEndPoint(path)) { Path = path };
        }

        string numeric = text.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + text[9..] : text;
        int colon = numeric.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(numeric.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || !TryAddress(numeric[..colon], out IPAddress? address))
        {
            throw new ConfigException($"'{text}' is no address with a port, e.g. 127.0.0.1:9464 or [::1]:9464, and no {PathPrefix}/PATH");
        }

        var found = new MetricsAddress(text, new IPEndPoint(address!, port));
        return !found.IsRemote || allowRemote
            ? found
            : throw new ConfigException(
                $"'{text}' can be reached from other machines, and nobody is asked for a password there: use 127.0.0.1, or say that it is meant (allowRemote, --metrics-allow-remote)");
    }

    // IPAddress takes "1" and "0x7f.1" too: only what comes out as it went in is meant.
    private static bool TryAddress(string text, out IPAddress? address)
    {
        bool bracketed = text.StartsWith('[') && text.EndsWith(']');
        return IPAddress.TryParse(bracketed ? text[1..^1] : text, out address)
            && bracketed == (address.AddressFamily == AddressFamily.InterNetworkV6)
            && (bracketed || address.ToString() == text);
    }
}
