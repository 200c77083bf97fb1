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

    [Theory]
    [InlineData(BlockMode.Ecb, 64, true, false, true)]
    [InlineData(BlockMode.Ecb, 64, false, true, false)]
    [InlineData(BlockMode.Cbc, 64, false, true, true)]
    [InlineData(BlockMode.Cbc, 65536, false, true, false)]
    [InlineData(BlockMode.Cbc, 65536, true, true, true)]
    [InlineData(BlockMode.Cbc, 64, false, false, false)]
    [InlineData(BlockMode.Ctr, 64, true, true, false)]
    public void Des_cannot_run_where_the_only_library_lacks_the_mode_or_the_length(BlockMode mode, int length, bool libCrypto, bool ipsecMb, bool can) =>
        Assert.Equal(can, CipherPaths.HasDes(mode, length, libCrypto, ipsecMb));

    [Fact]
    public void What_can_run_does_run_and_aes_and_sm4_always_can()
    {
        Assert.True(CipherEngine.CanRun(CipherKind.Aes, BlockMode.XtsGb, 1 << 20));
        Assert.True(CipherEngine.CanRun(CipherKind.Sm4, BlockMode.CbcCs3, 1 << 20));
        foreach (BlockMode mode in (ReadOnlySpan<BlockMode>)[BlockMode.Ecb, BlockMode.Cbc])
        {
            foreach (int length in (ReadOnlySpan<int>)[8, 65528])
            {
                Assert.Equal(CipherEngine.CanRun(CipherKind.Des, mode, length), Record.Exception(() => Encrypt(mode, length)) is null);
            }
        }
    }

    private static unsafe void Encrypt(BlockMode mode, int length)
    {
        byte[] data = new byte[length];
        byte[] key = [1, 2, 3, 4, 5, 6, 7, 8];
        fixed (byte* at = data)
        fixed (byte* secret = key)
        {
            using var engine = new CipherEngine();
            engine.Run([new CipherJob { Kind = CipherKind.Des, Mode = mode, Key = secret, KeyLength = 8, Iv = secret, Source = at, Destination = at, Length = length }]);
        }

        Assert.Contains(data, b => b != 0);
    }
}
