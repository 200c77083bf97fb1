using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>SM4 jobs of one call that share lanes.</summary>
public sealed class CipherEngineSm4Tests
{
    [Theory]
    [InlineData(BlockMode.Cbc)]
    [InlineData(BlockMode.Cfb)]
    [InlineData(BlockMode.Ofb)]
    [InlineData(BlockMode.CbcCs1)]
    [InlineData(BlockMode.CbcCs2)]
    [InlineData(BlockMode.CbcCs3)]
    public void Messages_whose_blocks_wait_for_each_other_run_side_by_side_and_equal_the_reference(BlockMode mode)
    {
        var random = new Random(41);
        using var engine = new CipherEngine();
        foreach (int count in (int[])[1, 2, 40, 127, 128, 129, 300])
        {
            CipherCase[] cases = new CipherCase[count];
            byte[][] expected = new byte[count][];
            for (int i = 0; i < count; i++)
            {
                byte[] key = new byte[16], iv = new byte[16];
                byte[] data = new byte[mode == BlockMode.Cbc ? 16 * random.Next(1, 12) : random.Next(16, 180)];
                random.NextBytes(key);
                random.NextBytes(iv);
                random.NextBytes(data);
                cases[i] = new CipherCase(CipherKind.Sm4, mode, false, key, iv, data, inPlace: i % 2 == 0, offset: i % 16);
                expected[i] = ReferenceModes.Encrypt(CipherKind.Sm4, mode, key, iv, data);
            }

            CipherJob[] jobs = [.. cases.Select(c => c.Job)];
            engine.Run(jobs);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(expected[i], cases[i].Result);

                // A round ends early when a set of the key cache is full, which may leave the last message alone.
                Assert.InRange(jobs[i].Lanes, i < Math.Min(count - 1, 128) ? 2 : 1, count == 1 ? 1 : 64);
                Assert.Equal(CipherPaths.OfSm4(Sm4Path.Auto), jobs[i].Path);
            }
        }
    }

    [Fact]
    public void A_call_that_ended_with_an_exception_leaves_no_lanes_to_the_next()
    {
        using var engine = new CipherEngine(CipherPath.Managed);
        byte[] zeros = new byte[16];
        var lost = new CipherCase(CipherKind.Sm4, BlockMode.Cbc, false, zeros, zeros, new byte[32], inPlace: true);
        CipherJob impossible = lost.Job;
        impossible.KeyLength = 3;
        Assert.ThrowsAny<Exception>(() => engine.Run(new[] { lost.Job, impossible }));
        Assert.Equal(new byte[32], lost.Result);

        var next = new CipherCase(CipherKind.Sm4, BlockMode.Cbc, false, zeros, zeros, new byte[32]);
        engine.Run(new[] { next.Job });
        Assert.Equal(ReferenceModes.Encrypt(CipherKind.Sm4, BlockMode.Cbc, zeros, zeros, new byte[32]), next.Result);
        Assert.Equal(new byte[32], lost.Result);
    }
}
