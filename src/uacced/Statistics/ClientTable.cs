using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>The client processes of a daemon, and what users did whose clients have ended.</summary>
/// <remarks>
/// Thread safe. One account for each process, however many connections it makes: more of them give nobody more of the workers. A user's row stays when
/// its last client ends, so that its counters never fall; there are <see cref="MostUsers"/> rows, whoever comes later counts in one that all of them share.
/// </remarks>
internal sealed class ClientTable
{
    /// <summary>Users that have a row of their own.</summary>
    internal const int MostUsers = 256;

    private readonly Lock _lock = new();
    private readonly List<KnownClient> _clients = [];
    private readonly Dictionary<uint, WorkSum> _ended = [];
    private WorkSum _othersEnded;
    private bool _hasOthers;

    /// <summary>The account of a process; made when it has none.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="startTime">When it began: tells it from an earlier one with its number.</param>
    /// <param name="uid">Its user.</param>
    /// <param name="budget">What the memory of the user is counted by.</param>
    internal KnownClient Join(int pid, ulong startTime, uint uid, MemoryBudget? budget = null)
    {
        string name = ProcessName.Read(pid);
        lock (_lock)
        {
            KnownClient? client = _clients.Find(known => known.Account.Pid == pid && known.StartTime == startTime && known.Account.Uid == uid);
            if (client is null)
            {
                client = new KnownClient(new ClientAccount(name, pid, uid) { Budget = budget }, startTime);
                _clients.Add(client);
                bool hasRow = _ended.ContainsKey(uid) || (_ended.Count < MostUsers && _ended.TryAdd(uid, default));
                _hasOthers |= !hasRow;
            }

            client.Holders++;
            return client;
        }
    }

    /// <summary>A connection of the client can open queues from now on.</summary>
    internal void Add(KnownClient client, RemoteClient connection)
    {
        lock (_lock)
        {
            client.Connections.Add(connection);
        }
    }

    /// <summary>A connection has ended; its queues are gone.</summary>
    /// <param name="client">From <see cref="Join"/>.</param>
    /// <param name="connection">What was added, or null.</param>
    internal void Leave(KnownClient client, RemoteClient? connection)
    {
        lock (_lock)
        {
            if (connection is not null)
            {
                client.Connections.Remove(connection);
            }

            if (--client.Holders > 0)
            {
                return;
            }

            _clients.Remove(client);
            WorkSum used = WorkSum.Of(client.Account);
            uint uid = client.Account.Uid;
            if (_ended.TryGetValue(uid, out WorkSum before))
            {
                _ended[uid] = before + used;
            }
            else
            {
                _othersEnded += used;
            }
        }
    }

    /// <summary>All of it at one moment: no client is missing, and none is counted as ended as well.</summary>
    /// <param name="ended">What users with a row did by clients that have ended.</param>
    /// <param name="others">The same of all others; null when there never was one.</param>
    /// <returns>The clients, each with its connections and what it used.</returns>
    internal List<(KnownClient Client, RemoteClient[] Connections, WorkSum Used)> Snapshot(out Dictionary<uint, WorkSum> ended, out WorkSum? others)
    {
        lock (_lock)
        {
            ended = new Dictionary<uint, WorkSum>(_ended);
            others = _hasOthers ? _othersEnded : null;
            return [.. _clients.Select(client => (client, client.Connections.ToArray(), WorkSum.Of(client.Account)))];
        }
    }
}
