namespace WarpDrive.Hisilicon.Qm;

/// <summary>What a device found when it read a scatter list.</summary>
public enum QmSglReadResult
{
    /// <summary>Read.</summary>
    Read = 0,
    /// <summary>A list lies where the submitter has no memory; the address is told.</summary>
    Fault,
    /// <summary>A count, a length, an alignment or the number of lists breaks the limits, or the start offset lies beyond the data.</summary>
    Malformed,
    /// <summary>More entries than the caller has room for.</summary>
    TooManyEntries,
}
