namespace WarpDrive.Conformance.Contract;

/// <summary>The smallest user driver: one ring of descriptors, one of completions, written from the protocol's layout.</summary>
public abstract class ContractClient(QueueFile file, RegionMapping dus, uint number, DoorbellLayout doorbell, int depth)
{
    private uint _tail;
    private uint _head;
    private bool _flip;

    public uint Number => number;

    public DoorbellLayout Doorbell => doorbell;

    public int Depth => depth;

    public int InFlight { get; private set; }

    /// <summary>Submit-side status word.</summary>
    public abstract bool SubmitDead { get; }

    /// <summary>Receive-side status word.</summary>
    public abstract bool ReceiveDead { get; }

    protected RegionMapping Dus => dus;

    /// <summary>Rings for one more descriptor.</summary>
    public void Send()
    {
        Assert.True(InFlight < depth - 1, "the ring is full");
        Fill((int)_tail);
        _tail = (_tail + 1) % (uint)depth;
        InFlight++;
        Ring(DoorbellLayout.SqTail, _tail);
    }

    /// <summary>Takes all completions there are, checks each and gives them back.</summary>
    /// <param name="arm">Whether to arm the completion event.</param>
    public int Receive(bool arm = false)
    {
        int count = 0;
        while (TryRead((int)_head, !_flip, out int slot))
        {
            Check(slot);
            _head = (_head + 1) % (uint)depth;
            _flip ^= _head == 0;
            InFlight--;
            count++;
        }

        if (count > 0 || arm)
        {
            Ring(DoorbellLayout.CqHead, _head, arm ? 1u : 0);
        }

        return count;
    }

    /// <summary>Receives until a number has come.</summary>
    public void ReceiveAll()
    {
        DateTime deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        for (Receive(); InFlight > 0; Receive())
        {
            Assert.True(DateTime.UtcNow < deadline, $"{InFlight} completions did not come");
            file.Wait(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Before a restart in place: old completions still carry their phase (uacce.md §6).</summary>
    public void Forget()
    {
        ClearCompletions();
        (_tail, _head, _flip, InFlight) = (0, 0, false, 0);
    }

    public void Ring(uint command, uint index, uint priority = 0, uint? queue = null) =>
        file.Ring(doorbell.Offset, doorbell.Encode(queue ?? number, command, index, priority));

    protected abstract void Fill(int slot);

    protected abstract bool TryRead(int entry, bool phase, out int slot);

    protected abstract void Check(int slot);

    protected abstract void ClearCompletions();
}
