using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>What one user has of the daemon now.</summary>
/// <remarks>Thread safe.</remarks>
internal sealed class UserAccount
{
    private readonly Lock _lock = new();
    private Quota _quota = null!;
    private int _connections;
    private int _queues;
    private long _reserved;

    internal UserAccount(uint uid, Quota quota)
    {
        Uid = uid;
        Quota = quota;
    }

    /// <summary>The user.</summary>
    internal uint Uid { get; }

    /// <summary>What it may have. A smaller one takes nothing away.</summary>
    internal Quota Quota
    {
        get => Volatile.Read(ref _quota);
        set
        {
            Volatile.Write(ref _quota, value);
            Budget.InFlightLimit = value.InFlightBytes;
            Budget.StagingLimit = value.StagingBytes;
        }
    }

    /// <summary>What the workers count its memory by.</summary>
    internal MemoryBudget Budget { get; } = new();

    /// <summary>Connections now.</summary>
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

    /// <summary>Queues now.</summary>
    internal int Queues
    {
        get
        {
            lock (_lock)
            {
                return _queues;
            }
        }
    }

    /// <summary>Reserved bytes now.</summary>
    internal long ReservedBytes
    {
        get
        {
            lock (_lock)
            {
                return _reserved;
            }
        }
    }

    /// <summary>Whether it has nothing.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _connections == 0 && _queues == 0 && _reserved == 0;
            }
        }
    }

    /// <summary>Takes a connection.</summary>
    /// <exception cref="LinuxException">EDQUOT.</exception>
    internal void TakeConnection() => Take(ref _connections, Quota.Connections, "connections", "connect");

    /// <summary>Takes a queue.</summary>
    /// <exception cref="LinuxException">EDQUOT.</exception>
    internal void TakeQueue() => Take(ref _queues, Quota.Queues, "queues", "open");

    /// <summary>Takes bytes of reserved memory.</summary>
    /// <param name="bytes">Not negative.</param>
    /// <exception cref="LinuxException">EDQUOT.</exception>
    internal void TakeReserved(long bytes)
    {
        lock (_lock)
        {
            long quota = Quota.ReservedBytes;
            if (bytes > quota - _reserved)
            {
                LinuxException.Throw("mmap", Errno.EDQUOT, $"user {Uid} has {_reserved} of {quota} bytes of reserved memory, and asked for {bytes} more");
            }

            _reserved += bytes;
        }
    }

    /// <summary>Gives a connection back.</summary>
    internal void ReturnConnection()
    {
        lock (_lock)
        {
            _connections--;
        }
    }

    /// <summary>Gives a queue back.</summary>
    internal void ReturnQueue()
    {
        lock (_lock)
        {
            _queues--;
        }
    }

    /// <summary>Gives reserved memory back.</summary>
    internal void ReturnReserved(long bytes)
    {
        lock (_lock)
        {
            _reserved -= bytes;
        }
    }

    private void Take(ref int count, int quota, string what, string call)
    {
        lock (_lock)
        {
            if (count >= quota)
            {
                LinuxException.Throw(call, Errno.EDQUOT, $"user {Uid} has {count} of {quota} {what}");
            }

            count++;
        }
    }
}
