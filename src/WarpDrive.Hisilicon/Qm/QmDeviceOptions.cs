using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>What all QM software devices can be told.</summary>
public record QmDeviceOptions
{
    /// <summary>QM generation: 1, 2 or 3; decides the doorbell.</summary>
    public int Generation { get; init; } = 3;
    /// <summary>Slots of both rings, 2…32768.</summary>
    public int Depth { get; init; } = 1024;
    /// <summary>Queues, 1…1024 (1…4096 for generation 1): what the doorbell can name.</summary>
    public int Instances { get; init; } = 1024;
    /// <summary>Worker threads for Served queues, 1…256.</summary>
    public int Workers { get; init; } = 1;
    /// <summary>Flags wanted.</summary>
    public DeviceFlags Flags { get; init; } = DeviceFlags.Sva;
    /// <summary>Memory node, or -1.</summary>
    public int NumaNode { get; init; } = -1;
    /// <summary>Virtual function: isolation is read-only.</summary>
    public bool IsVirtualFunction { get; init; }
    /// <summary>Whether the isolate attributes exist.</summary>
    public bool HasIsolation { get; init; } = true;
}
