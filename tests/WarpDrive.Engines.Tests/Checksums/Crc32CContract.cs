using System.Numerics;
using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public abstract class Crc32CContract : ChecksumContract
{
    protected override bool IsSupported => Crc32C.IsSupported(Path);

    protected override uint Initial => Crc32C.Initial;

    // zlib has no CRC-32C; the runtime takes a byte at a time.
    protected override SystemZlib.Checksum? SecondOpinion => static (data, seed) =>
    {
        uint crc = ~seed;
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    };

    protected abstract Crc32CPath Path { get; }

    [Fact]
    public void The_examples_of_the_rfc_come_out()
    {
        Assert.SkipUnless(IsSupported, "this machine lacks the instructions of this path");

        // RFC 3720 appendix B.4, whose bytes are the checksum's lowest first.
        byte[] ones = new byte[32];
        ones.AsSpan().Fill(0xFF);
        byte[] rising = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] falling = [.. rising.Reverse()];
        byte[] read = Convert.FromHexString(
            "01C00000000000000000000000000000140000000000040000000014000000182800000000000000"
            + "0200000000000000");
        Assert.Equal(0x8A9136AAu, Compute(new byte[32], Crc32C.Initial));
        Assert.Equal(0x62A8AB43u, Compute(ones, Crc32C.Initial));
        Assert.Equal(0x46DD794Eu, Compute(rising, Crc32C.Initial));
        Assert.Equal(0x113FDB5Cu, Compute(falling, Crc32C.Initial));
        Assert.Equal(0xD9963A56u, Compute(read, Crc32C.Initial));
        Assert.Equal(0xE3069283u, Compute("123456789"u8, Crc32C.Initial));
    }

    protected override uint Compute(ReadOnlySpan<byte> data, uint seed) => Crc32C.Compute(data, seed, Path);

    protected override uint Combine(uint first, uint second, long length) => Crc32C.Combine(first, second, length);

    /// <summary>Bit by bit, with the generator of RFC 3720 section 12.1 reflected.</summary>
    protected override uint Definition(ReadOnlySpan<byte> data, uint seed)
    {
        uint crc = ~seed;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }
}
