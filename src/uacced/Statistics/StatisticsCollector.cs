using System.Diagnostics;
using System.Reflection;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon;

/// <summary>Writes <see cref="DaemonStatistics"/>: asks everybody who counts, and counts nothing itself.</summary>
/// <remarks>Thread safe. Takes locks that guard lists and none that work is done under; costs as much as there are clients and queues.</remarks>
internal sealed class StatisticsCollector
{
    private static readonly string s_version =
        typeof(StatisticsCollector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private readonly DeviceRegistry _registry;
    private readonly ClientTable _clients;
    private readonly Guid _instance;
    private readonly Func<bool> _isEnding;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Creates a collector; the daemon's time begins now.</summary>
    /// <param name="registry">The devices.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="instance">Which run of the daemon this is.</param>
    /// <param name="isEnding">Whether it opens nothing any more.</param>
    internal StatisticsCollector(DeviceRegistry registry, ClientTable clients, Guid instance, Func<bool> isEnding)
    {
        _registry = registry;
        _clients = clients;
        _instance = instance;
        _isEnding = isEnding;
    }

    /// <summary>Everything.</summary>
    internal DaemonStatistics CollectAll()
    {
        var found = _clients.Snapshot(out Dictionary<uint, WorkSum> ended, out WorkSum? others);
        var clients = new List<ClientStatistics>(found.Count);
        var queues = new List<QueueStatistics>();
        foreach ((KnownClient client, RemoteClient[] connections, WorkSum used) in found)
        {
            clients.Add(Describe(client.Account, connections, used, queues));
        }

        return Document(clients, queues, Users(clients, found, ended, others), everybody: true);
    }

    /// <summary>About one client: nothing that it could not know otherwise.</summary>
    /// <param name="account">Whose.</param>
    internal DaemonStatistics CollectOwn(ClientAccount account)
    {
        var clients = new List<ClientStatistics>(1);
        var queues = new List<QueueStatistics>();
        foreach ((KnownClient client, RemoteClient[] connections, WorkSum used) in _clients.Snapshot(out _, out _))
        {
            if (client.Account == account)
            {
                clients.Add(Describe(account, connections, used, queues));
            }
        }

        return Document(clients, queues, [], everybody: false);
    }

    private DaemonStatistics Document(List<ClientStatistics> clients, List<QueueStatistics> queues, List<UserStatistics> users, bool everybody) => new()
    {
        Daemon = new DaemonSummary
        {
            Instance = _instance,
            Version = s_version,
            Pid = Environment.ProcessId,
            UptimeSeconds = Stopwatch.GetElapsedTime(_start).TotalSeconds,
            Ending = _isEnding(),
            Everybody = everybody,
        },
        Devices = [.. _registry.Devices.Select(device => Describe(device, everybody))],
        Users = users,
        Clients = clients,
        Queues = queues,
    };

    private static DeviceStatistics Describe(RegisteredDevice device, bool everybody)
    {
        DeviceCounters counters = everybody ? device.Counters : default;
        return new DeviceStatistics
        {
            Name = device.Name,
            Api = device.Api,
            Algorithms = device.Profile.Algorithms,
            Workers = device.Profile.Workers,
            OpenQueues = device.OpenQueues,
            QueueLimit = device.Profile.Instances,
            Isolated = device.IsIsolated,
            Work = !everybody ? null : new DeviceWork
            {
                Requests = counters.Queues.Requests,
                BytesIn = counters.Queues.BytesIn,
                BytesOut = counters.Queues.BytesOut,
                Faults = counters.Queues.Faults,
                Steps = counters.Steps,
                Parks = counters.Parks,
                Failures = counters.Failures,
                Replacements = counters.Replacements,
            },
        };
    }

    private static ClientStatistics Describe(ClientAccount account, RemoteClient[] connections, WorkSum used, List<QueueStatistics> queues)
    {
        int before = queues.Count;
        long reserved = 0;
        foreach (RemoteClient connection in connections)
        {
            foreach (RemoteQueue queue in connection.Queues)
            {
                reserved += queue.ReservedBytes;
                queues.Add(Describe(queue, account));
            }
        }

        return new ClientStatistics
        {
            Id = account.Id,
            Pid = account.Pid,
            Name = account.Name,
            Uid = account.Uid,
            SharesAddresses = Array.Exists(connections, connection => connection.HasSva),
            Connections = connections.Length,
            OpenQueues = queues.Count - before,
            ReservedBytes = reserved,
            Work = used.ToDocument(),
            StepP50Microseconds = account.StepTimes.Quantile(0.5).TotalMicroseconds,
            StepP99Microseconds = account.StepTimes.Quantile(0.99).TotalMicroseconds,
            Stalled = account.IsStuck,
            Waiting = account.IsWaitingForMemory,
        };
    }

    private static QueueStatistics Describe(RemoteQueue queue, ClientAccount account)
    {
        QueueCounters counters = queue.Counters;
        return new QueueStatistics
        {
            Device = queue.Device.Name,
            Number = queue.Number,
            Client = account.Id,
            Pasid = queue.Pasid,
            State = queue.IsDead ? "dead" : queue.State == QueueState.Started ? "started" : "init",
            Depth = queue.Profile.SqDepth,
            InFlight = queue.IsDead ? 0 : queue.InFlight,
            Requests = counters.Requests,
            BytesIn = counters.BytesIn,
            BytesOut = counters.BytesOut,
            Faults = counters.Faults,
        };
    }

    private static List<UserStatistics> Users(
        List<ClientStatistics> clients, List<(KnownClient Client, RemoteClient[] Connections, WorkSum Used)> found, Dictionary<uint, WorkSum> ended, WorkSum? others)
    {
        List<UserStatistics> users = [.. ended.OrderBy(row => row.Key).Select(row => Row(row.Key, uid => uid == row.Key, row.Value))];
        if (others is { } rest)
        {
            users.Add(Row(null, uid => !ended.ContainsKey(uid), rest));
        }

        return users;

        UserStatistics Row(uint? uid, Func<uint, bool> isOf, WorkSum used)
        {
            int processes = 0, queues = 0;
            long reserved = 0;
            var budgets = new HashSet<MemoryBudget>();
            for (int i = 0; i < clients.Count; i++)
            {
                if (isOf(clients[i].Uid))
                {
                    processes++;
                    queues += clients[i].OpenQueues;
                    reserved += clients[i].ReservedBytes;
                    used += found[i].Used;
                    if (found[i].Client.Account.Budget is { } budget)
                    {
                        budgets.Add(budget);
                    }
                }
            }

            return new UserStatistics
            {
                Uid = uid,
                Clients = processes,
                OpenQueues = queues,
                ReservedBytes = reserved,
                InFlightBytes = budgets.Sum(budget => budget.InFlightBytes),
                StagingBytes = budgets.Sum(budget => budget.StagingBytes),
                Work = used.ToDocument(),
            };
        }
    }
}
