using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Uacce;

/// <summary>Offers the devices of a running <c>uacced</c>: software devices that all processes of a machine share (uacced.md).</summary>
/// <remarks>
/// Thread safe. Connects when first asked, and again after the daemon was restarted; queues that were open on the old one are dead
/// (<see cref="QueueLife.Dead"/>, <see cref="RegionMapping.IsDeviceGone"/>), who waits on them is woken. Queues are always
/// <see cref="QueueDriving.Served"/>. A thread watches for the end of the daemon while queues are open. Must be disposed; that ends its queues.
/// </remarks>
public sealed class DaemonProvider : IUacceProvider
{
    /// <summary>Its name.</summary>
    public const string ProviderName = "daemon";

    private readonly DaemonSettings _settings;
    private readonly Lock _lock = new();
    private readonly List<DaemonConnection> _old = [];
    private DaemonConnection? _connection;
    private bool _disposed;

    /// <summary>Offers what the daemon at a socket has, now and later. Nothing is connected yet.</summary>
    /// <param name="socketPath">Path of the socket, at most 107 bytes; null for <c>WD_SOCKET</c>, or else <c>/run/uacced/uacced.sock</c>.</param>
    public DaemonProvider(string? socketPath = null)
        : this(new DaemonSettings(DaemonSettings.PathOr(socketPath, Environment.GetEnvironmentVariable(WireLimits.SocketVariable))))
    {
    }

    internal DaemonProvider(DaemonSettings settings) => _settings = settings;

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <summary>Path of the socket.</summary>
    public string SocketPath => _settings.SocketPath;

    /// <summary>Whether requests may name any address of this process; false: <see cref="WhyNoSharedAddresses"/> says why. Connects.</summary>
    /// <exception cref="LinuxException">As <see cref="ListDevices"/>.</exception>
    public bool SharesAddresses => Use(static connection => connection.HasSva);

    /// <summary>Why addresses are not shared and what to do about it, in the daemon's words; empty when they are. Connects.</summary>
    /// <exception cref="LinuxException">As <see cref="ListDevices"/>.</exception>
    public string WhyNoSharedAddresses => Use(static connection => connection.WhyNoSva);

    /// <summary>The devices that the daemon has now.</summary>
    /// <exception cref="LinuxException">
    /// ENOENT, ECONNREFUSED: no daemon listens at the path. EACCES: this user may not connect. EPROTONOSUPPORT: no version of the protocol that both
    /// speak; the message names both ranges. ETIMEDOUT: it does not answer. ESHUTDOWN: it is ending. ESRCH, EDQUOT: what it refuses this process for.
    /// </exception>
    public IReadOnlyList<UacceDevice> ListDevices() => Use(List);

    /// <summary>What <c>wd top</c> shows, as a JSON document.</summary>
    /// <param name="all">Everybody's queues, which only the daemon's own user and root may see; false: those of this process.</param>
    /// <exception cref="LinuxException">EACCES; as <see cref="ListDevices"/>.</exception>
    public byte[] ReadStatistics(bool all) => Use(connection => Statistics(connection, all));

    /// <inheritdoc/>
    public void Dispose()
    {
        DaemonConnection[] connections;
        lock (_lock)
        {
            _disposed = true;
            connections = [.. _old];
            if (_connection is not null)
            {
                connections = [.. connections, _connection];
            }

            _connection = null;
            _old.Clear();
        }

        foreach (DaemonConnection connection in connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>Does something on the connection; on a new one when it turns out that the daemon was restarted.</summary>
    internal T Use<T>(Func<DaemonConnection, T> action)
    {
        DaemonConnection connection = Connect();
        try
        {
            return action(connection);
        }
        catch (LinuxException) when (connection.IsLost && !Volatile.Read(ref _disposed))
        {
            return action(Connect());
        }
    }

    private IReadOnlyList<UacceDevice> List(DaemonConnection connection)
    {
        if (connection.IsEnding)
        {
            LinuxException.Throw("LIST", Errno.ESHUTDOWN, $"the daemon at {SocketPath} is ending, and opens nothing any more");
        }

        var names = new List<string>();
        while (true)
        {
            using DaemonReply reply = connection.Call(WireType.List, new ListRequest { First = (uint)names.Count });
            bool makesSense = Wire.TryRead(reply.Packet, ListReply.MostNames * WireName.Size, out ListReply list, out ReadOnlySpan<byte> bytes)
                && bytes.Length == (long)list.Count * WireName.Size && reply.DescriptorCount == 0;
            for (int i = 0; makesSense && i < (int)list.Count; i++)
            {
                makesSense = MemoryMarshal.Read<WireName>(bytes[(i * WireName.Size)..]).TryRead(out string? name);
                names.Add(name ?? "");
            }

            if (!makesSense)
            {
                LinuxException.Throw("LIST", Errno.EPROTO, "the daemon's list of devices makes no sense");
            }

            if (list.Count == 0 || names.Count >= list.Total)
            {
                return [.. names.Distinct(StringComparer.Ordinal).Select(name => new DaemonDevice(this, name))];   // two parts may overlap when a device went
            }
        }
    }

    private static byte[] Statistics(DaemonConnection connection, bool all)
    {
        using DaemonReply reply = connection.Call(
            WireType.Statistics, new StatisticsRequest { Scope = all ? StatisticsRequest.All : StatisticsRequest.Own });
        StatisticsReply answer = reply.Read<StatisticsReply>("STATISTICS", descriptors: 1);
        using SafeFileHandle file = reply.Take(0);
        if (answer.Length > 64 << 20)
        {
            LinuxException.Throw("STATISTICS", Errno.EPROTO, $"a document of {answer.Length} bytes");
        }

        byte[] document = new byte[answer.Length];
        int read = RandomAccess.Read(file, document, 0);
        return read == document.Length ? document : throw new LinuxException("STATISTICS", Errno.EPROTO, $"{read} of {document.Length} bytes");
    }

    private DaemonConnection Connect()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_connection is { IsLost: false, IsSilent: false, IsEnding: false })
            {
                return _connection;
            }

            if (_connection is not null)
            {
                _old.Add(_connection);   // its queues may still be closed by those who have them
                _connection = null;
            }

            foreach (DaemonConnection old in _old)
            {
                old.DisposeWhenEmpty();
            }

            _old.RemoveAll(static old => old.IsLost && old.QueueCount == 0);
            return _connection = DaemonConnection.Connect(_settings);
        }
    }
}
