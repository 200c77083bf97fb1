using System.Diagnostics;
using System.Diagnostics.Metrics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The meter and the activity source named <c>WarpDrive</c>. Without a listener a request pays a few flag reads.</summary>
internal static class LibraryMetrics
{
    internal const string Name = "WarpDrive";

    /// <summary>Activities of whole operations on streams and buffers beyond one request.</summary>
    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_requests =
        s_meter.CreateCounter<long>("warpdrive.requests", "{request}", "Requests completed, failed ones included.");
    private static readonly Counter<long> s_errors = s_meter.CreateCounter<long>("warpdrive.errors", "{request}", "Requests that failed.");
    private static readonly Counter<long> s_bytesIn = s_meter.CreateCounter<long>("warpdrive.bytes.in", "By", "Bytes consumed.");
    private static readonly Counter<long> s_bytesOut = s_meter.CreateCounter<long>("warpdrive.bytes.out", "By", "Bytes produced.");
    private static readonly UpDownCounter<int> s_depth =
        s_meter.CreateUpDownCounter<int>("warpdrive.queue.depth", "{request}", "Asynchronous requests queued or in line.");
    private static readonly Histogram<double> s_served =
        s_meter.CreateHistogram<double>("warpdrive.service.time", "s", "Time from taking a request to its completion.");

    /// <summary>Whether anybody counts requests.</summary>
    internal static bool Counts => s_requests.Enabled || s_errors.Enabled || s_bytesIn.Enabled || s_bytesOut.Enabled || s_served.Enabled;

    internal static void Completed<TRequest, TCompletion>(
        RouteSet<TRequest, TCompletion> routes, RequestStatus status, in TRequest request, in TCompletion completion)
        where TRequest : struct, IRequest
        where TCompletion : struct, ICompletion
    {
        if (Counts)
        {
            (long read, long written) = routes.Class.Count(request, completion);
            Record(routes.OperationTag, status, read, written, completion.ServedNanoseconds);
        }
    }

    /// <summary>Writes a receipt into an activity, when somebody listens.</summary>
    internal static void Describe(Activity? activity, long read, long written, in Receipt receipt)
    {
        if (activity is not null)
        {
            activity.SetTag("warpdrive.device", receipt.Device);
            activity.SetTag("warpdrive.provider", receipt.Provider);
            activity.SetTag("warpdrive.engine", receipt.Engine);
            activity.SetTag("warpdrive.bytes.in", read);
            activity.SetTag("warpdrive.bytes.out", written);
        }
    }

    internal static void Depth(int change)
    {
        if (s_depth.Enabled)
        {
            s_depth.Add(change);
        }
    }

    private static void Record(KeyValuePair<string, object?> tag, RequestStatus status, long read, long written, uint servedNanoseconds)
    {
        s_requests.Add(1, tag);
        if (status > RequestStatus.MoreOutput)
        {
            s_errors.Add(1, tag, new KeyValuePair<string, object?>("status", status.ToString()));
            return;
        }

        s_bytesIn.Add(read, tag);
        s_bytesOut.Add(written, tag);
        if (servedNanoseconds != 0)
        {
            s_served.Record(servedNanoseconds * 1e-9, tag);
        }
    }
}
