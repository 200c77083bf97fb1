namespace WarpDrive.Daemon;

/// <summary>The section <c>devices</c>.</summary>
internal sealed record ConfigDevices
{
    /// <summary>Compression devices.</summary>
    public int? Zip { get; init; }

    /// <summary>Devices of ciphers and digests.</summary>
    public int? Sec { get; init; }

    /// <summary>Public-key devices.</summary>
    public int? Hpre { get; init; }

    /// <summary>Devices that do nothing.</summary>
    public int? Null { get; init; }

    /// <summary>Worker threads of each device.</summary>
    public int? Workers { get; init; }

    /// <summary>How far workers may lower their nice value.</summary>
    public int? WorkerNice { get; init; }

    /// <summary>Queues of each device.</summary>
    public int? Instances { get; init; }

    /// <summary>Hardware generation to behave like.</summary>
    public int? HardwareVersion { get; init; }

    /// <summary>Whether clients may share their addresses.</summary>
    public bool? Sva { get; init; }
}
