namespace WarpDrive.Uacce.Daemon;

/// <summary>What a device did since it was added, for everybody.</summary>
public sealed record DeviceWork
{
    /// <summary>Requests completed, failed ones included.</summary>
    public required long Requests { get; init; }

    /// <summary>Bytes of data that requests took in. Descriptors and keys do not count; 0 on devices whose requests have no data to speak of.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of data that requests produced.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Requests that failed because an address was not there, or not for this access.</summary>
    public required long Faults { get; init; }

    /// <summary>Steps of the workers; requests divided by steps tells how many were done together.</summary>
    public required long Steps { get; init; }

    /// <summary>Times that a worker went to sleep with nothing to do.</summary>
    public required long Parks { get; init; }

    /// <summary>Queues that ended because the device model failed.</summary>
    public required long Failures { get; init; }

    /// <summary>Times that another worker was started because a step took too long; 0 where workers are not replaced.</summary>
    public required long Replacements { get; init; }
}
