using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Daemon;

/// <summary>What systemd and the daemon tell each other: sd_listen_fds(3), sd_notify(3).</summary>
internal static class ServiceManager
{
    private const int FirstDescriptor = 3;

    /// <summary>Whether the error output goes to the journal.</summary>
    internal static bool ReadsOutput => Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };

    /// <summary>The listening socket that it made for this process, or null.</summary>
    /// <exception cref="ConfigException">It made several.</exception>
    internal static SafeFileHandle? TakeListener()
    {
        string? pid = Environment.GetEnvironmentVariable("LISTEN_PID");
        string? count = Environment.GetEnvironmentVariable("LISTEN_FDS");
        if (pid != Environment.ProcessId.ToString(CultureInfo.InvariantCulture) || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int sockets) || sockets == 0)
        {
            return null;   // meant for another process, which this one inherited it from
        }

        return sockets == 1
            ? new SafeFileHandle(FirstDescriptor, ownsHandle: true)
            : throw new ConfigException($"the service manager passed {sockets} sockets, and uacced listens at one");
    }

    /// <summary>Tells it a state, e.g. <c>READY=1</c>, if it asked for that.</summary>
    internal static void Notify(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } path)
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
        }
        catch (SocketException)
        {
            // It stopped listening; serving goes on.
        }
    }
}
