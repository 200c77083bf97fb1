using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <content>Many requests on one queue.</content>
internal sealed partial class RouteSet
{
    /// <summary>Runs what it can of a batch on one queue of the caller's own. No device touches memory of the requests afterwards.</summary>
    /// <param name="requests">Requests; those without destination are left out.</param>
    /// <param name="statuses">Become the statuses of what ended; the others stay as they are.</param>
    /// <param name="results">Become the results of what succeeded.</param>
    /// <param name="cancellation">When set, nothing more is begun.</param>
    internal void ExecuteMany(
        Span<CompressionRequest> requests, Span<RequestStatus> statuses, Span<CompressionResult> results, CancellationToken cancellation)
    {
        CompressionRoute? route = Pick(0);
        if (route is null || route.Sync.Rent(0, out QueueContext? context) != RequestStatus.Ok)
        {
            return;   // single calls wait in line, go to other devices, and know the words
        }

        route.Enter();
        context!.ExecuteMany(requests, statuses, results, Deadline, _direction, cancellation, out bool lost);
        route.Leave();
        route.Sync.Return(context);
        if (lost)
        {
            route.MarkLost("a request was lost");
        }
    }
}
