namespace WarpDrive.Uacce;

/// <summary>What became of a submission. Nothing is written unless it was queued.</summary>
public enum SubmitResult
{
    /// <summary>In the ring; a completion will follow.</summary>
    Queued = 0,
    /// <summary>The ring is full: receive first.</summary>
    RingFull,
    /// <summary>The request itself is not acceptable to this queue (direction, format, length, list); the driver's words are in the exception of the checked form.</summary>
    Refused,
    /// <summary>The queue's device is gone, reset, or stopped: open another queue.</summary>
    DeviceLost,
}
