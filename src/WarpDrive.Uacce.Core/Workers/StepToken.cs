using System.Diagnostics;

namespace WarpDrive.Uacce.Core;

/// <summary>The right to run a queue's device steps and to change its device state; held by one thread at a time.</summary>
/// <remarks>
/// A worker (or the caller of an Inline queue) holds it around a slice, the core around Start, Stop, Release and Die.
/// Ordering: taking is an interlocked exchange (acquire), giving back a release store, so that each holder sees all that the one before wrote.
/// </remarks>
internal sealed class StepToken
{
    private int _held;

    /// <summary>
    /// Whether steps may be run: true between START and PUT, reset, removal or the end of the address space. Written and read with the token
    /// held: who took the token and finds it false gives the token back and forgets the queue until it is announced again.
    /// </summary>
    internal bool Runnable { get; set; }

    /// <summary>Takes the token when it is free.</summary>
    internal bool TryTake() => _held == 0 && Interlocked.Exchange(ref _held, 1) == 0;

    /// <summary>Takes the token, waiting for the holder's slice to end.</summary>
    /// <param name="timeout">Finite.</param>
    /// <returns>False when the time ran out.</returns>
    internal bool TryTake(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (!TryTake())
        {
            if (Stopwatch.GetElapsedTime(start) >= timeout)
            {
                return false;
            }

            spin.SpinOnce();   // yields, then sleeps 1 ms: a slice may be a request of many milliseconds
        }

        return true;
    }

    /// <summary>Gives the token back.</summary>
    internal void Release()
    {
        Debug.Assert(_held == 1, "token released by nobody");
        Volatile.Write(ref _held, 0);
    }
}
