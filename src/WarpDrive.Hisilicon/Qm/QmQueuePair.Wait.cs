using System.Diagnostics;

namespace WarpDrive.Hisilicon.Qm;

public sealed partial class QmQueuePair<TSqe>
{
    /// <summary>Nobody is woken when a device dies (A8): a wait looks at the status words this often.</summary>
    private static readonly TimeSpan s_deathWatch = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether something can be received, or the queue turned out to be dead. A look at one entry; runs nothing. The receiver's.</summary>
    public bool HasCompletion
    {
        get
        {
            int at = _layout.CqOffset + ((int)_cqHead * QmCqe.SizeInBytes) + QmCqe.UpperHalf;
            ulong upper = Volatile.Read(ref _dus.At<ulong>(at));
            return ((uint)(upper >> 48) & QmCqe.PhaseBit) == _phase || IsDead;
        }
    }

    /// <summary>
    /// Asks to be woken at the next completion: the completion head is rung with priority 1 (A9). Whoever arms looks once more
    /// (<see cref="HasCompletion"/>) before sleeping. One-shot. The receiver's.
    /// </summary>
    public void Arm() => _file.Ring(_doorbellOffset, _cqArmDoorbell | ((ulong)_cqHead << _indexShift));

    /// <summary>Waits until something can be received or the queue is dead. The receiver's.</summary>
    /// <param name="timeout">At least zero and finite.</param>
    /// <returns>False when the time ran out.</returns>
    /// <remarks>Served: (1) arm, (2) look once more, (3) sleep on the queue file, at most 50 ms at a time because a dying device wakes nobody.</remarks>
    public bool Wait(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (HasCompletion)
            {
                return true;
            }

            TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                if (_isInline)
                {
                    _file.Poll();
                }

                return HasCompletion;
            }

            Arm();
            if (HasCompletion)
            {
                return true;
            }

            _file.Wait(left < s_deathWatch ? left : s_deathWatch);
        }
    }
}
