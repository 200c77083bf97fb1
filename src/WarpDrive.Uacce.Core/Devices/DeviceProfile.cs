namespace WarpDrive.Uacce.Core;

/// <summary>What a device model is; fixed at registration.</summary>
public sealed record DeviceProfile
{
    /// <summary>Interface name, at most 63 bytes, e.g. <c>hisi_zip</c>; the core appends <c>-&lt;id&gt;</c>.</summary>
    public required string InterfaceName { get; init; }
    /// <summary>Queue protocol, e.g. <c>hisi_qm_v3</c>.</summary>
    public required string Api { get; init; }
    /// <summary>Algorithms, in the order they are listed.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }
    /// <summary>Flags wanted; the core takes back what it cannot give.</summary>
    public DeviceFlags Flags { get; init; } = DeviceFlags.Sva;
    /// <summary>Queues, 1…65536.</summary>
    public int Instances { get; init; } = 1024;
    /// <summary>Bytes of the MMIO region, a multiple of the page size.</summary>
    public required int MmioSize { get; init; }
    /// <summary>Bytes of the DUS region, a multiple of the page size.</summary>
    public required int DusSize { get; init; }
    /// <summary>Slots of the submission ring, for the notes of the CTL region.</summary>
    public required int SqDepth { get; init; }
    /// <summary>Slots of the completion ring.</summary>
    public required int CqDepth { get; init; }
    /// <summary>Doorbell encoding.</summary>
    public required DoorbellLayout Doorbell { get; init; }
    /// <summary>Memory node, or -1.</summary>
    public int NumaNode { get; init; } = -1;
    /// <summary>Virtual function: isolation is read-only.</summary>
    public bool IsVirtualFunction { get; init; }
    /// <summary>Whether the isolate attributes exist.</summary>
    public bool HasIsolation { get; init; } = true;
    /// <summary>Worker threads for Served queues, 1…256.</summary>
    public int Workers { get; init; } = 1;
    /// <summary>
    /// Queues that one step takes together at most, 1…64. 1 for a device whose requests are long and gain nothing from company: with several
    /// workers each then owns one queue at a time, so that no queue waits behind another while a worker is free.
    /// </summary>
    public int QueuesPerStep { get; init; } = 32;
}
