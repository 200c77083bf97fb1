using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>The users that have something of the daemon.</summary>
/// <remarks>Thread safe. A user without connections is forgotten, so that the table stays as large as the number of connections.</remarks>
internal sealed class UserAccounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, UserAccount> _accounts = [];
    private DaemonLimits _limits;
    private int _connections;

    internal UserAccounts(DaemonLimits limits) => _limits = limits;

    /// <summary>Connections of everybody.</summary>
    internal int Connections
    {
        get
        {
            lock (_lock)
            {
                return _connections;
            }
        }
    }

    /// <summary>The users now.</summary>
    internal UserAccount[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _accounts.Values];
        }
    }

    /// <summary>Takes a connection for a user.</summary>
    /// <exception cref="LinuxException">EDQUOT: of the user, or of all.</exception>
    internal UserAccount Connect(uint uid)
    {
        lock (_lock)
        {
            if (_connections >= _limits.TotalConnections)
            {
                LinuxException.Throw("connect", Errno.EDQUOT, $"all users together have {_connections} of {_limits.TotalConnections} connections");
            }

            if (!_accounts.TryGetValue(uid, out UserAccount? account))
            {
                account = new UserAccount(uid, _limits.For(uid));
            }

            account.TakeConnection();
            _accounts[uid] = account;
            _connections++;
            return account;
        }
    }

    /// <summary>Gives a connection back; its queues and memory are back already.</summary>
    internal void Disconnect(UserAccount account)
    {
        lock (_lock)
        {
            _connections--;
            account.ReturnConnection();
            if (account.IsIdle)
            {
                _accounts.Remove(account.Uid);
            }
        }
    }

    /// <summary>Other limits from now on. What users have beyond them stays theirs.</summary>
    internal void Change(DaemonLimits limits)
    {
        lock (_lock)
        {
            _limits = limits;
            foreach (UserAccount account in _accounts.Values)
            {
                account.Quota = limits.For(account.Uid);
            }
        }
    }
}
