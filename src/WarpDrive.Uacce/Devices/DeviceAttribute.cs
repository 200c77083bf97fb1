namespace WarpDrive.Uacce;

/// <summary>Names of the attributes below <c>/sys/class/uacce/&lt;device&gt;/</c> (uacce.md §9).</summary>
public static class DeviceAttribute
{
    /// <summary>Queue protocol id, e.g. <c>hisi_qm_v3</c>.</summary>
    public const string Api = "api";
    /// <summary>Unsigned decimal of <see cref="DeviceFlags"/>.</summary>
    public const string Flags = "flags";
    /// <summary>Signed decimal: queues that can still be opened.</summary>
    public const string AvailableInstances = "available_instances";
    /// <summary>One algorithm name a line.</summary>
    public const string Algorithms = "algorithms";
    /// <summary>Bytes of the MMIO region, decimal; hidden when the region is absent.</summary>
    public const string RegionMmioSize = "region_mmio_size";
    /// <summary>Bytes of the DUS region, decimal; hidden when the region is absent.</summary>
    public const string RegionDusSize = "region_dus_size";
    /// <summary>0 or 1; hidden when the device has no isolation.</summary>
    public const string Isolate = "isolate";
    /// <summary>Errors per hour before isolation, 0…65535; 0 never isolates. Writable.</summary>
    public const string IsolateStrategy = "isolate_strategy";
    /// <summary>Memory node of the parent, may be -1.</summary>
    public const string NumaNode = "device/numa_node";
}
