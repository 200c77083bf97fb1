using System.Runtime.CompilerServices;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Benchmarks.Ciphers;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Tool.Tests.Benchmarks;

public sealed class CipherBenchmarkTests
{
    [Theory]
    [InlineData("aes-128-ecb", 160)]
    [InlineData("aes-192-cbc", 160)]
    [InlineData("aes-256-ctr", 333)]
    [InlineData("aes-256-xts", 333)]
    [InlineData("aes-128-ofb", 333)]
    [InlineData("aes-128-cfb", 333)]
    [InlineData("aes-128-cfb", 160)]
    [InlineData("sm4-ecb", 160)]
    [InlineData("sm4-cbc", 160)]
    [InlineData("sm4-ctr", 333)]
    [InlineData("sm4-xts", 333)]
    public void Every_cipher_is_measured_beside_the_engine_in_both_directions(string algorithm, int size)
    {
        foreach (bool decrypt in new[] { false, true })
        {
            BenchReport report = Run(CipherBenchmark.Run, algorithm, size, decrypt);

            Assert.Equal($"cipher-{algorithm}-{(decrypt ? "decrypt" : "encrypt")}", report.Job);
            Assert.Contains(report.Others.Prepend(report.Baseline), other => other.Name == "engine called directly");
        }
    }

    [Theory]
    [InlineData("aes-128-gcm")]
    [InlineData("aes-256-gcm")]
    [InlineData("aes-128-ccm")]
    [InlineData("sm4-gcm")]
    [InlineData("sm4-ccm")]
    public void Every_authenticated_encryption_is_measured_beside_the_engine_in_both_directions(string algorithm)
    {
        foreach (bool decrypt in new[] { false, true })
        {
            BenchReport report = Run(AeadBenchmark.Run, algorithm, 333, decrypt);

            Assert.Equal($"aead-{algorithm}-{(decrypt ? "decrypt" : "encrypt")}", report.Job);
            Assert.Contains(report.Others.Prepend(report.Baseline), other => other.Name == "engine called directly");
        }
    }

    [Fact]
    public void The_class_of_the_runtime_comes_first()
    {
        Assert.Equal("Aes.EncryptCbc", Run(CipherBenchmark.Run, "aes-128-cbc", 64, decrypt: false).Baseline.Name);
        Assert.Equal("AesGcm", Run(AeadBenchmark.Run, "aes-128-gcm", 64, decrypt: true).Baseline.Name);
    }

    [Fact]
    public void One_message_a_call_is_a_batch_of_one()
    {
        Assert.Equal(1, Run(CipherBenchmark.Run, "aes-128-ctr", 64, decrypt: false, batch: 1).Depth);
        Assert.Equal(1, Run(AeadBenchmark.Run, "aes-128-gcm", 64, decrypt: true, batch: 1).Depth);
    }

    [Theory]
    [InlineData("aes-128")]
    [InlineData("aes-192-xts")]
    [InlineData("3des-ctr")]
    [InlineData("ecb")]
    [InlineData("rc4-ecb")]
    public void A_cipher_that_is_none_has_no_name(string name) => Assert.False(CipherSpec.TryParse(name, out _));

    [Fact]
    public void Cut_blocks_are_refused_in_words() =>
        Assert.Throws<UserErrorException>(() => Run(CipherBenchmark.Run, "sm4-ecb", 17, decrypt: false));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Memory_that_jobs_name_lives_as_long_as_who_runs_them(bool isAead)
    {
        using BatchContestant contestant = Make(isAead, out WeakReference work);
        GC.Collect();
        Assert.True(work.IsAlive);
        GC.KeepAlive(contestant);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]   // so that no local of the test holds the work
    private static BatchContestant Make(bool isAead, out WeakReference work)
    {
        if (isAead)
        {
            var messages = new AeadWork(new AeadSpec(AeadAlgorithm.Sm4Ccm, 16), decrypt: false, 64, 8);
            work = new WeakReference(messages);
            return new EngineAead(messages, CipherPath.Managed);
        }

        Assert.True(CipherSpec.TryParse("sm4-cbc", out CipherSpec spec));
        var blocks = new CipherWork(spec, decrypt: false, 64, 8);
        work = new WeakReference(blocks);
        return new EngineCipher(blocks, CipherPath.Managed);
    }

    private static BenchReport Run(Func<BufferSettings, Accelerators, BenchReport> benchmark, string algorithm, int size, bool decrypt, int batch = 8)
    {
        using var accelerators = new Accelerators(new AcceleratorOptions());
        BenchReport report = benchmark(new BufferSettings(algorithm, size, batch, decrypt, 1, 0.01, Rivals.All, null), accelerators);
        Assert.Equal(0, report.Errors);
        Assert.True(report.Operations > 0 && report.OperationsPerSecond > 0 && report.BytesPerSecond > 0 && report.Baseline.Ratio > 0);
        Assert.NotEmpty(report.Engine);
        return report;
    }
}
