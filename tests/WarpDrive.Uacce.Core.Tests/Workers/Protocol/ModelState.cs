using System.Globalization;
using System.Text;

namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>
/// Shared memory, the store buffers in front of it (x86 total store order: a thread sees its own stores at once, others when they leave its
/// buffer), and where each thread is. Threads 0…workers−1 are workers, the others ring.
/// </summary>
internal sealed class ModelState : IModelState<ModelState>
{
    public const int Nobody = -1;
    private const int ClaimMark = 100;

    private int _tail;
    private int _head;
    private int _attention = (int)AttentionState.Watched;
    private int _owner;
    private bool _ready;
    private int _listed;
    private int _parkedWords;

    public ModelState(int threads, int rings)
    {
        Buffers = new List<(bool IsTail, int Value)>[threads];
        Results = new List<int>[threads];
        Owns = new bool[threads];
        Left = new int[threads];
        for (int i = 0; i < threads; i++)
        {
            Buffers[i] = [];
            Results[i] = [];
            Left[i] = rings;
        }

        Owns[0] = true;   // worker 0 watches the queue
    }

    public List<(bool IsTail, int Value)>[] Buffers { get; private set; }

    /// <summary>Results of the accesses of the current round of a thread.</summary>
    public List<int>[] Results { get; private set; }

    /// <summary>Whether a worker has the queue in its active set.</summary>
    public bool[] Owns { get; private set; }

    /// <summary>Rings left to a ringer.</summary>
    public int[] Left { get; private set; }

    /// <summary>Everything that was rung was taken.</summary>
    public bool IsServed => _tail == _head;

    public ModelState Copy()
    {
        var copy = (ModelState)MemberwiseClone();
        copy.Buffers = [.. Buffers.Select(b => b.ToList())];
        copy.Results = [.. Results.Select(r => r.ToList())];
        copy.Owns = [.. Owns];
        copy.Left = [.. Left];
        return copy;
    }

    public string Key()
    {
        var key = new StringBuilder();
        key.Append(CultureInfo.InvariantCulture, $"{_tail},{_head},{_attention},{_owner},{_ready},{_listed},{_parkedWords}");
        for (int i = 0; i < Buffers.Length; i++)
        {
            key.Append(CultureInfo.InvariantCulture, $"|{Owns[i]}{Left[i]}:{string.Join(',', Results[i])};");
            foreach ((bool isTail, int value) in Buffers[i])
            {
                key.Append(isTail ? 't' : 'a').Append(value);
            }
        }

        return key.ToString();
    }

    public bool HasStores(int thread) => Buffers[thread].Count > 0;

    /// <summary>The oldest store of a thread reaches memory.</summary>
    public void Flush(int thread)
    {
        (bool isTail, int value) = Buffers[thread][0];
        Buffers[thread].RemoveAt(0);
        if (isTail)
        {
            _tail = Math.Max(_tail, value);   // several ringers of one queue hold a lock around the store; the order is theirs
        }
        else
        {
            _attention = value;
        }
    }

    /// <summary>Whether an access can be made now: a sleeper waits for its word.</summary>
    public bool CanDo(int thread, Op op) => op != Op.Sleep || ((_parkedWords >> thread) & 1) == 0;

    public int Do(int thread, Op op, int value)
    {
        if (op is not (Op.StoreTail or Op.StoreAttention or Op.LoadAttention or Op.LoadTail or Op.AnyReady or Op.TakeParked))
        {
            while (Buffers[thread].Count > 0)
            {
                Flush(thread);   // fences, interlocked operations, system calls
            }
        }

        switch (op)
        {
            case Op.StoreTail:
                Buffers[thread].Add((true, value));
                return 0;
            case Op.StoreAttention:
                Buffers[thread].Add((false, value));
                return 0;
            case Op.LoadTail:
                return _tail != _head ? 1 : 0;
            case Op.LoadAttention:
                return _attention;   // only ringers load it, and only workers store it
            case Op.ExchangeAttention:
                return Exchange(ref _attention, value);
            case Op.TryDisown:
                return Disown(thread, honourMark: value == 0);
            case Op.SetReady:
                _ready = true;
                return 0;
            case Op.TakeParked:
                return TakeParked();
            case Op.Wake:
                _parkedWords &= ~(1 << value);
                return 0;
            case Op.List:
                _parkedWords |= 1 << thread;
                _listed |= 1 << thread;
                return 0;
            case Op.AnyReady:
                return _ready ? 1 : 0;
            case Op.Unlist:
                _listed &= ~(1 << thread);
                _parkedWords &= ~(1 << thread);
                return 0;
            case Op.TakeReady:
                return TakeReady(thread);
            default:
                return 0;   // Fence, Sleep
        }
    }

    /// <summary>The owner steps the queue: all that is visible is taken.</summary>
    public void Serve() => _head = _tail;

    private static int Exchange(ref int cell, int value)
    {
        int old = cell;
        cell = value;
        return old;
    }

    private int Disown(int thread, bool honourMark)
    {
        if (_owner == thread || !honourMark)
        {
            _owner = Nobody;
            return 1;
        }

        _owner = thread;
        return 0;
    }

    private int TakeParked()
    {
        for (int worker = 0; worker < 31; worker++)
        {
            if (((_listed >> worker) & 1) != 0)
            {
                _listed &= ~(1 << worker);
                return worker;
            }
        }

        return -1;
    }

    // 0: nothing there. 1: claimed. 2: somebody owns it, and was told.
    private int TakeReady(int thread)
    {
        if (!_ready)
        {
            return 0;
        }

        _ready = false;
        if (_owner == Nobody)
        {
            _owner = thread;
            return 1;
        }

        if (_owner % ClaimMark != thread)
        {
            _owner = (_owner % ClaimMark) + ClaimMark;
        }

        return 2;
    }
}
