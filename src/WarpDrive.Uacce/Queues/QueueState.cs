namespace WarpDrive.Uacce;

/// <summary>State of a queue (uacce.md §6).</summary>
public enum QueueState
{
    /// <summary>Dead: its device or address space is gone, or it is being released.</summary>
    Zombie = 0,
    /// <summary>Open, not running.</summary>
    Init = 1,
    /// <summary>Running.</summary>
    Started = 2,
}
