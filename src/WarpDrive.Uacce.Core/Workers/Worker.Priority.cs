using System.Diagnostics;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <content>The worker's share of the processors while its steps are short: twice that of the clients it works for, together.</content>
/// <remarks>
/// By itself a scheduler gives a worker as much as each process that it serves: the more of them there are, the less of the worker there is for each, and the more
/// often they sleep and are woken instead of finding their results. Exactly their share would do if nothing else ran and nobody were ever woken; hence twice.
/// A worker with long steps keeps its own share: its clients sleep anyway, and are not to be kept from their next request when they are woken. Whatever clients do,
/// workers take no more from the rest of the machine than as many processes again would.
/// </remarks>
internal sealed partial class Worker
{
    private const double ShareOfALevel = 1.25;   // sched(7): a nice value less is a quarter more
    private const int Certain = 16;              // measured steps of one kind in a row

    private static readonly long s_short = Stopwatch.Frequency / 100_000;   // 10 us: no more than to sleep and be woken takes
    private static readonly long s_levelTicks = Stopwatch.Frequency / 100;

    private readonly bool _mayRise;
    private int _ownNice;
    private int _nice;
    private long _levelled;
    private int _shortSteps;                     // above 0: most of the last ones were

    /// <summary>The nice value of a thread that works for a number of clients.</summary>
    /// <param name="own">That of a thread that works for one.</param>
    /// <param name="clients">How many.</param>
    /// <param name="lowest">Not lower than this, unless <paramref name="own"/> is.</param>
    internal static int NiceFor(int own, int clients, int lowest)
    {
        int levels = clients > 1 ? (int)Math.Round(Math.Log(2 * clients, ShareOfALevel)) : 0;
        return Math.Min(own, Math.Max(own - levels, lowest));
    }

    private void LearnPriority(ClientShare share, long ticks, long now)
    {
        _pool.Active.OnServed(share, now);
        _shortSteps = Math.Clamp(_shortSteps + (ticks < s_short ? 1 : -1), -Certain, Certain);
    }

    private void LookAtPriority(long now)
    {
        if (now - _levelled < s_levelTicks)
        {
            return;
        }

        _levelled = now;
        int awake = Math.Max(_pool.WorkerCount - _pool.Lot.ParkedCount, 1);
        int clients = (_pool.Active.Count(now) + awake - 1) / awake;
        int nice = _shortSteps > 0 ? NiceFor(_ownNice, clients, _pool.Options.LowestNice) : _ownNice;
        if (nice != _nice)
        {
            _nice = nice;   // refused or not: asked for once
            Errno error = Libc.TrySetNiceOfThisThread(nice);
            if (error != Errno.None)
            {
                _pool.OnPriorityRefused(this, nice, error);
            }
        }
    }
}
