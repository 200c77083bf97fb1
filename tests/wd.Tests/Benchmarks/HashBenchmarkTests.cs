using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Benchmarks.Digests;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.Tests.Benchmarks;

[Collection(AloneCollection.Name)]
public sealed class HashBenchmarkTests
{
    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Sha1)]
    [InlineData(DigestAlgorithm.Sha224)]
    [InlineData(DigestAlgorithm.Sha256)]
    [InlineData(DigestAlgorithm.Sha384)]
    [InlineData(DigestAlgorithm.Sha512)]
    [InlineData(DigestAlgorithm.Sha512T224)]
    [InlineData(DigestAlgorithm.Sha512T256)]
    [InlineData(DigestAlgorithm.Sm3)]
    public void Every_digest_is_measured_beside_the_engine_called_directly(DigestAlgorithm algorithm)
    {
        BenchReport report = Run(algorithm, HashMode.Batch, Rivals.Engine);

        Assert.Equal(($"hash-{algorithm.AlgorithmName()}", "batch", 333, 16), (report.Job, report.Mode, report.Size, report.Depth));
        Assert.Equal("engine called directly", report.Baseline.Name);
        Assert.Empty(report.Others);
    }

    [Fact]
    public void A_digest_of_the_runtime_is_compared_with_its_class_first() =>
        Assert.Equal("SHA256.HashData", Run(DigestAlgorithm.Sha256, HashMode.Batch, Rivals.All).Baseline.Name);

    [Theory]
    [InlineData("single", 1)]
    [InlineData("async", 12)]
    public void Awaited_calls_are_measured_too(string mode, int depth)
    {
        BenchReport report = Run(DigestAlgorithm.Sha256, Enum.Parse<HashMode>(mode, ignoreCase: true), Rivals.System);

        Assert.Equal((mode, depth), (report.Mode, report.Depth));
        Assert.StartsWith("SHA256.HashData", report.Baseline.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Warm_batches_allocate_nothing() =>
        Assert.InRange(Run(DigestAlgorithm.Sha256, HashMode.Batch, Rivals.Engine, seconds: 0.2).AllocatedBytesPerOperation, 0, 1);

    [Fact]
    public void A_forced_engine_is_the_one_in_the_report()
    {
        BenchReport report = Run(DigestAlgorithm.Md5, HashMode.Batch, Rivals.Engine, "portable");

        Assert.Equal("portable", report.Engine);
        Assert.Equal(1, report.Lanes);
    }

    private static BenchReport Run(DigestAlgorithm algorithm, HashMode mode, Rivals rivals, string? engine = null, double seconds = 0.03)
    {
        using var accelerators = new Accelerators(new AcceleratorOptions());
        BenchReport report = HashBenchmark.Run(new HashBenchmarkSettings(algorithm, 333, 16, mode, 12, 1, seconds, rivals, engine), accelerators);
        Assert.Equal(0, report.Errors);
        Assert.True(report.Operations > 0 && report.OperationsPerSecond > 0 && report.BytesPerSecond > 0);
        Assert.True(report.Baseline.Ratio > 0);
        Assert.NotEmpty(report.Engine);
        Assert.True(report.Lanes >= 1);
        Assert.InRange(report.P50Nanoseconds, 1, report.P99Nanoseconds);
        return report;
    }
}
