using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>A synchronous batch: all buffers pinned once, many requests in flight on one queue, results in order.</summary>
/// <remarks>
/// What the queue of the batch did not do (beyond one request, or lost with its device) runs by itself afterwards,
/// on whatever queue is free. So one bad job costs the others nothing.
/// </remarks>
internal static class BufferBatch
{
    /// <summary>Runs the jobs.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="codec">The way of a single buffer.</param>
    /// <param name="template">Format, window and flags of every request; its source stands in for an empty one, and is 0 where there is no empty source.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="results">Results; default for failed jobs.</param>
    /// <param name="cancellation">Looked at before each job is begun; those begun end.</param>
    internal static void Run(
        CompressionRoutes routes, IBufferCodec codec, CompressionRequest template, ReadOnlySpan<CompressionJob> jobs, Span<CompressionResult> results,
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
        int[] places = ArrayPool<int>.Shared.Rent(jobs.Length);
        Span<MemoryHandle> pinned = pins.AsSpan(0, 2 * jobs.Length);
        pinned.Clear();
        try
        {
            results.Clear();
            int count = Prepare(routes, template, jobs, pinned, requests, places);
            statuses.AsSpan(0, jobs.Length).Fill(NotBegun);
            if (count > 0)
            {
                var series = new CompressionSeries(routes, requests.AsSpan(0, count), places.AsSpan(0, count), statuses, results);
                routes.ExecuteMany(ref series, cancellation);
            }

            Finish(routes, codec, jobs, statuses, results, cancellation);
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
            ArrayPool<int>.Shared.Return(places);
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

    /// <summary>Pins all buffers and makes requests of the jobs that one request can do.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="template">What all requests share.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="pins">Become the pins, two a job.</param>
    /// <param name="requests">Become the requests.</param>
    /// <param name="places">Become the places of their jobs.</param>
    /// <returns>How many requests.</returns>
    private static unsafe int Prepare(
        CompressionRoutes routes, CompressionRequest template, ReadOnlySpan<CompressionJob> jobs, Span<MemoryHandle> pins,
        Span<CompressionRequest> requests, Span<int> places)
    {
        int limit = routes.RequestLimit;
        int count = 0;
        for (int i = 0; i < jobs.Length; i++)
        {
            ReadOnlyMemory<byte> source = jobs[i].Source;
            Memory<byte> destination = jobs[i].Destination;
            if (destination.IsEmpty || source.Length > limit || (source.IsEmpty && template.Source == 0))
            {
                continue;
            }

            pins[2 * i] = source.Pin();
            pins[(2 * i) + 1] = destination.Pin();
            places[count] = i;
            ref CompressionRequest request = ref requests[count++];
            request = template;
            request.Source = pins[2 * i].Pointer is null ? template.Source : (ulong)pins[2 * i].Pointer;
            request.SourceLength = source.Length;
            request.Destination = (ulong)pins[(2 * i) + 1].Pointer;
            request.DestinationLength = Math.Min(destination.Length, limit);
        }

        return count;
    }

    /// <summary>Runs what is left by itself, and throws for the first job that failed when all have ended.</summary>
    private static void Finish(
        CompressionRoutes routes, IBufferCodec codec, ReadOnlySpan<CompressionJob> jobs,
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

            CompressionAnswer answer = new() { Status = status };
            if (status is not (RequestStatus.TimedOut or RequestStatus.DeviceError))
            {
                status = codec.RunWhole(jobs[i].Source.Span, jobs[i].Destination.Span, out results[i], out answer);
            }

            if (status != RequestStatus.Ok)
            {
                results[i] = default;
                Exception why = Failures.Create(status, routes, answer);
                failure ??= new CompressionException(status, $"job {i}: {why.Message}", why);
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
