using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>How a <see cref="DeviceRegistry"/> behaves.</summary>
public sealed record CoreOptions
{
    /// <summary>
    /// How long stopping a queue waits for its running step and for the descriptors that the client rang for; at least zero. What is left then is given
    /// up. Removing a device spends it once for all its queues.
    /// </summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Takes SVA back from every device, as a machine does that lacks it: flags bit 0 clear, <c>_noiommu</c> at the end of the api string, data memory
    /// reserved through the queue.
    /// </summary>
    public bool WithoutSva { get; init; }

    /// <summary>
    /// How far workers may lower their nice value (sched(7)) while they work for several client processes, so that they have the processor time of all of
    /// them; −20…0. 0: they keep the one of the process. What the kernel refuses is logged, and changes nothing.
    /// </summary>
    public int LowestWorkerNice { get; init; }

    /// <summary>Clock of the isolation policy.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Largest PASID given out, 1…2^20−1.</summary>
    internal uint LargestPasid { get; init; } = PasidAllocator.Largest;

    /// <summary>Tells which process calls. A test of the owner check stands in for a fork here: a forked runtime cannot run managed code reliably.</summary>
    internal Func<int> CurrentProcess { get; init; } = Libc.Getpid;
}
