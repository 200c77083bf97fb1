using WarpDrive.Conformance.Contract;

namespace WarpDrive.Conformance.Echo;

/// <summary>User driver of the echo device.</summary>
internal sealed class EchoClient(QueueFile file, RegionMapping dus, uint number)
    : ContractClient(file, dus, number, EchoLayout.Doorbell, EchoLayout.Depth)
{
    private ulong _next = 0x1234_5678_9ABC_DEF0;

    public override bool SubmitDead => Volatile.Read(ref Dus.At<uint>(EchoLayout.SubmitWord)) == 1;

    public override bool ReceiveDead => Volatile.Read(ref Dus.At<uint>(EchoLayout.ReceiveWord)) == 1;

    protected override void Fill(int slot)
    {
        Dus.At<ulong>(slot * EchoLayout.DescriptorSize) = _next++;
        Dus.At<ulong>((slot * EchoLayout.DescriptorSize) + 8) = 0;
    }

    protected override bool TryRead(int entry, bool phase, out int slot)
    {
        int offset = EchoLayout.Completions + (entry * EchoLayout.CompletionSize);
        bool isNew = Volatile.Read(ref Dus.At<uint>(offset + 4)) == (phase ? 1u : 0u);
        slot = isNew ? (int)Dus.At<uint>(offset) : -1;
        return isNew;
    }

    protected override void Check(int slot) =>
        Assert.Equal(~Dus.At<ulong>(slot * EchoLayout.DescriptorSize), Dus.At<ulong>((slot * EchoLayout.DescriptorSize) + 8));

    protected override void ClearCompletions() => Dus.Slice(EchoLayout.Completions, EchoLayout.Depth * EchoLayout.CompletionSize).Clear();
}
