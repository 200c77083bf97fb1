using System.Runtime.Versioning;
using WarpDrive.Tool.Benchmarks;

namespace WarpDrive.Tool.Tests.Benchmarks;

[SupportedOSPlatform("linux")]
[Collection(AloneCollection.Name)]
public sealed class QueueBenchmarkTests
{
    [Theory]
    [InlineData(64, 1, 1, 0, "bare ring on one thread")]
    [InlineData(64, 16, 1, 0, "bare ring on one thread")]
    [InlineData(128, 16, 1, 0, "bare ring on one thread")]
    [InlineData(64, 64, 2, 0, "bare ring between two threads")]
    [InlineData(128, 64, 2, 3, "the same without idle queues")]
    public void Every_job_reports_work_without_errors_beside_its_baseline(int size, int depth, int threads, int idle, string baseline)
    {
        QueueBenchmarkResult result = QueueBenchmark.Run(
            new QueueBenchmarkOptions { Size = size, Depth = depth, Threads = threads, IdleQueues = idle, Seconds = 0.05, AllocationOperations = 4096 });
        Assert.Equal(("queue", "embedded", "wd_null-0", "none"), (result.Job, result.Provider, result.Device, result.Engine));
        Assert.Equal((size, depth, threads, idle), (result.Size, result.Depth, result.Threads, result.IdleQueues));
        Assert.Equal(0, result.Errors);
        Assert.Equal(baseline, result.BaselineName);
        Assert.True(result.Operations > 0);
        Assert.True(result.OperationsPerSecond > 0 && result.BaselineOperationsPerSecond > 0 && result.BaselineRatio > 0 && result.BaselineAwakeRatio > 0);
        Assert.InRange(result.P50Nanoseconds, 0, result.P99Nanoseconds);
    }

    [Fact]
    public void Warm_operations_allocate_nothing()
    {
        QueueBenchmarkResult result = QueueBenchmark.Run(new QueueBenchmarkOptions { Seconds = 0.05 });
        Assert.Equal(0, result.Errors);
        Assert.InRange(result.AllocatedBytesPerOperation, 0, 0.01);   // nothing by the queue; the runtime's own threads may allocate meanwhile
    }

    [Theory]
    [InlineData(64, 0, 1)]
    [InlineData(64, 1024, 1)]
    [InlineData(64, 1, 3)]
    [InlineData(32, 1, 1)]
    public void Options_out_of_range_are_refused(int size, int depth, int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => QueueBenchmark.Run(new QueueBenchmarkOptions { Size = size, Depth = depth, Threads = threads }));
}
