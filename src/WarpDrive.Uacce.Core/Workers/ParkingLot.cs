using System.Numerics;
using System.Runtime.InteropServices;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Where the workers of a pool sleep: a futex word each, and a set of those who are parked.</summary>
/// <remarks>The set is what announcers read: a worker whose bit an announcer takes out is that announcer's to wake, and nobody else's.</remarks>
internal sealed unsafe class ParkingLot
{
    /// <summary>Most workers of a pool.</summary>
    public const int MaxWorkers = 256;

    private const int WordStride = 128 / sizeof(uint);
    private const uint Awake = 0;
    private const uint Parked = 1;

    // Pinned, and never freed while an announcer can still reach the pool: a late announcement after the pool ended must be harmless.
    private readonly uint[] _memory;
    private readonly uint* _words;
    private readonly int _sets;
    private Cells _cells;

    /// <summary>Creates the lot.</summary>
    /// <param name="workers">1…<see cref="MaxWorkers"/>.</param>
    public ParkingLot(int workers)
    {
        _memory = GC.AllocateArray<uint>((workers + 1) * WordStride, pinned: true);
        _words = (uint*)(((nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) + 127) & ~(nuint)127);
        _sets = (workers + 63) / 64;
    }

    /// <summary>Whether any worker is parked; may be wrong by a moment.</summary>
    public bool AnyParked => FirstSet() >= 0;

    /// <summary>How many are parked; may be wrong by a moment.</summary>
    public int ParkedCount
    {
        get
        {
            int count = 0;
            for (int set = 0; set < _sets; set++)
            {
                count += BitOperations.PopCount(Volatile.Read(ref _cells.Sets[set]));
            }

            return count;
        }
    }

    /// <summary>Word, then set; a full fence.</summary>
    /// <param name="worker">The calling worker.</param>
    public void List(int worker)
    {
        Volatile.Write(ref _words[worker * WordStride], Parked);
        Interlocked.Or(ref _cells.Sets[worker >> 6], 1UL << (worker & 63));
    }

    /// <summary>Out of the set if still in it, and awake.</summary>
    /// <param name="worker">The calling worker.</param>
    public void Unlist(int worker)
    {
        Interlocked.And(ref _cells.Sets[worker >> 6], ~(1UL << (worker & 63)));
        Volatile.Write(ref _words[worker * WordStride], Awake);
    }

    /// <summary>Takes a worker out of the set.</summary>
    /// <returns>Its number, or -1.</returns>
    public int Take()
    {
        for (int set = FirstSet(); set >= 0; set = FirstSet())
        {
            ulong members = Volatile.Read(ref _cells.Sets[set]);
            ulong bit = members & (0 - members);
            if (bit != 0 && (Interlocked.And(ref _cells.Sets[set], ~bit) & bit) != 0)
            {
                return (set << 6) + BitOperations.TrailingZeroCount(bit);
            }
        }

        return -1;
    }

    /// <summary>Wakes a worker.</summary>
    /// <param name="worker">One that was taken, or any: a worker that wakes for nothing looks and parks again.</param>
    public void Wake(int worker)
    {
        Volatile.Write(ref _words[worker * WordStride], Awake);
        Libc.FutexWakeOne(&_words[worker * WordStride]);
        GC.KeepAlive(_memory);
    }

    /// <summary>Sleeps while the own word says parked.</summary>
    /// <param name="worker">The calling worker.</param>
    /// <param name="timeout">At most this long; <see cref="Timeout.InfiniteTimeSpan"/> until woken.</param>
    public void Sleep(int worker, TimeSpan timeout)
    {
        Libc.FutexWait(&_words[worker * WordStride], Parked, timeout);
        GC.KeepAlive(_memory);
    }

    private int FirstSet()
    {
        for (int set = 0; set < _sets; set++)
        {
            if (Volatile.Read(ref _cells.Sets[set]) != 0)
            {
                return set;
            }
        }

        return -1;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Cells
    {
        [FieldOffset(128)] public SetWords Sets;
    }

    [System.Runtime.CompilerServices.InlineArray(MaxWorkers / 64)]
    private struct SetWords
    {
        private ulong _first;
    }
}
