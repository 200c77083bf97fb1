namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>The client's end of a tiny queue; one thread at a time.</summary>
internal sealed class TinyClient(TinyQueue queue)
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private uint _tail;
    private ulong _sent;
    private ulong _received;
    private uint _head;

    public ServedQueue? Served { get; set; }

    public ulong InFlight => _sent - _received;

    public void Write(ulong value)
    {
        Assert.True(InFlight < (ulong)queue.Depth - 1, "ring full");
        ref TinyQueue.Descriptor slot = ref queue.Ring.At<TinyQueue.Descriptor>((int)_tail * 64);
        slot = new TinyQueue.Descriptor { W0 = value, W7 = _sent };
        _tail = _tail + 1 == (uint)queue.Depth ? 0 : _tail + 1;
        _sent++;
    }

    public void Ring()
    {
        Volatile.Write(ref queue.Ctl.At<uint>(CtlLayout.SqTail), _tail);
        Served?.Rung();
    }

    public void Send(ulong value)
    {
        Write(value);
        Ring();
    }

    public bool TryReceive(out ulong value)
    {
        int completion = (queue.Depth * 64) + ((int)_head * 16);
        if (Volatile.Read(ref queue.Ring.At<ulong>(completion + 8)) != _received + 1)
        {
            value = 0;
            return false;
        }

        value = queue.Ring.At<ulong>(completion);
        _head = _head + 1 == (uint)queue.Depth ? 0 : _head + 1;
        _received++;
        return true;
    }

    public ulong Receive()
    {
        ulong value = 0;
        Wait.Until(() => TryReceive(out value), "a completion");
        return value;
    }
}
