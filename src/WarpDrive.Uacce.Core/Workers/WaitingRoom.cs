namespace WarpDrive.Uacce.Core;

/// <summary>Queues that are ready and have no worker, by client: the workers take them from here, the least served client's first.</summary>
/// <remarks>
/// Announcers know nothing of it: they set bits of the <see cref="ReadyList"/>, and workers carry those over. Thread safe; the lock is held for
/// as long as a look at the clients that have queues here takes.
/// </remarks>
internal sealed class WaitingRoom
{
    private readonly Lock _lock = new();
    private readonly List<ClientShare> _shares = [];
    private int _count;

    /// <summary>Whether a queue can be taken; may be wrong by a moment.</summary>
    public bool Any => Volatile.Read(ref _count) != 0;

    /// <summary>Adds a queue, unless it waits already.</summary>
    /// <param name="served">The queue.</param>
    /// <param name="clock">The pool's clock: where a client begins that had nothing here.</param>
    public void Add(ServedQueue served, long clock)
    {
        lock (_lock)
        {
            if (served.IsWaiting)
            {
                return;
            }

            served.IsWaiting = true;
            ClientShare share = served.Share;
            if (share.Waiting.Count == 0)
            {
                share.Begin(clock);
                if (!share.IsBlocked)
                {
                    _shares.Add(share);
                }
            }

            share.Waiting.Enqueue(served);
            if (!share.IsBlocked)
            {
                Volatile.Write(ref _count, _count + 1);
            }
        }
    }

    /// <summary>Takes the queue that waits longest of the least served client.</summary>
    /// <param name="below">Only of a client with less virtual time than this.</param>
    /// <param name="orOf">Or of this one.</param>
    /// <returns>Null when there is none.</returns>
    public ServedQueue? Take(long below = long.MaxValue, ClientShare? orOf = null)
    {
        lock (_lock)
        {
            int least = -1;
            long had = long.MaxValue;
            for (int i = 0; i < _shares.Count; i++)
            {
                long one = _shares[i].Virtual;
                if (one < had)
                {
                    had = one;
                    least = i;
                }
            }

            if (least < 0 || (had >= below && !ReferenceEquals(_shares[least], orOf)))
            {
                return null;
            }

            ClientShare share = _shares[least];
            ServedQueue served = share.Waiting.Dequeue();
            served.IsWaiting = false;
            if (share.Waiting.Count == 0)
            {
                _shares[least] = _shares[^1];
                _shares.RemoveAt(_shares.Count - 1);
            }

            Volatile.Write(ref _count, _count - 1);
            return served;
        }
    }

    /// <summary>From here on, a client's queues only wait.</summary>
    /// <param name="share">The client.</param>
    /// <param name="reason">One of them.</param>
    /// <returns>False when they did for this reason.</returns>
    public bool Block(ClientShare share, BlockReasons reason)
    {
        lock (_lock)
        {
            if ((share.Blocks & reason) != 0)
            {
                return false;
            }

            bool waited = share.IsBlocked;
            share.Blocks |= reason;
            if (!waited && _shares.Remove(share))
            {
                Volatile.Write(ref _count, _count - share.Waiting.Count);
            }

            return true;
        }
    }

    /// <summary>They can be taken again, unless there is another reason.</summary>
    /// <param name="share">The client.</param>
    /// <param name="reason">The one that is over.</param>
    public void Unblock(ClientShare share, BlockReasons reason)
    {
        lock (_lock)
        {
            if ((share.Blocks & reason) == 0)
            {
                return;
            }

            share.Blocks &= ~reason;
            if (!share.IsBlocked && share.Waiting.Count > 0)
            {
                _shares.Add(share);
                Volatile.Write(ref _count, _count + share.Waiting.Count);
            }
        }
    }
}
