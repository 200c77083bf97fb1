using System.Runtime.InteropServices;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>A worker's memory for QM devices: room for the copies of one batch. Device models derive from it for engines and leases.</summary>
public unsafe class QmStepScratch : StepScratch
{
    private byte* _copies;

    /// <summary>Allocates it.</summary>
    /// <param name="sqeSize">Bytes of a descriptor.</param>
    /// <param name="batchLimit">Most requests executed together, at least 1.</param>
    public QmStepScratch(int sqeSize, int batchLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sqeSize, 1);
        _copies = (byte*)NativeMemory.AlignedAlloc((nuint)(sqeSize * batchLimit), 64);
        Requests = new QmRequest[batchLimit];
        for (int i = 0; i < batchLimit; i++)
        {
            Requests[i].Copy = _copies + (i * sqeSize);
        }
    }

    /// <summary>Frees the memory when the owner forgot to.</summary>
    ~QmStepScratch() => Dispose(disposing: false);

    internal QmRequest[] Requests { get; }

    /// <summary>Descriptors taken in this step, by position in the step's queue list; grows with the list.</summary>
    internal int[] Taken { get; set; } = new int[8];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(_copies);
        _copies = null;
        Array.Clear(Requests);   // no copy may be reached any more
    }
}
