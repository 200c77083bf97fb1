namespace WarpDrive.Uacce;

/// <summary>Who runs a software device's work on a queue.</summary>
public enum QueueDriving
{
    /// <summary>A worker thread of the device, a daemon, or hardware.</summary>
    Served = 0,
    /// <summary>The caller's own thread, inside <see cref="QueueFile.Poll"/> and <see cref="QueueFile.Wait"/>. Embedded only; others serve.</summary>
    Inline = 1,
}
