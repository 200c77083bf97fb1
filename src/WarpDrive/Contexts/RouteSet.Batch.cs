using WarpDrive.Uacce;

namespace WarpDrive;

/// <content>Many requests on one queue.</content>
internal sealed partial class RouteSet<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>Runs what it can of a series on one queue of the caller's own. No device touches memory of the requests afterwards.</summary>
    /// <param name="series">The requests.</param>
    /// <param name="cancellation">When set, nothing more is begun.</param>
    internal void ExecuteMany<TSeries>(ref TSeries series, CancellationToken cancellation)
        where TSeries : struct, IRequestSeries<TRequest, TCompletion>, allows ref struct
    {
        Route<TRequest, TCompletion>? route = Pick(0);
        if (route is null || route.Sync.Rent(0, out QueueContext<TRequest, TCompletion>? context) != RequestStatus.Ok)
        {
            return;   // single calls wait in line, go to other devices, and know the words
        }

        route.Enter();
        context!.ExecuteMany(ref series, Deadline, cancellation, out bool lost);
        route.Leave();
        route.Sync.Return(context);
        if (lost)
        {
            route.MarkLost("a request was lost");
        }
    }
}
