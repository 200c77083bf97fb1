using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Samples.OwnDevice;

/// <summary>2. The device: counts how often a byte occurs in the submitter's memory.</summary>
/// <remarks>The base class has the rings, the doorbell, completions, resets and the private commands. The api prefix is nine characters and a generation.</remarks>
public sealed class CountDevice()
    : QmDevice(CreateProfile("my_count", "my_count_", ["count"], 32, new QmDeviceOptions { Depth = 256, Instances = 16 }), sqeSize: 32)
{
    private const uint MaxLength = 16 << 20;

    /// <inheritdoc/>
    protected override void Execute(Span<QmRequest> batch, QmStepScratch scratch)
    {
        foreach (ref QmRequest request in batch)
        {
            // The device's own copy: the submitter cannot change it between the check and the use. What is not touched is echoed.
            ref CountDescriptor descriptor = ref request.Descriptor<CountDescriptor>();
            descriptor.Status = Count(in request, ref descriptor);
        }
    }

    private static CountStatus Count(in QmRequest request, ref CountDescriptor descriptor)
    {
        if (descriptor.Length > MaxLength)
        {
            return CountStatus.BadLength;
        }

        // Never follow an address: ask the queue's address space for it. (A device that is in a hurry keeps its lease in a scratch of its own.)
        var range = new MemoryRange(descriptor.Address, (int)descriptor.Length, MemoryAccess.Read);
        MemoryLease lease = request.AddressSpace.CreateLease();
        if (!request.AddressSpace.TryAcquire([range], request.TakeLeased(), lease, out _))
        {
            return CountStatus.BadAddress;
        }

        try
        {
            ulong count = 0;
            do
            {
                count += (ulong)lease.Memory(0).Count(descriptor.Wanted);   // all of it, or one window after the other
            }
            while (lease.TryMoveWindow(0, 0, out _));
            descriptor.Count = count;
            return CountStatus.Done;
        }
        finally
        {
            lease.Release();
        }
    }
}
