using System.Diagnostics.CodeAnalysis;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>Words for failed operations; out of line, so that the callers stay small.</summary>
internal static class Failures
{
    [DoesNotReturn]
    internal static void Throw(CompressionStatus status, RouteSet routes, in RouteAnswer answer) => throw Create(status, routes, answer);

    internal static CompressionException Create(CompressionStatus status, RouteSet routes, in RouteAnswer answer)
    {
        string words = status switch
        {
            CompressionStatus.NoDevice => routes.Reason,
            CompressionStatus.Busy => "no queue is free; wait, or raise the number of queues",
            CompressionStatus.TimedOut => $"the deadline of {routes.Deadline.TotalSeconds:0.###} s passed",
            CompressionStatus.Refused => answer.Refusal ?? "the driver refused the request",
            CompressionStatus.OutputLimit => "the data is longer than MaxOutputLength allows",
            CompressionStatus.OutputTooSmall => "the destination is too small",
            CompressionStatus.Truncated => "the compressed data ends before its stream does",
            CompressionStatus.DeviceLost => answer.Refusal ?? "the device is gone, reset or isolated",
            CompressionStatus.Cancelled => "the operation was cancelled",
            _ when answer.Queue is CompressionQueue queue && answer.Status == status && answer.Completion.Status == status => queue.Describe(answer.Completion),
            _ => $"the operation failed: {status}",
        };
        string where = answer.Candidate is Candidate at ? $" ({at.Info.Provider} {at.Info.Name})" : "";
        return new CompressionException(status, words + where);
    }
}
