using System.Globalization;
using System.Text;

namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>
/// Shared memory of a queue and its event, the store buffers in front of it (x86 total store order: a thread sees its own stores at once, others when
/// they leave its buffer), and where each thread is. One thread is the client, one the device.
/// </summary>
internal sealed class WaitState(int completions) : IModelState<WaitState>
{
    public const int Client = 0;
    public const int Device = 1;
    public const int Threads = 2;

    private int _posted;
    private int _arm = 1;   // as START leaves it
    private bool _raised;

    // The client stores to arm only, the device to posted only.
    public List<int>[] Buffers { get; private set; } = [[], []];

    /// <summary>Results of the accesses of the current round of a thread.</summary>
    public List<int>[] Results { get; private set; } = [[], []];

    /// <summary>Completions left to post.</summary>
    public int Left { get; set; } = completions;

    /// <summary>Completions that the client has heard of.</summary>
    public int Reported { get; set; }

    /// <summary>Whether a receiver has armed, and goes to sleep.</summary>
    public bool IsAsleep { get; set; }

    /// <summary>The client has heard of everything.</summary>
    public bool IsServed => Left == 0 && Reported == _posted && !HasStores(Device);

    public WaitState Copy()
    {
        var copy = (WaitState)MemberwiseClone();
        copy.Buffers = [.. Buffers.Select(b => b.ToList())];
        copy.Results = [.. Results.Select(r => r.ToList())];
        return copy;
    }

    public string Key()
    {
        var key = new StringBuilder();
        key.Append(CultureInfo.InvariantCulture, $"{_posted},{_arm},{_raised},{Left},{Reported},{IsAsleep}");
        for (int i = 0; i < Threads; i++)
        {
            key.Append('|').AppendJoin(',', Results[i]).Append(';').AppendJoin(',', Buffers[i]);
        }

        return key.ToString();
    }

    public bool HasStores(int thread) => Buffers[thread].Count > 0;

    /// <summary>The oldest store of a thread reaches memory.</summary>
    public void Flush(int thread)
    {
        int value = Buffers[thread][0];
        Buffers[thread].RemoveAt(0);
        if (thread == Client)
        {
            _arm = value;
        }
        else
        {
            _posted = value;
        }
    }

    /// <summary>Whether an access can be made now: a sleeper waits for the event.</summary>
    public bool CanDo(WaitOp op) => op != WaitOp.Sleep || _raised;

    public int Do(int thread, WaitOp op, int value)
    {
        // Loads pass stores; fences, interlocked operations and system calls wait for them.
        if (op is not (WaitOp.StorePosted or WaitOp.StoreArm or WaitOp.LoadPosted or WaitOp.LoadArm))
        {
            while (HasStores(thread))
            {
                Flush(thread);
            }
        }

        switch (op)
        {
            case WaitOp.StorePosted or WaitOp.StoreArm:
                Buffers[thread].Add(value);
                return 0;
            case WaitOp.LoadPosted:
                return _posted;   // only the client loads it, and only the device stores it
            case WaitOp.LoadArm:
                return thread == Client && HasStores(Client) ? Buffers[Client][^1] : _arm;
            case WaitOp.ExchangeArm:
                int arm = _arm;
                _arm = value;
                return arm;
            case WaitOp.Raise:
                _raised = true;
                return 0;
            case WaitOp.TakeEvent:
                int raised = _raised ? 1 : 0;
                _raised = false;
                return raised;
            default:
                return 0;   // Fence; Sleep, which leaves the event raised
        }
    }
}
