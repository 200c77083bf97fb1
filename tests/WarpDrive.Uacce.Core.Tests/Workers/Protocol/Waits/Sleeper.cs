namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol.Waits;

/// <summary>How the client of a queue sleeps.</summary>
public enum Sleeper
{
    /// <summary>In a wait of the queue: it arms again and again.</summary>
    Waiter,
    /// <summary>On the descriptor, armed by the doorbell; the client raises its own event for what was posted before.</summary>
    Receiver,
    /// <summary>The same in the process of the device, which raises the event then.</summary>
    ReceiverOfDevice,
}
