namespace WarpDrive.Engines.Tests.Checksums;

/// <summary>What every path of every checksum has to fulfil.</summary>
public abstract class ChecksumContract
{
    private static readonly byte[] s_data = MakeData();

    protected abstract bool IsSupported { get; }

    protected abstract uint Initial { get; }

    protected abstract uint Compute(ReadOnlySpan<byte> data, uint seed);

    protected abstract uint Definition(ReadOnlySpan<byte> data, uint seed);

    protected abstract uint Combine(uint first, uint second, long length);

    protected abstract SystemZlib.Checksum? SecondOpinion { get; }

    [Fact]
    public void Every_length_up_to_300_equals_the_definition()
    {
        SkipWithoutInstructions();
        for (int length = 0; length <= 300; length++)
        {
            ReadOnlySpan<byte> data = s_data.AsSpan(3, length);
            Assert.Equal(Definition(data, Initial), Compute(data, Initial));
        }
    }

    [Fact]
    public void Lengths_around_the_edges_equal_the_definition()
    {
        SkipWithoutInstructions();
        foreach (int length in (int[])[511, 512, 513, 4095, 4096, 4097, 5551, 5552, 5553, 65535, 65536, 65537, 299_999])
        {
            ReadOnlySpan<byte> data = s_data.AsSpan(1, length);
            Assert.Equal(Definition(data, Initial), Compute(data, Initial));
        }
    }

    [Fact]
    public void Every_alignment_gives_the_same_value()
    {
        SkipWithoutInstructions();
        byte[] copy = new byte[1100 + 64];
        ReadOnlySpan<byte> data = s_data.AsSpan(0, 1100);
        uint expected = Definition(data, Initial);
        for (int offset = 0; offset < 64; offset++)
        {
            data.CopyTo(copy.AsSpan(offset));
            Assert.Equal(expected, Compute(copy.AsSpan(offset, 1100), Initial));
        }
    }

    [Fact]
    public void Two_parts_give_the_value_of_the_whole_by_seed_and_by_combining()
    {
        SkipWithoutInstructions();
        ReadOnlySpan<byte> data = s_data.AsSpan(0, 1500);
        uint whole = Definition(data, Initial);
        for (int cut = 0; cut <= data.Length; cut += cut < 80 ? 1 : 71)
        {
            uint first = Compute(data[..cut], Initial);
            Assert.Equal(whole, Compute(data[cut..], first));
            Assert.Equal(whole, Combine(first, Compute(data[cut..], Initial), data.Length - cut));
        }
    }

    [Fact]
    public void Runs_of_the_largest_byte_do_not_overflow()
    {
        SkipWithoutInstructions();
        byte[] data = new byte[700_000];
        data.AsSpan().Fill(0xFF);
        Assert.Equal(Definition(data, 0xFFF0FFF0), Compute(data, 0xFFF0FFF0));
    }

    [Fact]
    public void Arbitrary_seeds_equal_the_definition()
    {
        SkipWithoutInstructions();
        var random = new Random(20);
        for (int i = 0; i < 300; i++)
        {
            // Below 65521 in both halves, so that the seed is a possible Adler-32 too.
            uint seed = ((uint)random.Next(65521) << 16) | (uint)random.Next(65521);
            ReadOnlySpan<byte> data = s_data.AsSpan(random.Next(1000), random.Next(2000));
            Assert.Equal(Definition(data, seed), Compute(data, seed));
        }
    }

    [Fact]
    public void The_second_opinion_agrees()
    {
        SkipWithoutInstructions();
        SystemZlib.Checksum? opinion = SecondOpinion;
        Assert.SkipWhen(opinion is null, "libz.so.1 is not installed");
        var random = new Random(21);
        for (int i = 0; i < 500; i++)
        {
            ReadOnlySpan<byte> data = s_data.AsSpan(random.Next(100), random.Next(i % 10 == 0 ? 290_000 : 3000));
            uint seed = i % 2 == 0 ? Initial : Definition(data[..(data.Length / 2)], Initial);
            Assert.Equal(opinion(data, seed), Compute(data, seed));
        }
    }

    private static byte[] MakeData()
    {
        var data = new byte[300_000];
        new Random(19).NextBytes(data);
        return data;
    }

    private void SkipWithoutInstructions() =>
        Assert.SkipUnless(IsSupported, "this machine lacks the instructions of this path");
}
