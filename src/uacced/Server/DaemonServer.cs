using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>Serves the devices of a registry to other processes, over a UNIX socket (docs/spec/uacced.md).</summary>
/// <remarks>
/// Thread safe. One thread accepts, each connection has a thread of its own that sleeps unless the client asks for something; requests to devices pass it
/// by. Also usable inside another program. Root may do whatever the daemon's own user may.
/// </remarks>
public sealed class DaemonServer : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan s_endTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Time that clients have to read what is done before their queues die: completions of a dead queue are lost to them.</summary>
    private static readonly TimeSpan s_readTimeout = TimeSpan.FromSeconds(2);

    /// <summary>For devices whose patience is the same to say how it went; with none at all they end all the same.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly DaemonOptions _options;
    private readonly UserAccounts _accounts;
    private readonly ConcurrentDictionary<Session, bool> _sessions = new();
    private readonly Lock _lock = new();
    private DaemonLimits _limits;
    private Acceptor? _acceptor;
    private volatile bool _draining;
    private bool _ended;

    /// <summary>Creates a server; <see cref="Start"/> makes it reachable.</summary>
    /// <param name="registry">The devices; stays the caller's.</param>
    /// <param name="options">How to serve.</param>
    /// <param name="logger">Where it reports and keeps its audit log.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public DaemonServer(DeviceRegistry registry, DaemonOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _options = options ?? new DaemonOptions();
        _options.Validate();
        _limits = _options.Limits;
        Registry = registry;
        Logger = logger ?? NullLogger.Instance;
        Audit = new AuditLog(Logger, _options.Audit, _options.Time);
        _accounts = new UserAccounts(_limits);
        Statistics = new StatisticsCollector(registry, Clients, Instance, () => _draining);
    }

    /// <summary>Where clients connect.</summary>
    public string SocketPath => _options.SocketPath;

    /// <summary>Tells this daemon from its predecessor and its successor.</summary>
    public Guid Instance { get; } = Guid.NewGuid();

    /// <summary>Connections that are being served now.</summary>
    public int Connections => _sessions.Count;

    /// <summary>Whether nothing is opened any more.</summary>
    public bool IsDraining => _draining;

    internal DeviceRegistry Registry { get; }

    internal DaemonOptions Options => _options;

    internal ILogger Logger { get; }

    internal AuditLog Audit { get; }

    internal UserAccounts Accounts => _accounts;

    internal ClientTable Clients { get; } = new();

    internal StatisticsCollector Statistics { get; }

    /// <summary>Begins to accept connections. Raises the limit of open files of this process to what it may have.</summary>
    /// <exception cref="LinuxException">EADDRINUSE: a daemon is alive at the path; a dead one's socket is replaced. And what the kernel says.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (_acceptor is not null)
            {
                throw new InvalidOperationException("the server was started already");
            }

            RaiseLimit();
            var listener = new Listener(_options);
            try
            {
                _acceptor = new Acceptor(listener, Admit, Logger);
            }
            catch
            {
                listener.Dispose();
                throw;
            }

            _acceptor.Start();
        }

        DaemonLog.Listening(Logger, SocketPath, Instance, Registry.Devices.Count, Libc.GetOpenFilesLimit().Soft);
    }

    /// <summary>Changes who may connect and what a user may have. Nothing is taken away from those who have more.</summary>
    /// <param name="limits">From now on.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public void ChangeLimits(DaemonLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        Volatile.Write(ref _limits, limits);
        _accounts.Change(limits);
        DaemonLog.LimitsChanged(Logger);
    }

    /// <summary>
    /// Ends in order: nothing is opened any more, what clients rang for is done, then their queues die, the connections close and the socket goes. The
    /// devices are taken out of the registry on the way.
    /// </summary>
    /// <param name="timeout">What is not done by then is given up; at least zero.</param>
    /// <returns>Whether all was done in time.</returns>
    public async Task<bool> StopAsync(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        _draining = true;
        DaemonLog.Draining(Logger, Connections, timeout.TotalSeconds);
        await SettleAsync(timeout / 2 < s_readTimeout ? timeout / 2 : s_readTimeout).ConfigureAwait(false);
        RegisteredDevice[] devices = [.. Registry.Devices];
        int givenUp = devices.Sum(static device => device.GivenUp);
        Task drained = Task.WhenAll(devices.Select(device => Task.Run(() => Registry.Remove(device))));
        bool inTime;
        try
        {
            await drained.WaitAsync(timeout + s_grace).ConfigureAwait(false);
            inTime = devices.Sum(static device => device.GivenUp) == givenUp;   // the devices have a patience of their own, and it is over by now
        }
        catch (TimeoutException)
        {
            inTime = false;
        }

        await Task.Run(Dispose).ConfigureAwait(false);
        if (inTime)
        {
            DaemonLog.Ended(Logger);
        }
        else
        {
            DaemonLog.EndedLate(Logger, timeout.TotalSeconds);
        }

        return inTime;
    }

    /// <summary>Ends at once: connections close, their queues die without finishing. The devices stay in the registry.</summary>
    public void Dispose()
    {
        Acceptor? acceptor;
        lock (_lock)
        {
            _ended = true;
            _draining = true;
            acceptor = _acceptor;
            _acceptor = null;
        }

        acceptor?.Dispose();   // no new sessions after this
        long start = Stopwatch.GetTimestamp();
        Session[] sessions = [.. _sessions.Keys];
        foreach (Session session in sessions)
        {
            session.Shutdown("the daemon ends");
        }

        foreach (Session session in sessions)
        {
            TimeSpan left = s_endTimeout - Stopwatch.GetElapsedTime(start);
            if (!session.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                DaemonLog.SessionStuck(Logger, session.Peer.Pid, session.Peer.Uid);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.Run(Dispose).ConfigureAwait(false);

    /// <summary>Waits until everybody has read what was done, or the time is over: some ring without end.</summary>
    private async Task SettleAsync(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!Registry.Devices.All(device => device.IsSettled) && Stopwatch.GetElapsedTime(start) < timeout)
        {
            await timer.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }

    internal void Forget(Session session, UserAccount account)
    {
        _accounts.Disconnect(account);
        _sessions.TryRemove(session, out _);
    }

    // On the accepting thread. The socket becomes a session's, or the desk's.
    private void Admit(SafeFileHandle socket, RefusalDesk desk)
    {
        UserAccount? account = null;
        SafeFileHandle? pidfd = null;
        try
        {
            Libc.PassCredentials(socket);   // kernels that hand it on from the listener have done so
            PeerCredentials peer = Libc.GetPeerCredentials(socket);
            try
            {
                CheckPeer(socket, peer);
                account = _accounts.Connect(peer.Uid);
                pidfd = Libc.TryGetPeerPidfd(socket, peer.Pid);
                if (pidfd is null)
                {
                    _accounts.Disconnect(account);
                    socket.Dispose();
                    return;   // it has ended: nobody is there to read a reason
                }

                StartSession(socket, pidfd, peer, account);
            }
            catch (LinuxException e)
            {
                Return(account, pidfd);
                string words = RefusalWords.Of(e);
                Audit.Refused(peer, "connection", e.Errno, words);
                desk.Refuse(socket, e.Errno, words);
            }
        }
        catch
        {
            Return(account, pidfd);
            socket.Dispose();
            throw;
        }
    }

    // Takes socket and descriptor over when it returns.
    private void StartSession(SafeFileHandle socket, SafeFileHandle pidfd, PeerCredentials peer, UserAccount account)
    {
        var session = new Session(this, socket, pidfd, peer, account);
        _sessions.TryAdd(session, true);
        try
        {
            session.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)   // the runtime says so for descriptors as well
        {
            _sessions.TryRemove(session, out _);
            LinuxException.Throw("connect", Errno.ENOMEM, "the daemon has no memory, threads (TasksMax) or descriptors (LimitNOFILE) left for a connection");
        }
    }

    private void Return(UserAccount? account, SafeFileHandle? pidfd)
    {
        pidfd?.Dispose();
        if (account is not null)
        {
            _accounts.Disconnect(account);
        }
    }

    private void CheckPeer(SafeFileHandle socket, PeerCredentials peer)
    {
        if (peer.Pid <= 0)
        {
            LinuxException.Throw(
                "connect", Errno.ESRCH,
                "the process has no number where the daemon runs: the daemon must run on the host or in the same pid namespace (pid: host of a container)");
        }

        if (!Volatile.Read(ref _limits).Allows(peer.Uid, () => Libc.GetPeerGroups(socket).Append(peer.Gid)))
        {
            LinuxException.Throw("connect", Errno.EACCES, $"user {peer.Uid} is not in the daemon's list of allowed users, and in none of the allowed groups");
        }
    }

    private void RaiseLimit()
    {
        try
        {
            Libc.RaiseOpenFilesLimit();
        }
        catch (LinuxException e)
        {
            DaemonLog.LimitNotRaised(Logger, e.Message);
        }
    }
}
