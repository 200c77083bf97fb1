namespace WarpDrive.Uacce.Daemon;

/// <summary>What clients used of the daemon. Everything goes up only.</summary>
public sealed record ClientWork
{
    /// <summary>Requests completed, failed ones included.</summary>
    public required long Requests { get; init; }

    /// <summary>Bytes of data that they took in, see <see cref="DeviceWork.BytesIn"/>.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of data that they produced.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Requests that failed on their addresses.</summary>
    public required long Faults { get; init; }

    /// <summary>Rings and announcements that meant nothing, and looks that found nothing.</summary>
    public required long Discarded { get; init; }

    /// <summary>Seconds of workers.</summary>
    public required double ServedSeconds { get; init; }

    /// <summary>Times that a step took so long that another worker was started for the others.</summary>
    public required long Replacements { get; init; }

    /// <summary>Times that queues began to wait because the user had as much memory in use as it may.</summary>
    public long MemoryWaits { get; init; }
}
