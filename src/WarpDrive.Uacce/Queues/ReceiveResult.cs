namespace WarpDrive.Uacce;

/// <summary>What a receive found.</summary>
public enum ReceiveResult
{
    /// <summary>At least one completion was handed out.</summary>
    Received = 0,
    /// <summary>Nothing new.</summary>
    Empty,
    /// <summary>The queue's device is gone, reset, or stopped; what was in flight is lost.</summary>
    DeviceLost,
    /// <summary>The device wrote a completion that makes no sense; the queue cannot be used any more.</summary>
    BadCompletion,
}
