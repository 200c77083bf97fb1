using WarpDrive.Conformance.Contract;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Hisilicon;

/// <summary>A driver of the null device, from the numbers of hisi-qm-zip.md A2 and A5 and nothing of the real driver's code.</summary>
internal sealed class NullClient(QueueFile file, RegionMapping dus, uint number, DeviceProfile profile)
    : ContractClient(file, dus, number, profile.Doorbell, profile.SqDepth)
{
    private const int EntrySize = 16;

    private ulong _next = 0xFEDC_BA98_7654_3210;

    public override bool SubmitDead => Volatile.Read(ref Dus.At<uint>(Dus.Length - 4)) == QmDusLayout.Dead;

    public override bool ReceiveDead => Volatile.Read(ref Dus.At<uint>(Dus.Length - 8)) == QmDusLayout.Dead;

    private int Completions => Depth * NullDescriptor.SizeInBytes;

    protected override void Fill(int slot) =>
        Dus.At<NullDescriptor>(slot * NullDescriptor.SizeInBytes) = new NullDescriptor { Opcode = NullDescriptor.Echo, Payload0 = _next++, Payload1 = 5 };

    protected override bool TryRead(int entry, bool phase, out int slot)
    {
        int offset = Completions + (entry * EntrySize);
        bool isNew = (Volatile.Read(ref Dus.At<ushort>(offset + 14)) & 1) == (phase ? 1 : 0);
        slot = isNew ? Dus.At<ushort>(offset + 8) : -1;
        return isNew;
    }

    protected override void Check(int slot)
    {
        NullDescriptor descriptor = Dus.At<NullDescriptor>(slot * NullDescriptor.SizeInBytes);
        Assert.Equal(NullStatus.Done, descriptor.Status);
        Assert.Equal(descriptor.Payload0, descriptor.Echo0);
        Assert.Equal(descriptor.Payload1, descriptor.Echo1);
    }

    protected override void ClearCompletions() => Dus.Slice(Completions, Depth * EntrySize).Clear();
}
