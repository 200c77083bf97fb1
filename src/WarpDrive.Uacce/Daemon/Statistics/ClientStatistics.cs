namespace WarpDrive.Uacce.Daemon;

/// <summary>One client process: all its connections together.</summary>
public sealed record ClientStatistics
{
    /// <summary>Number of the client, from 1; not given twice by one run of the daemon.</summary>
    public required long Id { get; init; }

    /// <summary>Its process.</summary>
    public required int Pid { get; init; }

    /// <summary>What the process calls itself, at most 15 bytes of its own choice; control characters are replaced.</summary>
    public required string Name { get; init; }

    /// <summary>Its user.</summary>
    public required uint Uid { get; init; }

    /// <summary>Whether requests may name any address of the process.</summary>
    public required bool SharesAddresses { get; init; }

    /// <summary>Connections that said HELLO.</summary>
    public required int Connections { get; init; }

    /// <summary>Open queues.</summary>
    public required int OpenQueues { get; init; }

    /// <summary>Bytes of reserved memory.</summary>
    public required long ReservedBytes { get; init; }

    /// <summary>What it used.</summary>
    public required ClientWork Work { get; init; }

    /// <summary>Half of its requests were in steps shorter than this, microseconds, at most a quarter too high; 0: none was timed yet.</summary>
    public required double StepP50Microseconds { get; init; }

    /// <summary>All but one in a hundred of its requests were in steps shorter than this, microseconds.</summary>
    public required double StepP99Microseconds { get; init; }

    /// <summary>Whether a step of it takes so long at this moment that others are served by another worker.</summary>
    public required bool Stalled { get; init; }

    /// <summary>Whether queues of it wait at this moment because its user has as much memory in use as it may.</summary>
    public bool Waiting { get; init; }
}
