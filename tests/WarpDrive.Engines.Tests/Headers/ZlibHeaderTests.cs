using WarpDrive.Engines.Headers;

namespace WarpDrive.Engines.Tests.Headers;

public sealed class ZlibHeaderTests
{
    [Fact]
    public void Every_pair_of_bytes_is_judged_as_the_standard_has_it()
    {
        int good = 0;
        for (int value = 0; value <= 0xFFFF; value++)
        {
            byte cmf = (byte)(value >> 8);
            byte flg = (byte)value;
            HeaderStatus expected = value % 31 != 0 ? HeaderStatus.BadMagic
                : (cmf & 15) != 8 ? HeaderStatus.BadMethod
                : cmf > 0x78 ? HeaderStatus.BadWindowSize
                : (flg & 0x20) != 0 ? HeaderStatus.PresetDictionary
                : HeaderStatus.Ok;
            good += expected == HeaderStatus.Ok ? 1 : 0;
            Assert.Equal(expected, ZlibHeader.TryParse([cmf, flg, 0], out int length));
            Assert.Equal(expected == HeaderStatus.Ok ? 2 : 0, length);

            var parser = default(ZlibHeaderParser);
            Assert.Equal(HeaderStatus.NeedsInput, parser.Parse(default, out int consumed));
            Assert.Equal(HeaderStatus.NeedsInput, parser.Parse([cmf], out consumed));
            Assert.Equal(1, consumed);
            Assert.Equal(expected, parser.Parse([flg, 99], out consumed));
            Assert.Equal(1, consumed);
            Assert.Equal(expected, parser.Parse([99], out consumed));
            Assert.Equal(0, consumed);
        }

        // Eight window sizes, four levels each, with the one FCHECK that fits.
        Assert.InRange(good, 8 * 4, 8 * 5);
    }

    [Theory]
    [InlineData(0x78, 0x01)]
    [InlineData(0x78, 0x5E)]
    [InlineData(0x78, 0x9C)]
    [InlineData(0x78, 0xDA)]
    [InlineData(0x48, 0x89)]
    public void The_headers_that_zlib_writes_are_good(byte cmf, byte flg) =>
        Assert.Equal(HeaderStatus.Ok, ZlibHeader.TryParse([cmf, flg], out _));

    [Fact]
    public void One_byte_needs_another()
    {
        Assert.Equal(HeaderStatus.NeedsInput, ZlibHeader.TryParse(default, out _));
        Assert.Equal(HeaderStatus.NeedsInput, ZlibHeader.TryParse([0x78], out _));
    }

    [Fact]
    public void A_preset_dictionary_is_refused_with_words()
    {
        Assert.Equal(HeaderStatus.PresetDictionary, ZlibHeader.TryParse([0x78, 0xBB, 1, 2, 3, 4], out _));
        Assert.Equal("preset dictionary not supported", HeaderStatus.PresetDictionary.Describe());
        Assert.Equal(Enum.GetValues<HeaderStatus>().Length, Enum.GetValues<HeaderStatus>().Select(status => status.Describe()).Distinct().Count());
    }
}
