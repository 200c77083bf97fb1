namespace WarpDrive;

/// <summary>What a synchronous request waits for before it is with a device.</summary>
[Flags]
internal enum Patience
{
    /// <summary>A daemon that restarts; Busy when no queue is free.</summary>
    Device = 1,

    /// <summary>A queue that is free; NoDevice where a daemon would have to be waited for. Whatever was begun may then be repeated.</summary>
    Queue = 2,

    /// <summary>A daemon that restarts, and a free queue.</summary>
    Both = Device | Queue,
}
