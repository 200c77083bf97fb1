using System.Runtime.CompilerServices;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>Rings and status words in the DUS region (hisi-qm-zip.md A2); bases of a context are offsets in it.</summary>
internal sealed class DusRingMemory(RegionMemory dus) : IQmRingMemory
{
    public unsafe bool TryAcquire(QmQueueContext context, out QmRings rings)
    {
        ulong sqBytes = (ulong)context.SqeSize * (ulong)context.SqDepth;
        ulong cqBytes = (ulong)QmCqe.SizeInBytes * (ulong)context.CqDepth;
        ulong length = (ulong)dus.Length;
        if (context.SqBase > length || sqBytes > length - context.SqBase || context.CqBase > length || cqBytes > length - context.CqBase)
        {
            rings = default;
            return false;
        }

        // The region is not managed memory: its address stays. The queue keeps the region alive.
        byte* first = (byte*)Unsafe.AsPointer(ref dus.At<byte>(0));
        rings = new QmRings(first + context.SqBase, first + context.CqBase, context);
        return true;
    }

    public void Release()
    {
        // The region lives as long as the queue.
    }

    public void MarkSubmitDead() => Volatile.Write(ref dus.At<uint>(dus.Length - 4), QmDusLayout.Dead);

    public void MarkReceiveDead() => Volatile.Write(ref dus.At<uint>(dus.Length - 8), QmDusLayout.Dead);
}
