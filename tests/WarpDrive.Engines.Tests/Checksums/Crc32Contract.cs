using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public abstract class Crc32Contract : ChecksumContract
{
    protected override uint Initial => Crc32.Initial;

    protected override SystemZlib.Checksum? SecondOpinion => SystemZlib.Crc32;

    [Fact]
    public void The_check_value_of_the_catalogue_comes_out()
    {
        Assert.SkipUnless(IsSupported, "this machine lacks the instructions of this path");
        Assert.Equal(0xCBF43926u, Compute("123456789"u8, Crc32.Initial));
        Assert.Equal(0xF3507961u, Compute("WarpDrive"u8, Crc32.Initial));
    }

    protected override uint Combine(uint first, uint second, long length) => Crc32.Combine(first, second, length);

    /// <summary>Bit by bit, as RFC 1952 section 8 has it.</summary>
    protected override uint Definition(ReadOnlySpan<byte> data, uint seed)
    {
        uint crc = ~seed;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
