namespace WarpDrive.Daemon;

/// <summary>What one user may have at a time, over all its processes.</summary>
public sealed record Quota
{
    /// <summary>Connections, 1…65536. Each has a thread of the daemon that sleeps.</summary>
    public int Connections { get; init; } = 256;

    /// <summary>Open queues, 0…65536; those with a closed descriptor and a live mapping included. A queue costs some 200 KiB of the daemon.</summary>
    public int Queues { get; init; } = 1024;

    /// <summary>Bytes of memory reserved through queues (region 2), at least 0.</summary>
    public long ReservedBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Bytes of its requests that workers work on at a time, at least 1 MiB. Nothing is refused beyond: no further step of the user begins, and its queues wait
    /// until one ends.
    /// </summary>
    public long InFlightBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of the daemon that hold copies of its memory, at least 1 MiB. Beyond, the same.</summary>
    public long StagingBytes { get; init; } = 256L << 20;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Connections, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Connections, 65536);
        ArgumentOutOfRangeException.ThrowIfNegative(Queues);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Queues, 65536);
        ArgumentOutOfRangeException.ThrowIfNegative(ReservedBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(InFlightBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(StagingBytes, 1 << 20);
    }
}
