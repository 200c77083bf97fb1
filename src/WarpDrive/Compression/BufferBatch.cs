using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>A synchronous batch: all buffers pinned once, many requests in flight on one queue, results in order.</summary>
/// <remarks>
/// What the queue of the batch did not do (beyond one request, copied through reserved memory, or lost with its device) runs by itself afterwards,
/// on whatever queue is free. So one bad job costs the others nothing.
/// </remarks>
internal static class BufferBatch
{
    /// <summary>Runs the jobs.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="codec">The way of a single buffer.</param>
    /// <param name="template">Format, window and flags of every request.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="results">Results; default for failed jobs.</param>
    /// <param name="cancellation">Looked at before each job is begun; those begun end.</param>
    internal static void Run(
        RouteSet routes, IBufferCodec codec, CompressionRequest template, ReadOnlySpan<CompressionJob> jobs, Span<CompressionResult> results,
        CancellationToken cancellation)
    {
        Check(jobs, results);
        if (jobs.IsEmpty)
        {
            return;
        }

        results = results[..jobs.Length];
        MemoryHandle[] pins = ArrayPool<MemoryHandle>.Shared.Rent(2 * jobs.Length);
        CompressionRequest[] requests = ArrayPool<CompressionRequest>.Shared.Rent(jobs.Length);
        RequestStatus[] statuses = ArrayPool<RequestStatus>.Shared.Rent(jobs.Length);
        Span<MemoryHandle> pinned = pins.AsSpan(0, 2 * jobs.Length);
        pinned.Clear();
        try
        {
            results.Clear();
            Prepare(routes, template, jobs, pinned, requests.AsSpan(0, jobs.Length));
            statuses.AsSpan(0, jobs.Length).Fill(NotBegun);
            if (routes.SharesAddresses)
            {
                routes.ExecuteMany(requests.AsSpan(0, jobs.Length), statuses.AsSpan(0, jobs.Length), results, cancellation);
            }

            Finish(routes, codec, jobs, requests, statuses, results, cancellation);
        }
        finally
        {
            foreach (ref MemoryHandle pin in pinned)
            {
                pin.Dispose();   // every request has ended
            }

            ArrayPool<MemoryHandle>.Shared.Return(pins, clearArray: true);
            ArrayPool<CompressionRequest>.Shared.Return(requests);
            ArrayPool<RequestStatus>.Shared.Return(statuses);
        }
    }

    /// <summary>Status of a job that no queue has executed.</summary>
    internal const RequestStatus NotBegun = RequestStatus.DeviceLost;

    private static void Check(ReadOnlySpan<CompressionJob> jobs, Span<CompressionResult> results)
    {
        if (results.Length < jobs.Length)
        {
            throw new ArgumentException("there are fewer results than jobs", nameof(results));
        }

        foreach (ref readonly CompressionJob job in jobs)
        {
            if (job.Source.Span.Overlaps(job.Destination.Span))
            {
                throw new ArgumentException("source and destination of a job overlap", nameof(jobs));
            }
        }
    }

    /// <summary>Pins all buffers and makes a request of each job; one without destination is none for a queue.</summary>
    private static unsafe void Prepare(
        RouteSet routes, CompressionRequest template, ReadOnlySpan<CompressionJob> jobs, Span<MemoryHandle> pins, Span<CompressionRequest> requests)
    {
        int limit = routes.RequestLimit;
        for (int i = 0; i < jobs.Length; i++)
        {
            requests[i] = template;
            ReadOnlyMemory<byte> source = jobs[i].Source;
            Memory<byte> destination = jobs[i].Destination;
            if (destination.IsEmpty || source.Length > limit || (source.IsEmpty && routes.Direction == CompressionDirection.Decompress))
            {
                requests[i].Destination = 0;
                continue;
            }

            pins[2 * i] = source.Pin();
            pins[(2 * i) + 1] = destination.Pin();
            requests[i].Source = pins[2 * i].Pointer is null ? OperationPool.Nowhere : (ulong)pins[2 * i].Pointer;
            requests[i].SourceLength = source.Length;
            requests[i].Destination = (ulong)pins[(2 * i) + 1].Pointer;
            requests[i].DestinationLength = Math.Min(destination.Length, limit);
        }
    }

    /// <summary>Runs what is left by itself, and throws for the first job that failed when all have ended.</summary>
    private static void Finish(
        RouteSet routes, IBufferCodec codec, ReadOnlySpan<CompressionJob> jobs, ReadOnlySpan<CompressionRequest> requests,
        ReadOnlySpan<RequestStatus> statuses, Span<CompressionResult> results, CancellationToken cancellation)
    {
        CompressionException? failure = null;
        for (int i = 0; i < jobs.Length; i++)
        {
            RequestStatus status = statuses[i];
            if (status == RequestStatus.Ok)
            {
                continue;
            }

            // Once more for a failed one, which is rare: the single call knows what to do, and has the words.
            if (status is NotBegun or RequestStatus.Cancelled)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            RouteAnswer answer = new() { Status = status };
            if (status is not (RequestStatus.TimedOut or RequestStatus.DeviceError))
            {
                status = codec.RunWhole(jobs[i].Source.Span, jobs[i].Destination.Span, out results[i], out answer);
            }

            if (status != RequestStatus.Ok)
            {
                results[i] = default;
                CompressionException why = Failures.Create(status, routes, answer);
                failure ??= new CompressionException(status, $"job {i}: {why.Message}", why);
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
