namespace WarpDrive.Uacce.Daemon;

/// <summary>One open queue.</summary>
public sealed record QueueStatistics
{
    /// <summary>Device name.</summary>
    public required string Device { get; init; }

    /// <summary>Number inside the device.</summary>
    public required uint Number { get; init; }

    /// <summary><see cref="ClientStatistics.Id"/> of its client.</summary>
    public required long Client { get; init; }

    /// <summary>PASID; 0 without shared addresses.</summary>
    public required uint Pasid { get; init; }

    /// <summary><c>init</c>, <c>started</c>, or <c>dead</c>: nothing will be posted any more.</summary>
    public required string State { get; init; }

    /// <summary>Descriptors that the submission ring holds.</summary>
    public required int Depth { get; init; }

    /// <summary>Requests rung for and not completed; as the client tells it, and so no more than a hint.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests completed, failed ones included.</summary>
    public required long Requests { get; init; }

    /// <summary>Bytes of data that they took in.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of data that they produced.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Requests that failed on their addresses.</summary>
    public required long Faults { get; init; }
}
