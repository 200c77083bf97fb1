using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>Paths that are there are taken, paths that are missing are refused with a reason.</summary>
public sealed class CipherPathTests
{
    [Theory]
    [InlineData(CipherPath.Auto)]
    [InlineData(CipherPath.Managed)]
    [InlineData(CipherPath.LibCrypto)]
    [InlineData(CipherPath.IpsecMb)]
    [InlineData(CipherPath.Vector128)]
    [InlineData(CipherPath.Vector256)]
    [InlineData(CipherPath.Vector512)]
    public void A_forced_path_is_taken_or_refused_at_construction(CipherPath path)
    {
        string reason = CipherPaths.ReasonAgainst(path);
        if (reason.Length == 0)
        {
            new CipherEngine(path).Dispose();
            new AeadEngine(path).Dispose();
            new MacEngine(path).Dispose();
        }
        else
        {
            Assert.Contains(reason, Assert.Throws<PlatformNotSupportedException>(() => new CipherEngine(path)).Message, StringComparison.Ordinal);
            Assert.Throws<PlatformNotSupportedException>(() => new AeadEngine(path));
            Assert.Throws<PlatformNotSupportedException>(() => new MacEngine(path));
        }
    }

    [Fact]
    public void Aes_and_sm4_are_always_there_and_des_only_in_two_modes()
    {
        foreach (BlockMode mode in Enum.GetValues<BlockMode>())
        {
            Assert.True(CipherEngine.IsAvailable(CipherPath.Auto, CipherKind.Aes, mode));
            Assert.True(CipherEngine.IsAvailable(CipherPath.Managed, CipherKind.Sm4, mode));
            Assert.False(CipherEngine.IsAvailable(CipherPath.Auto, CipherKind.Des, mode) && mode > BlockMode.Cbc);
        }
    }

    [Fact]
    public void Jobs_that_run_together_say_how_many()
    {
        using var engine = new CipherEngine();
        CipherCase[] cases =
        [
            .. Enumerable.Range(0, 40).Select(
                i => new CipherCase(i < 20 ? CipherKind.Aes : CipherKind.Sm4, BlockMode.Cbc, false, new byte[16], new byte[16], new byte[1024]))
        ];
        CipherJob[] jobs = [.. cases.Select(c => c.Job)];
        engine.Run(jobs);
        Assert.All(jobs, job => Assert.True(job.Lanes > 1 || job.Path is CipherPath.LibCrypto or CipherPath.Managed, $"{job.Kind} {job.Path}"));

        engine.Run(jobs.AsSpan(0, 1));
        Assert.Equal(1, jobs[0].Lanes);
        GC.KeepAlive(cases);
    }
}
