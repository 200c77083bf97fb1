using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>The requests of a batch of buffers.</summary>
internal readonly ref struct CompressionSeries : IRequestSeries<CompressionRequest, CompressionCompletion>
{
    private readonly CompressionRoutes _routes;
    private readonly ReadOnlySpan<CompressionRequest> _requests;
    private readonly ReadOnlySpan<int> _places;
    private readonly Span<RequestStatus> _statuses;
    private readonly Span<CompressionResult> _results;

    /// <summary>Describes a batch.</summary>
    /// <param name="routes">For the metrics.</param>
    /// <param name="requests">What to send.</param>
    /// <param name="places">Place of each request's job.</param>
    /// <param name="statuses">By place: become the statuses of what ended.</param>
    /// <param name="results">By place: become the results of what succeeded.</param>
    internal CompressionSeries(
        CompressionRoutes routes, ReadOnlySpan<CompressionRequest> requests, ReadOnlySpan<int> places, Span<RequestStatus> statuses,
        Span<CompressionResult> results)
    {
        _routes = routes;
        _requests = requests;
        _places = places;
        _statuses = statuses;
        _results = results;
    }

    public int Count => _requests.Length;

    public void Prepare(Span<CompressionRequest> requests)
    {
        // Every request is a whole one of its own.
    }

    public void Fill(int index, ref CompressionRequest request) => request = _requests[index];

    public void Take(int index, in CompressionCompletion completion, QueueContext<CompressionRequest, CompressionCompletion> context, long stamp)
    {
        ref readonly CompressionRequest request = ref _requests[index];
        RequestStatus status = completion.Status;
        if (status == RequestStatus.Ok)
        {
            // The counts come from a device: what cannot be true is an error of the device.
            bool sane = (uint)completion.Consumed <= (uint)request.SourceLength && (uint)completion.Produced <= (uint)request.DestinationLength;
            status = sane ? status : RequestStatus.DeviceError;
            _results[_places[index]] = sane
                ? new CompressionResult(completion.Consumed, completion.Produced, context.MakeReceipt(completion, stamp))
                : default;
        }

        _statuses[_places[index]] = status;
        LibraryMetrics.Completed(_routes, status, request, completion);
    }

    public void Fail(int index, RequestStatus status) => _statuses[_places[index]] = status;
}
