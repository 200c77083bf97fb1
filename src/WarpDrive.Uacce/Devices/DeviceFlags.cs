namespace WarpDrive.Uacce;

/// <summary>Value of the <c>flags</c> attribute (uacce.md §9).</summary>
[Flags]
public enum DeviceFlags
{
    /// <summary>No shared virtual addresses: data memory is reserved through the queue.</summary>
    None = 0,
    /// <summary>Shared virtual addressing: any pointer of the opener may stand in a request.</summary>
    Sva = 1 << 0,
    /// <summary>Vendor extension: no translation at all; addresses are bus addresses.</summary>
    NoIommu = 1 << 1,
    /// <summary>Vendor extension: PASID without recoverable faults.</summary>
    Pasid = 1 << 2,
    /// <summary>Vendor extension: an IOMMU with one domain.</summary>
    Iommu = 1 << 7,
}
