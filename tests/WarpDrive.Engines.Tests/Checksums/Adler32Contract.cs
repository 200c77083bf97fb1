using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public abstract class Adler32Contract : ChecksumContract
{
    protected override uint Initial => Adler32.Initial;

    protected override SystemZlib.Checksum? SecondOpinion => SystemZlib.Adler32;

    [Fact]
    public void The_well_known_value_comes_out()
    {
        Assert.SkipUnless(IsSupported, "this machine lacks the instructions of this path");
        Assert.Equal(0x11E60398u, Compute("Wikipedia"u8, Adler32.Initial));
    }

    protected override uint Combine(uint first, uint second, long length) => Adler32.Combine(first, second, length);

    /// <summary>Byte by byte with 64-bit sums, as RFC 1950 section 9 has it.</summary>
    protected override uint Definition(ReadOnlySpan<byte> data, uint seed)
    {
        ulong a = seed & 0xFFFF;
        ulong b = seed >> 16;
        foreach (byte value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return (uint)((b << 16) | a);
    }
}
