using System.Runtime.ExceptionServices;

namespace WarpDrive;

/// <summary>Runs the jobs of a batch side by side.</summary>
internal static class Batches
{
    /// <summary>Jobs under way at the same time: enough to keep every worker of a device busy, few enough for any line.</summary>
    private const int Window = 64;

    internal static async Task RunAsync(
        ReadOnlyMemory<CompressionJob> jobs, Memory<CompressionResult> results, Func<CompressionJob, ValueTask<CompressionResult>> start)
    {
        if (results.Length < jobs.Length)
        {
            throw new ArgumentException("there are fewer results than jobs", nameof(results));
        }

        var running = new Task<CompressionResult>[Math.Min(Window, jobs.Length)];
        ExceptionDispatchInfo? failure = null;
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
                    failure ??= ExceptionDispatchInfo.Capture(e);   // thrown when no buffer of the batch is in flight any more
                }

                running[place] = null!;
            }

            if (i < jobs.Length && failure is null)
            {
                running[place] = start(jobs.Span[i]).AsTask();
            }
        }

        failure?.Throw();
    }
}
