using System.Runtime.ExceptionServices;

namespace WarpDrive;

/// <summary>Runs the jobs of a batch side by side.</summary>
internal static class Batches
{
    /// <summary>Jobs under way at the same time: enough to keep every worker of a device busy, few enough for any line.</summary>
    private const int Window = 64;

    internal static async Task RunAsync(
        CallShape shape, ReadOnlyMemory<CompressionJob> jobs, Memory<CompressionResult> results,
        Func<CompressionJob, ValueTask<CompressionResult>> start, CancellationToken cancellation)
    {
        if (results.Length < jobs.Length)
        {
            throw new ArgumentException("there are fewer results than jobs", nameof(results));
        }

        var running = new Task<CompressionResult>[Math.Min(Window, jobs.Length)];
        ExceptionDispatchInfo? failure = null;
        bool cutShort = false;
        shape.BeginBatch();   // the jobs are known to come together: none runs on the caller's thread
        for (int i = 0; i < jobs.Length + running.Length; i++)
        {
            int place = running.Length == 0 ? 0 : i % running.Length;
            if (i >= running.Length && running[place] is Task<CompressionResult> oldest)
            {
                try
                {
                    CompressionResult result = await oldest.ConfigureAwait(false);
                    results.Span[i - running.Length] = result;
                }
                catch (Exception e)
                {
                    results.Span[i - running.Length] = default;
                    failure ??= ExceptionDispatchInfo.Capture(e);   // thrown when no buffer of the batch is in flight any more
                }

                running[place] = null!;
            }

            cutShort |= i < jobs.Length && cancellation.IsCancellationRequested;
            if (i < jobs.Length && !cutShort)
            {
                running[place] = Begin(jobs.Span[i], start);
            }
        }

        shape.EndBatch();
        if (cutShort)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        failure?.Throw();
    }

    private static Task<CompressionResult> Begin(CompressionJob job, Func<CompressionJob, ValueTask<CompressionResult>> start)
    {
        try
        {
            return start(job).AsTask();
        }
        catch (Exception e)
        {
            return Task.FromException<CompressionResult>(e);   // misuse of one job: the others end first
        }
    }
}
