using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Benchmarks.PublicKey;

namespace WarpDrive.Tool.Tests.Benchmarks;

public sealed class PublicKeyBenchmarkTests
{
    [Theory]
    [InlineData("rsa-1024-sign", "RSA.SignHash")]
    [InlineData("rsa-2048-verify", "RSA.VerifyHash")]
    [InlineData("p256-sign", "ECDsa.SignHash")]
    [InlineData("p256-verify", "ECDsa.VerifyHash")]
    [InlineData("p256-ecdh", "ECDiffieHellman.DeriveRawSecretAgreement")]
    [InlineData("x25519", "libcrypto called directly")]
    [InlineData("x448", "libcrypto called directly")]
    [InlineData("sm2-sign", "libcrypto called directly")]
    [InlineData("sm2-verify", "libcrypto called directly")]
    public void Every_operation_is_measured_beside_three_others_or_two(string algorithm, string baseline)
    {
        BenchReport report = Run(algorithm, Rivals.All);

        Assert.Equal(baseline, report.Baseline.Name);
        Assert.Equal(
            ["libcrypto called directly", "engine called directly"], report.Others.Prepend(report.Baseline).Select(other => other.Name).TakeLast(2));
        Assert.EndsWith(algorithm, report.Job, StringComparison.Ordinal);
        Assert.Equal(0, report.BytesPerSecond);
    }

    [Fact]
    public void Two_threads_use_one_key() => Assert.Equal(2, Run("p256-verify", Rivals.All, threads: 2).Threads);

    private static BenchReport Run(string algorithm, Rivals rivals, int threads = 1)
    {
        using var accelerators = new Accelerators(new AcceleratorOptions());
        BenchReport report = PublicKeyBenchmark.Run(new PublicKeySettings(algorithm, threads, 0.02, rivals, null), accelerators);
        Assert.Equal(0, report.Errors);
        Assert.True(report.Operations > 0 && report.OperationsPerSecond > 0 && report.Baseline.Ratio > 0);
        Assert.NotEmpty(report.Engine);
        return report;
    }
}
