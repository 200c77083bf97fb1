namespace WarpDrive.Hisilicon.Qm;

/// <summary>What a device knows about one queue while it runs: the content of the SQ and CQ contexts (hisi-qm-zip.md A10), whoever wrote them.</summary>
/// <remarks>The START of a queue file fills it with offsets in the DUS region; a mailbox will fill it with guest addresses.</remarks>
public sealed record QmQueueContext
{
    /// <summary>Queue number.</summary>
    public required uint Number { get; init; }
    /// <summary>Where the submission ring begins, in the terms of the ring memory.</summary>
    public required ulong SqBase { get; init; }
    /// <summary>Where the completion ring begins.</summary>
    public required ulong CqBase { get; init; }
    /// <summary>Slots of the submission ring.</summary>
    public required int SqDepth { get; init; }
    /// <summary>Slots of the completion ring.</summary>
    public required int CqDepth { get; init; }
    /// <summary>Bytes of a descriptor.</summary>
    public required int SqeSize { get; init; }
    /// <summary>Address space of the addresses in descriptors; 0 without SVA.</summary>
    public required uint Pasid { get; init; }
    /// <summary>qc_type: ZIP 0 = compress, 1 = decompress.</summary>
    public required ushort QueueType { get; init; }
    /// <summary>Phase of the first lap of completions, 1 from every known driver.</summary>
    public uint InitialPhase { get; init; } = 1;
    /// <summary>Whether the completion event is armed from the start.</summary>
    public bool IsArmed { get; init; } = true;
}
