using System.Diagnostics;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <content>Many requests in flight.</content>
internal sealed partial class QueueContext
{
    private const int ReceiveBatch = 16;

    /// <summary>Sends requests as the ring takes them and receives what has finished. When it returns, the device touches no memory of any.</summary>
    /// <param name="requests">Requests on any address; those without destination are left out. Their tags are set here.</param>
    /// <param name="statuses">Become the statuses of what ended; the others stay as they are.</param>
    /// <param name="results">Become the results of what succeeded.</param>
    /// <param name="patience">The longest that the oldest request may take.</param>
    /// <param name="direction">For the metrics.</param>
    /// <param name="cancellation">When set, nothing more is sent; what was sent is waited for.</param>
    /// <param name="lost">True when the device is gone.</param>
    internal void ExecuteMany(
        Span<CompressionRequest> requests, Span<RequestStatus> statuses, Span<CompressionResult> results, TimeSpan patience,
        CompressionDirection direction, CancellationToken cancellation, out bool lost)
    {
        Span<CompressionCompletion> completions = stackalloc CompressionCompletion[ReceiveBatch];
        long stamp = Stopwatch.GetTimestamp();
        long deadline = Deadlines.After(stamp, patience);
        int next = 0, oldest = 0;   // requests from oldest to next are in flight, but for those without destination and the refused
        int idle = 0;
        lost = false;
        while (true)
        {
            SubmitResult sent = Send(requests, statuses, ref next, cancellation);
            SkipUnsent(requests, ref oldest, next);
            ReceiveResult received = ReceiveResult.Empty;
            int count = 0;
            if (oldest < next)
            {
                received = Queue.TryReceive(completions, out count);
            }

            for (int i = 0; i < count; i++)
            {
                SkipUnsent(requests, ref oldest, next);
                if (oldest == next || completions[i].Tag != (uint)oldest)
                {
                    received = ReceiveResult.BadCompletion;
                    break;
                }

                Take(in requests[oldest], in completions[i], stamp, out statuses[oldest], out results[oldest]);
                LibraryMetrics.Completed(direction, statuses[oldest], completions[i]);
                lost |= statuses[oldest] == RequestStatus.DeviceLost;
                oldest++;
            }

            SkipUnsent(requests, ref oldest, next);
            if (lost || sent == SubmitResult.DeviceLost || received is ReceiveResult.DeviceLost or ReceiveResult.BadCompletion)
            {
                lost |= received != ReceiveResult.BadCompletion;
                Quiesce();
                return;
            }

            if (oldest == next && (next == requests.Length || sent != SubmitResult.Queued))
            {
                return;   // all done, or cancelled
            }

            if (count > 0)
            {
                idle = 0;
                deadline = Deadlines.After(Stopwatch.GetTimestamp(), patience);
            }
            else if (idle++ < SpinLooks)
            {
                Thread.SpinWait(20);
            }
            else if (!Rest(deadline))
            {
                statuses[oldest] = RequestStatus.TimedOut;   // what stands behind it is done elsewhere
                return;
            }
        }
    }

    /// <summary>Sends as many as fit. RingFull also when cancelled.</summary>
    private SubmitResult Send(
        Span<CompressionRequest> requests, Span<RequestStatus> statuses, ref int next, CancellationToken cancellation)
    {
        for (; next < requests.Length; next++)
        {
            if (cancellation.IsCancellationRequested)
            {
                return SubmitResult.RingFull;
            }

            ref CompressionRequest request = ref requests[next];
            if (request.Destination == 0)
            {
                continue;
            }

            request.Tag = (uint)next;
            SubmitResult result = Queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _);
            if (result == SubmitResult.Refused)
            {
                statuses[next] = RequestStatus.Refused;
                request.Destination = 0;
            }
            else if (result != SubmitResult.Queued)
            {
                return result;
            }
        }

        return SubmitResult.Queued;
    }

    private static void SkipUnsent(ReadOnlySpan<CompressionRequest> requests, ref int oldest, int next)
    {
        while (oldest < next && requests[oldest].Destination == 0)
        {
            oldest++;
        }
    }

    /// <summary>Sleeps until something may be there; false when the deadline passed, and the queue was stopped.</summary>
    private bool Rest(long deadline)
    {
        TimeSpan left = Deadlines.Left(deadline);
        if (left > TimeSpan.Zero)
        {
            Queue.Wait(left < s_slice ? left : s_slice);
            return true;
        }

        LibraryLog.DeadlineMissed(_options.Logger, Candidate.Info.Name);
        Quiesce();
        return false;
    }

    private void Take(
        in CompressionRequest request, in CompressionCompletion completion, long stamp, out RequestStatus status, out CompressionResult result)
    {
        status = completion.Status;
        result = default;
        if (status == RequestStatus.Ok)
        {
            // The counts come from a device: what cannot be true is an error of the device.
            bool sane = (uint)completion.Consumed <= (uint)request.SourceLength && (uint)completion.Produced <= (uint)request.DestinationLength;
            status = sane ? status : RequestStatus.DeviceError;
            result = sane ? new CompressionResult(completion.Consumed, completion.Produced, MakeReceipt(completion, stamp)) : default;
        }
    }
}
