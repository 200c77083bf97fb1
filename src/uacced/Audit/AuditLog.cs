using Microsoft.Extensions.Logging;
using WarpDrive.Linux;

namespace WarpDrive.Daemon;

/// <summary>Who came, who went, who was refused. No client can flood it, and none can crowd another out for long.</summary>
/// <remarks>Thread safe.</remarks>
internal sealed class AuditLog
{
    /// <summary>Users with a bucket of their own; the others share one. Full buckets make room.</summary>
    private const int MostUsers = 256;

    private readonly Lock _lock = new();
    private readonly ILogger _logger;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly TokenBucket _total;
    private readonly TokenBucket _others;
    private readonly Dictionary<uint, TokenBucket> _users = [];
    private long _suppressed;
    private long _pending;

    internal AuditLog(ILogger logger, AuditOptions options, TimeProvider time)
    {
        _logger = logger;
        _options = options;
        _time = time;
        _total = new TokenBucket(time, options.TotalBurst, options.TotalRate);
        _others = new TokenBucket(time, options.UserBurst, options.UserRate);
    }

    /// <summary>Lines left out so far.</summary>
    internal long Suppressed => Interlocked.Read(ref _suppressed);

    internal void Attached(PeerCredentials peer, string memory)
    {
        if (Admit(peer.Uid))
        {
            DaemonLog.Attached(_logger, peer.Pid, peer.Uid, memory);
        }
    }

    internal void Detached(PeerCredentials peer, string reason, SessionCounts counts)
    {
        if (Admit(peer.Uid))
        {
            DaemonLog.Detached(_logger, peer.Pid, peer.Uid, reason, counts.Opened, counts.Requests, counts.Faults, counts.Discarded, counts.Refused, counts.Malformed);
        }
    }

    internal void Refused(PeerCredentials peer, string what, Errno errno, string words)
    {
        if (Admit(peer.Uid))
        {
            DaemonLog.Refused(_logger, peer.Pid, peer.Uid, what, errno, words);
        }
    }

    internal void Isolated(PeerCredentials peer, string device, uint queue)
    {
        if (Admit(peer.Uid))
        {
            DaemonLog.Isolated(_logger, peer.Pid, peer.Uid, device, queue);
        }
    }

    private bool Admit(uint uid)
    {
        long left;
        lock (_lock)
        {
            // The user's own first: who is over it takes nothing from the others.
            if (!Bucket(uid).TryTake() || !_total.TryTake())
            {
                _suppressed++;
                _pending++;
                return false;
            }

            left = _pending;
            _pending = 0;
        }

        if (left > 0)
        {
            DaemonLog.Suppressed(_logger, left);
        }

        return true;
    }

    private TokenBucket Bucket(uint uid)
    {
        if (_users.TryGetValue(uid, out TokenBucket? bucket))
        {
            return bucket;
        }

        if (_users.Count >= MostUsers)
        {
            foreach ((uint user, TokenBucket full) in _users.Where(pair => pair.Value.IsFull).ToArray())
            {
                _users.Remove(user);
            }

            if (_users.Count >= MostUsers)
            {
                return _others;
            }
        }

        bucket = new TokenBucket(_time, _options.UserBurst, _options.UserRate);
        _users.Add(uid, bucket);
        return bucket;
    }
}
