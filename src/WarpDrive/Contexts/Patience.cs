namespace WarpDrive;

/// <summary>What a synchronous request waits for before it is with a device.</summary>
internal enum Patience
{
    /// <summary>Nothing: Busy where it would have to wait, or take several requests. Whatever was begun may then be repeated.</summary>
    None,

    /// <summary>A daemon that restarts; Busy when no queue is free.</summary>
    Device,

    /// <summary>A daemon that restarts, and a free queue.</summary>
    Queue,
}
