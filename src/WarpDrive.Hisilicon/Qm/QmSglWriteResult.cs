namespace WarpDrive.Hisilicon.Qm;

/// <summary>What became of writing a scatter list.</summary>
public enum QmSglWriteResult
{
    /// <summary>Written; give the chain back when the request is done.</summary>
    Written = 0,
    /// <summary>No lists left now: receive first (-EBUSY).</summary>
    Busy,
    /// <summary>An entry is negative or over 8 MiB, or the buffer needs more lists than a request may have (-EINVAL).</summary>
    Refused,
    /// <summary>Nothing but empty pieces.</summary>
    Empty,
}
