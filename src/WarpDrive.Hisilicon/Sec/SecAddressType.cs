namespace WarpDrive.Hisilicon.Sec;

/// <summary>Address type codes of source, destination and MAC (hisi-sec.md §2).</summary>
internal enum SecAddressType : byte
{
    /// <summary>The address is that of the data.</summary>
    Flat = 0,
    /// <summary>The address is that of a scatter list.</summary>
    List = 1,
    /// <summary>Page list; not served.</summary>
    Prp = 2,
}
