using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>One connection: its thread, its process, its queues. Whatever happens here ends this connection and nothing else.</summary>
/// <remarks>
/// All state belongs to the thread. <see cref="Shutdown"/> and <see cref="Join"/> may be called from others: nothing more is read from the socket,
/// which wakes the thread where it waits for the client.
/// </remarks>
internal sealed partial class Session : IDisposable
{
    private const int StackSize = 1 << 20;
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    private readonly DaemonServer _server;
    private readonly SafeFileHandle _socket;
    private readonly SafeFileHandle _pidfd;
    private readonly UserAccount _user;
    private readonly Thread _thread;
    private readonly long _connectedAt = Stopwatch.GetTimestamp();
    private readonly Lock _socketLock = new();
    private RemoteClient? _client;
    private ClientAccount? _account;
    private KnownClient? _known;
    private ProcessSource? _memory;
    private string? _endReason;
    private bool _socketClosed;

    internal Session(DaemonServer server, SafeFileHandle socket, SafeFileHandle pidfd, PeerCredentials peer, UserAccount user)
    {
        _server = server;
        _socket = socket;
        _pidfd = pidfd;
        _user = user;
        Peer = peer;
        _thread = new Thread(Run, StackSize) { IsBackground = true, Name = $"uacced {peer.Pid}" };
    }

    /// <summary>Who connected.</summary>
    internal PeerCredentials Peer { get; }

    /// <summary>What the client did, once it said HELLO.</summary>
    internal ClientAccount? Account => Volatile.Read(ref _account);

    /// <summary>Begins to serve. If that fails, nothing has been taken over.</summary>
    internal void Start() => _thread.Start();

    /// <summary>Makes it end.</summary>
    /// <param name="reason">For the audit log.</param>
    internal void Shutdown(string reason)
    {
        Interlocked.CompareExchange(ref _endReason, reason, null);
        lock (_socketLock)
        {
            if (!_socketClosed)
            {
                Libc.ShutdownReading(_socket);   // the client hears it when its queues have ended
            }
        }
    }

    /// <summary>Waits until everything it had is given back.</summary>
    internal bool Join(TimeSpan timeout) => _thread.Join(timeout);

    /// <summary>Closes its descriptors. The thread does it in the end; somebody else only when it never ran.</summary>
    public void Dispose()
    {
        _client?.Dispose();
        _memory?.Dispose();
        _pidfd.Dispose();
        _socket.Dispose();
    }

    private void Run()
    {
        string reason = "failed";
        try
        {
            Libc.SetSendTimeout(_socket, _server.Options.SendTimeout);
            reason = Serve();
        }
        catch (Exception e)   // of this connection only
        {
            DaemonLog.SessionFailed(_server.Logger, e, Peer.Pid, Peer.Uid);
        }

        try
        {
            End(Volatile.Read(ref _endReason) ?? reason);
        }
        catch (Exception e)
        {
            DaemonLog.SessionFailed(_server.Logger, e, Peer.Pid, Peer.Uid);
        }
        finally
        {
            _server.Forget(this, _user);
        }
    }

    /// <summary>Serves requests until there is a reason to end.</summary>
    private string Serve()
    {
        Span<PollFd> fds = stackalloc PollFd[2];
        while (true)
        {
            TimeSpan patience = s_long;
            if (_client is null)
            {
                patience = _server.Options.HelloTimeout - Stopwatch.GetElapsedTime(_connectedAt);
                if (patience <= TimeSpan.Zero)
                {
                    return "said no HELLO in time";
                }
            }

            fds[0] = new PollFd { Fd = (int)_socket.DangerousGetHandle(), Events = Libc.POLLIN };
            fds[1] = new PollFd { Fd = (int)_pidfd.DangerousGetHandle(), Events = Libc.POLLIN };
            Libc.Poll(fds, patience);
            if (fds[1].Returned != 0)
            {
                return "its process ended";   // whoever else has the socket now is not the one who connected
            }

            if (fds[0].Returned != 0 && TakePacket() is string reason)
            {
                return reason;
            }
        }
    }

    /// <summary>Gives back all that the connection had.</summary>
    private void End(string reason)
    {
        try
        {
            _client?.Dispose();
        }
        finally
        {
            lock (_socketLock)
            {
                _socketClosed = true;
                _socket.Dispose();   // a client that hears it uses its buffers again, so not before its queues have ended
            }

            Dispose();
            if (_known is not null)
            {
                _server.Clients.Leave(_known, _client);
            }

            ForgetStatistics();
            foreach (SessionQueue queue in _queues.Values)
            {
                GiveBack(queue);
            }

            _queues.Clear();
            if (_account is { } account)
            {
                var counts = new SessionCounts(_opened, account.Requests, account.Faults, account.Discarded, _refused, _malformed);
                _server.Audit.Detached(Peer, reason, counts);
            }
            else
            {
                _server.Audit.Refused(Peer, "connection", Errno.EPROTO, reason);
            }
        }
    }
}
