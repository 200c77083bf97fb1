namespace WarpDrive.Hisilicon.Qm;

/// <summary>How the driver half brings a queue up.</summary>
public sealed record QmQueuePairOptions
{
    /// <summary>qc_type of the queue context: 0 or 1; ZIP 0 = compress, 1 = decompress.</summary>
    public ushort QueueType { get; init; }
    /// <summary>Level and engine for a software device, or null. A device that refuses it keeps its own choice (<see cref="QmQueuePair{TSqe}.IsTuned"/>).</summary>
    public QmQueueTuning? Tuning { get; init; }
    /// <summary>Whether a software device shall write engine and times into the notes.</summary>
    public bool WantNotes { get; init; }
    /// <summary>Depth of both rings when the device does not tell it (older kernels).</summary>
    public int DefaultDepth { get; init; } = 1024;
}
