using System.Diagnostics.CodeAnalysis;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>Words for failed operations; out of line, so that the callers stay small.</summary>
internal static class Failures
{
    [DoesNotReturn]
    internal static void Throw<TRequest, TCompletion>(
        RequestStatus status, RouteSet<TRequest, TCompletion> routes, in RouteAnswer<TRequest, TCompletion> answer)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion => throw Create(status, routes, answer);

    internal static Exception Create<TRequest, TCompletion>(
        RequestStatus status, RouteSet<TRequest, TCompletion> routes, in RouteAnswer<TRequest, TCompletion> answer)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        string words = routes.Class.Describe(status) ?? status switch
        {
            RequestStatus.NoDevice => routes.Reason,
            RequestStatus.Busy => "no queue is free; wait, or raise the number of queues",
            RequestStatus.TimedOut => $"the deadline of {routes.Deadline.TotalSeconds:0.###} s passed",
            RequestStatus.Refused => answer.Refusal ?? "the driver refused the request",
            RequestStatus.OutputTooSmall => "the destination is too small",
            RequestStatus.DeviceLost => answer.Refusal ?? "the device is gone, reset or isolated",
            RequestStatus.Cancelled => "the operation was cancelled",
            _ when answer.Queue is RequestQueue<TRequest, TCompletion> queue && answer.Status == status && answer.Completion.Status == status =>
                queue.Describe(answer.Completion),
            _ => $"the operation failed: {status}",
        };
        string where = answer.Candidate is Candidate at ? $" ({at.Info.Provider} {at.Info.Name})" : "";
        return routes.Class.Failure(status, words + where);
    }
}
