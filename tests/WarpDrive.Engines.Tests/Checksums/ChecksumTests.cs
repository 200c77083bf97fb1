using WarpDrive.Engines.Checksums;
using WarpDrive.Testing;

namespace WarpDrive.Engines.Tests.Checksums;

public sealed class ChecksumTests
{
    [Fact]
    public void The_path_in_use_is_the_best_that_is_supported()
    {
        Assert.True(Crc32.IsSupported(Crc32.Path));
        Assert.True(Crc32C.IsSupported(Crc32C.Path));
        Assert.True(Adler32.IsSupported(Adler32.Path));
        Assert.DoesNotContain(Enum.GetValues<Crc32Path>(), path => path > Crc32.Path && Crc32.IsSupported(path));
        Assert.DoesNotContain(Enum.GetValues<Crc32CPath>(), path => path > Crc32C.Path && Crc32C.IsSupported(path));
        Assert.DoesNotContain(Enum.GetValues<Adler32Path>(), path => path > Adler32.Path && Adler32.IsSupported(path));
    }

    [Fact]
    public void Combining_works_beyond_four_gigabytes()
    {
        // A second part of 2^33 zero bytes, built by doubling.
        uint crc = Crc32.Compute(new byte[1 << 20]);
        uint adler = Adler32.Compute(new byte[1 << 20]);
        long length = 1 << 20;
        for (; length < 1L << 33; length *= 2)
        {
            crc = Crc32.Combine(crc, crc, length);
            adler = Adler32.Combine(adler, adler, length);
        }

        uint tailCrc = Crc32.Compute("tail"u8);
        uint tailAdler = Adler32.Compute("tail"u8);
        uint halfCrc = Crc32.Compute(new byte[1 << 20]);
        for (long n = 1 << 20; n < length / 2; n *= 2)
        {
            halfCrc = Crc32.Combine(halfCrc, halfCrc, n);
        }

        uint rightFirst = Crc32.Combine(halfCrc, Crc32.Combine(halfCrc, tailCrc, 4), (length / 2) + 4);
        Assert.Equal(rightFirst, Crc32.Combine(crc, tailCrc, 4));

        // All bytes are zero, so the first sum stays 1 and the second counts the bytes (RFC 1950 section 9).
        Assert.Equal((uint)(length % 65521 << 16) | 1, adler);
        Assert.Equal(Adler32.Compute("tail"u8, adler), Adler32.Combine(adler, tailAdler, 4));
    }

    [Fact]
    public void A_negative_length_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Crc32.Combine(1, 2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Crc32C.Combine(1, 2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adler32.Combine(1, 2, -1));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        byte[] data = new byte[10_000];
        uint value = Crc32.Compute(data) ^ Adler32.Compute(data) ^ Crc32.Combine(1, 2, 3) ^ Adler32.Combine(1, 2, 3);
        Assert.Equal(0, Allocations.Least(
            100, i => value ^= Crc32.Compute(data, value) ^ Adler32.Compute(data) ^ Crc32.Combine(1, value, 3) ^ Adler32.Combine(1, 2, i)));
        Assert.NotEqual(0u, value);
    }
}
