using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>What exactly one worker at a time owns: a queue, or a channel.</summary>
/// <remarks>
/// Ownership is taken by claiming from the ready list, and ends when the worker lets go. A claim that meets an owner leaves a mark for it, so that
/// the owner does not let go without another look.
/// </remarks>
internal abstract class WorkerOwned
{
    private const int Nobody = -1;
    private const int ClaimMark = 1 << 16;

    private int _owner = Nobody;
    private volatile bool _closed;

    /// <summary>Detached or failed: nobody claims it any more, and its owner drops it.</summary>
    internal bool IsClosed => _closed;

    /// <summary>Makes a worker the owner.</summary>
    /// <returns>False when it has an owner, who was told, or is closed.</returns>
    internal bool TryClaim(int worker)
    {
        while (true)
        {
            int owner = Volatile.Read(ref _owner);
            if (owner == Nobody)
            {
                if (Interlocked.CompareExchange(ref _owner, worker, Nobody) == Nobody)
                {
                    if (!_closed)   // behind the exchange: Close sets it, then looks for an owner
                    {
                        return true;
                    }

                    Disown();
                    return false;
                }
            }
            else if ((owner & ~ClaimMark) == worker
                || Interlocked.CompareExchange(ref _owner, owner | ClaimMark, owner) == owner)
            {
                return false;
            }
        }
    }

    /// <summary>Owner: gives it up, unless somebody claimed it in between.</summary>
    internal bool TryDisown(int worker)
    {
        if (Interlocked.CompareExchange(ref _owner, Nobody, worker) == worker)
        {
            TellCloser();
            return true;
        }

        Volatile.Write(ref _owner, worker);   // takes the mark away; while it is set nobody else writes the word
        return _closed && TryDisown(worker);
    }

    /// <summary>Owner: gives it up whatever was asked.</summary>
    internal void Disown()
    {
        Interlocked.Exchange(ref _owner, Nobody);
        TellCloser();
    }

    /// <summary>Nobody claims it from now on.</summary>
    internal void Close() => _closed = true;

    /// <summary>After <see cref="Close"/>: waits until no worker owns it.</summary>
    /// <returns>False when the time ran out.</returns>
    internal bool WaitForOwner(TimeSpan timeout)
    {
        Interlocked.MemoryBarrier();   // closed is visible before the owner is looked at
        if (Volatile.Read(ref _owner) == Nobody)
        {
            return true;
        }

        long start = Stopwatch.GetTimestamp();
        lock (this)
        {
            while (Volatile.Read(ref _owner) != Nobody)
            {
                TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(this, left);
            }
        }

        return true;
    }

    private void TellCloser()
    {
        if (_closed)
        {
            lock (this)
            {
                Monitor.PulseAll(this);
            }
        }
    }
}
