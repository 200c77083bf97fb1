using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>What came back from a lane for one request.</summary>
internal struct LaneAnswer
{
    internal CompressionStatus Status;
    internal CompressionCompletion Completion;
    internal CompressionQueue? Queue;
    internal Candidate? Candidate;
    internal string? Refusal;
    internal Receipt Receipt;
}
