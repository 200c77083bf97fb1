using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The requests of a batch, each made beforehand.</summary>
/// <typeparam name="TRequest">The requests.</typeparam>
internal readonly ref struct CryptoSeries<TRequest> : IRequestSeries<TRequest, Completion>
    where TRequest : struct, IRequest
{
    private readonly RouteSet<TRequest, Completion> _routes;
    private readonly ReadOnlySpan<TRequest> _requests;
    private readonly Span<RequestStatus> _statuses;
    private readonly Span<Receipt> _receipts;

    /// <summary>Describes a batch.</summary>
    /// <param name="routes">For the metrics.</param>
    /// <param name="requests">What to send.</param>
    /// <param name="statuses">Become the statuses of what ended; the others stay as they are.</param>
    /// <param name="receipts">Become the receipts of what succeeded.</param>
    internal CryptoSeries(
        RouteSet<TRequest, Completion> routes, ReadOnlySpan<TRequest> requests, Span<RequestStatus> statuses, Span<Receipt> receipts)
    {
        _routes = routes;
        _requests = requests;
        _statuses = statuses;
        _receipts = receipts;
    }

    public int Count => _requests.Length;

    public void Prepare(Span<TRequest> requests)
    {
        // Every request is a whole one of its own.
    }

    public void Fill(int index, ref TRequest request)
    {
        request = _requests[index];
        _statuses[index] = CryptoBatch<TRequest>.Sent;
    }

    public void Take(int index, in Completion completion, QueueContext<TRequest, Completion> context, long stamp)
    {
        if (completion.Status == RequestStatus.DeviceLost)
        {
            return;   // stays marked as sent: its device had begun it
        }

        _statuses[index] = completion.Status;
        if (completion.Status == RequestStatus.Ok)
        {
            _receipts[index] = context.MakeReceipt(completion, stamp);
        }

        LibraryMetrics.Completed(_routes, completion.Status, _requests[index], completion);
    }

    public void Fail(int index, RequestStatus status) => _statuses[index] = status;
}
