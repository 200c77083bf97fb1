using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Uacce.Core;

/// <summary>The workers' end of a channel (uacced.md §5): the memory in which a client in another process says which of its queues have news.</summary>
/// <remarks>
/// <para>The client sets bits and looks at the attention cell; the worker that owns the channel takes them, by the numbered steps of
/// <see cref="WakeProtocol"/>. Whatever the client stores, a worker takes no more than the bits of <see cref="Slots"/>.</para>
/// <para>The memory stays readable after its region was retired, so closing need not wait for the owner.</para>
/// </remarks>
internal sealed class ServedChannel : WorkerOwned
{
    /// <summary>Most queues of a client on one device.</summary>
    internal const int MaxSlots = 65536;

    private readonly Lock _lock = new();
    private readonly WorkerPool _pool;
    private readonly RegionMemory _memory;
    private readonly ServedQueue?[] _served;
    private readonly bool[] _given;
    private int _free;
    private long _news;
    private long _discarded;

    /// <summary>Prepares the memory, and takes a place in the pool.</summary>
    /// <param name="pool">The device's workers.</param>
    /// <param name="memory">Zeroed, at least <see cref="ChannelLayout.SizeFor"/> of the slots.</param>
    /// <param name="slots">1…<see cref="MaxSlots"/>.</param>
    /// <param name="account">Who pays; null in tests of the workers alone.</param>
    internal ServedChannel(WorkerPool pool, RegionMemory memory, int slots, ClientAccount? account = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slots, MaxSlots);
        _pool = pool;
        _memory = memory;
        _served = new ServedQueue?[slots];
        _given = new bool[slots];
        _free = slots;
        Words = ChannelLayout.ReadyWords(slots);
        Account = account;
        memory.At<uint>(ChannelLayout.SlotCount) = (uint)slots;
        memory.At<uint>(ChannelLayout.Attention) = AttentionState.Announce;
        Volatile.Write(ref memory.At<uint>(ChannelLayout.Version), ChannelLayout.CurrentVersion);
        ReadySlot = pool.Add(this);
    }

    /// <summary>Queues that fit.</summary>
    internal int Slots => _served.Length;

    /// <summary>Ready words.</summary>
    internal int Words { get; }

    /// <summary>Who pays for looking.</summary>
    internal ClientAccount? Account { get; }

    /// <summary>Its place on the pool's ready list.</summary>
    internal int ReadySlot { get; }

    /// <summary>Who brings it back after a time of silence; null: it is not silenced.</summary>
    internal KickBell? Bell { get; private set; }

    /// <summary>Its number there.</summary>
    internal ulong BellId { get; private set; }

    /// <summary>Times that a look found a queue with work. Written by the owner.</summary>
    internal long News => Volatile.Read(ref _news);

    /// <summary>Bits of slots without a queue.</summary>
    internal long Discarded => Volatile.Read(ref _discarded);

    /// <summary>The owner's note: when it last had news, in Stopwatch ticks.</summary>
    internal long LastNews { get; set; }

    /// <summary>The owner's note: how often bits came without work behind them.</summary>
    internal EmptyLooks Empty;

    /// <summary>Whether the client says that there is news; all that an idle look reads.</summary>
    internal bool HasNews
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _memory.At<ulong>(ChannelLayout.Summary)) != 0;
    }

    /// <summary>Its kicks are heard from now on.</summary>
    internal void Listen(KickBell bell, SafeFileHandle kick)
    {
        BellId = bell.NextId();
        Bell = bell;
        bell.Add(BellId, this, kick);
    }

    /// <summary>Finds a slot for a queue.</summary>
    /// <returns>The slot, or -1 when all are taken.</returns>
    internal int TakeSlot()
    {
        lock (_lock)
        {
            int slot = _free > 0 ? Array.IndexOf(_given, false) : -1;
            if (slot >= 0)
            {
                _given[slot] = true;
                _free--;
            }

            return slot;
        }
    }

    /// <summary>The queue of a slot is released.</summary>
    internal void GiveBack(int slot)
    {
        lock (_lock)
        {
            _given[slot] = false;
            _free++;
        }
    }

    /// <summary>The queue in a slot is served from now on; null: no longer.</summary>
    internal void Put(int slot, ServedQueue? served) => Volatile.Write(ref _served[slot], served);

    /// <summary>The queue served in a slot.</summary>
    internal ServedQueue? At(int slot) => (uint)slot < (uint)_served.Length ? Volatile.Read(ref _served[slot]) : null;

    /// <summary>Puts the channel on the pool's ready list.</summary>
    internal void Announce() => _pool.Announce(ReadySlot);

    /// <summary>Owner, behind the claim: from here on rings need no kick.</summary>
    internal void Watch()
    {
        var cells = new ChannelWatchCells(this, _memory);
        WakeProtocol.Watch(ref cells);
    }

    /// <summary>Owner: stops looking, by the numbered steps.</summary>
    /// <returns>False when there is news.</returns>
    internal bool TryLetGo(int worker)
    {
        var cells = new ChannelWatchCells(this, _memory, worker);
        return WakeProtocol.TryLetGo(ref cells);
    }

    /// <summary>Owner: takes the summary's bits.</summary>
    internal ulong TakeSummary() => Interlocked.Exchange(ref _memory.At<ulong>(ChannelLayout.Summary), 0);

    /// <summary>Owner: takes the bits of a ready word, without those of slots that do not exist.</summary>
    internal ulong TakeWord(int word)
    {
        ref ulong cell = ref _memory.At<ulong>(ChannelLayout.Ready + (word * sizeof(ulong)));
        return Volatile.Read(ref cell) == 0 ? 0 : Interlocked.Exchange(ref cell, 0);
    }

    /// <summary>Owner: a look was worth it.</summary>
    internal void CountNews(long now)
    {
        LastNews = now;
        Volatile.Write(ref _news, _news + 1);
        Empty.Forget();
    }

    /// <summary>Owner: bits of slots without a queue.</summary>
    internal void CountDiscarded(int bits)
    {
        Volatile.Write(ref _discarded, _discarded + bits);
        Account?.CountDiscarded(bits);
    }
}
