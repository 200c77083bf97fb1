using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>What came back from a lane for one request.</summary>
internal struct LaneAnswer
{
    internal CompressionStatus Status;
    internal CompressionCompletion Completion;
    internal QueueContext? Context;
    internal string? Refusal;
    internal Receipt Receipt;
}
