using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>What came back from a route for one request.</summary>
internal struct RouteAnswer
{
    internal RequestStatus Status;
    internal CompressionCompletion Completion;
    internal CompressionQueue? Queue;
    internal Candidate? Candidate;
    internal string? Refusal;
    internal Receipt Receipt;
}
