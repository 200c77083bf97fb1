using System.Globalization;
using System.Text;

namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Channels;

/// <summary>
/// Shared memory of two queues and their channel, the store buffers in front of it (x86 total store order), and where each thread is. Threads
/// 0…workers−1 are workers, then one ringer for each queue, then the bell.
/// </summary>
internal sealed class ChannelState : IModelState<ChannelState>
{
    /// <summary>Place of the channel's attention and owner.</summary>
    public const int Channel = 2;

    private const int Places = 3;
    private const int Nobody = -1;
    private const int ClaimMark = 100;

    private int[] _tails = new int[Channel];
    private int[] _heads = new int[Channel];
    private int[] _attention = new int[Places];
    private int[] _owners = new int[Places];
    private int _word;
    private int _summary;
    private bool _kicked;
    private int _ready;
    private int _listed;
    private int _parkedWords;

    public ChannelState(int workers, int ringers, int rings)
    {
        int threads = workers + ringers + 1;
        Buffers = [.. Enumerable.Range(0, threads).Select(_ => new List<(ChannelOp Op, int Place, int Value)>())];
        Results = [.. Enumerable.Range(0, threads).Select(_ => new List<int>())];
        Owns = new int[workers];
        Holds = new bool[workers];
        Left = [.. Enumerable.Repeat(rings, ringers)];
        _attention.AsSpan().Fill((int)AttentionState.Announce);
        _owners.AsSpan().Fill(Nobody);

        // Worker 0 is awake, watches queue 0, and holds the channel; the others are about to look for work.
        Owns[0] = 1;
        Holds[0] = true;
        _owners[0] = 0;
        _owners[Channel] = 0;
        _attention[0] = (int)AttentionState.Watched;
        _attention[Channel] = (int)AttentionState.Watched;
    }

    public List<(ChannelOp Op, int Place, int Value)>[] Buffers { get; private set; }

    /// <summary>Results of the accesses of the current round of a thread.</summary>
    public List<int>[] Results { get; private set; }

    /// <summary>Queues that a worker has in its active set, a bit each.</summary>
    public int[] Owns { get; private set; }

    /// <summary>Whether a worker holds the channel.</summary>
    public bool[] Holds { get; private set; }

    /// <summary>Rings left to a ringer.</summary>
    public int[] Left { get; private set; }

    /// <summary>Everything that was rung was taken.</summary>
    public bool IsServed => _tails.AsSpan().SequenceEqual(_heads);

    public ChannelState Copy()
    {
        var copy = (ChannelState)MemberwiseClone();
        copy._tails = [.. _tails];
        copy._heads = [.. _heads];
        copy._attention = [.. _attention];
        copy._owners = [.. _owners];
        copy.Buffers = [.. Buffers.Select(b => b.ToList())];
        copy.Results = [.. Results.Select(r => r.ToList())];
        copy.Owns = [.. Owns];
        copy.Holds = [.. Holds];
        copy.Left = [.. Left];
        return copy;
    }

    public string Key()
    {
        var key = new StringBuilder();
        key.Append(CultureInfo.InvariantCulture, $"{_word},{_summary},{_kicked},{_ready},{_listed},{_parkedWords}|");
        key.AppendJoin(',', _tails).Append('|').AppendJoin(',', _heads).Append('|').AppendJoin(',', _attention).Append('|').AppendJoin(',', _owners);
        key.Append('|').AppendJoin(',', Owns).Append('|').AppendJoin(',', Holds).Append('|').AppendJoin(',', Left);
        for (int i = 0; i < Buffers.Length; i++)
        {
            key.Append('|').AppendJoin(',', Results[i]).Append(';').AppendJoin(',', Buffers[i]);
        }

        return key.ToString();
    }

    public bool HasStores(int thread) => Buffers[thread].Count > 0;

    /// <summary>The oldest store of a thread reaches memory.</summary>
    public void Flush(int thread)
    {
        (ChannelOp op, int place, int value) = Buffers[thread][0];
        Buffers[thread].RemoveAt(0);
        switch (op)
        {
            case ChannelOp.StoreTail:
                _tails[place] = value;
                break;
            case ChannelOp.StoreAttention:
                _attention[place] = value;
                break;
            default:
                _summary = 1;
                break;
        }
    }

    /// <summary>Whether an access can be made now: a sleeper waits for its word, the bell for a kick.</summary>
    public bool CanDo(int thread, ChannelOp op) => op switch
    {
        ChannelOp.Sleep => ((_parkedWords >> thread) & 1) == 0,
        ChannelOp.WaitForKick => _kicked,
        _ => true,
    };

    public int Do(int thread, ChannelOp op, int place, int value, ChannelFault fault)
    {
        bool plain = op is ChannelOp.StoreTail or ChannelOp.StoreAttention || (op == ChannelOp.SetSummary && fault == ChannelFault.NoFenceAfterSummary);
        if (plain)
        {
            Buffers[thread].Add((op, place, value));
            return 0;
        }

        // Loads pass stores; fences, interlocked operations and system calls wait for them. No thread loads what it stores.
        if (op is not (ChannelOp.LoadTail or ChannelOp.LoadAttention or ChannelOp.LoadSummary or ChannelOp.AnyReady))
        {
            while (Buffers[thread].Count > 0)
            {
                Flush(thread);
            }
        }

        switch (op)
        {
            case ChannelOp.LoadTail:
                return _tails[place] != _heads[place] ? 1 : 0;
            case ChannelOp.Serve:
                _heads[place] = _tails[place];   // all that is visible is taken
                return 0;
            case ChannelOp.LoadAttention:
                return _attention[place];
            case ChannelOp.ExchangeAttention:
                return Exchange(ref _attention[place], value);
            case ChannelOp.Disown:
                return Disown(thread, place, honourMark: place != Channel || fault != ChannelFault.NoMarkOfClaims);
            case ChannelOp.SetWord:
                _word |= 1 << place;
                return 0;
            case ChannelOp.SetSummary:
                _summary = 1;
                return 0;
            case ChannelOp.LoadSummary:
                return _summary;
            case ChannelOp.TakeSummary:
                return Exchange(ref _summary, 0);
            case ChannelOp.TakeWord:
                return Exchange(ref _word, 0);
            case ChannelOp.ClaimQueue:
                return Claim(thread, place) ? 1 : 0;
            case ChannelOp.Kick:
                _kicked = true;
                return 0;
            case ChannelOp.WaitForKick:
                _kicked = false;
                return 0;
            case ChannelOp.SetReady:
                _ready |= 1 << place;
                return 0;
            case ChannelOp.TakeReady:
                return TakeReady(thread);
            case ChannelOp.AnyReady:
                return _ready;
            case ChannelOp.TakeParked:
                return TakeParked();
            case ChannelOp.Wake:
                _parkedWords &= ~(1 << place);
                return 0;
            case ChannelOp.List:
                _parkedWords |= 1 << thread;
                _listed |= 1 << thread;
                return 0;
            case ChannelOp.Unlist:
                _listed &= ~(1 << thread);
                _parkedWords &= ~(1 << thread);
                return 0;
            default:
                return 0;   // Fence, Sleep
        }
    }

    private static int Exchange(ref int cell, int value)
    {
        int old = cell;
        cell = value;
        return old;
    }

    private int Disown(int thread, int place, bool honourMark)
    {
        if (_owners[place] == thread || !honourMark)
        {
            _owners[place] = Nobody;
            return 1;
        }

        _owners[place] = thread;
        return 0;
    }

    private bool Claim(int thread, int place)
    {
        if (_owners[place] == Nobody)
        {
            _owners[place] = thread;
            return true;
        }

        if (_owners[place] % ClaimMark != thread)
        {
            _owners[place] = (_owners[place] % ClaimMark) + ClaimMark;
        }

        return false;
    }

    private int TakeParked()
    {
        if (_listed == 0)
        {
            return -1;
        }

        int worker = int.TrailingZeroCount(_listed);
        _listed &= ~(1 << worker);
        return worker;
    }

    // -1: nothing there. place: claimed. 10: somebody owns it, and was told.
    private int TakeReady(int thread)
    {
        if (_ready == 0)
        {
            return -1;
        }

        int place = int.TrailingZeroCount(_ready);
        _ready &= ~(1 << place);
        return Claim(thread, place) ? place : 10;
    }
}
