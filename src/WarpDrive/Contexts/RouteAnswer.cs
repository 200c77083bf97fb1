using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>What came back from a route for one request.</summary>
internal struct RouteAnswer<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    internal RequestStatus Status;
    internal TCompletion Completion;
    internal RequestQueue<TRequest, TCompletion>? Queue;
    internal Candidate? Candidate;
    internal string? Refusal;
    internal Receipt Receipt;
}
