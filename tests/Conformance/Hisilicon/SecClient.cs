using WarpDrive.Conformance.Contract;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Hisilicon;

/// <summary>A driver of the SEC device, from the numbers of hisi-sec.md §4 and nothing of the real driver's code. Its requests touch no memory (§2, 6).</summary>
internal sealed class SecClient(QueueFile file, RegionMapping dus, uint number, DeviceProfile profile)
    : ContractClient(file, dus, number, profile.Doorbell, profile.SqDepth)
{
    private const int DescriptorSize = 128;
    private const int EntrySize = 16;
    private const uint InvalidBd3 = 3 | (1 << 4);
    private const int Tag = 8;
    private const int Result = 0x70;

    private ulong _next = 0xFEDC_BA98_7654_3210;

    public override bool SubmitDead => Volatile.Read(ref Dus.At<uint>(Dus.Length - 4)) == QmDusLayout.Dead;

    public override bool ReceiveDead => Volatile.Read(ref Dus.At<uint>(Dus.Length - 8)) == QmDusLayout.Dead;

    private int Completions => Depth * DescriptorSize;

    protected override void Fill(int slot)
    {
        Dus.Slice(slot * DescriptorSize, DescriptorSize).Clear();
        Dus.At<uint>(slot * DescriptorSize) = InvalidBd3;
        Dus.At<ulong>((slot * DescriptorSize) + Tag) = _next++;
    }

    protected override bool TryRead(int entry, bool phase, out int slot)
    {
        int offset = Completions + (entry * EntrySize);
        bool isNew = (Volatile.Read(ref Dus.At<ushort>(offset + 14)) & 1) == (phase ? 1 : 0);
        slot = isNew ? Dus.At<ushort>(offset + 8) : -1;
        return isNew;
    }

    protected override void Check(int slot)
    {
        Assert.Equal(InvalidBd3, Dus.At<uint>(slot * DescriptorSize));
        Assert.InRange(_next - Dus.At<ulong>((slot * DescriptorSize) + Tag), 1ul, (ulong)Depth);
        Assert.Equal(1u, Dus.At<uint>((slot * DescriptorSize) + Result));   // done, and nothing else
    }

    protected override void ClearCompletions() => Dus.Slice(Completions, Depth * EntrySize).Clear();
}
