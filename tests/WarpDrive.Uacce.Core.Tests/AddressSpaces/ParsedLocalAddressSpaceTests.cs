using System.Text;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

public sealed class ParsedLocalAddressSpaceTests : LocalAddressSpaceContract
{
    private protected override LocalAddressSpace Create() => new(pasid: 1, parse: true);

    [Theory]
    [InlineData("55d0c0a00000-55d0c0a21000 rw-p 00000000 00:00 0                          [heap]", 0x55d0c0a00000, 0x55d0c0a21000, true, true, false)]
    [InlineData("7f12a000-7f12b000 r--s 00001000 fe:01 1234567 /a path/with spaces", 0x7f12a000, 0x7f12b000, true, false, true)]
    [InlineData("7ffe0000-7ffe1000 ---p 00000000 00:00 0 ", 0x7ffe0000, 0x7ffe1000, false, false, false)]
    public void Lines_are_read_as_the_manual_page_has_them(string line, ulong start, ulong end, bool read, bool write, bool file)
    {
        Assert.True(ParsedMappings.TryParse(Encoding.ASCII.GetBytes(line), out Mapping mapping));
        Assert.Equal(new Mapping(start, end, read, write, file), mapping);
    }

    [Theory]
    [InlineData("")]
    [InlineData("55d0c0a00000")]
    [InlineData("55d0c0a00000-")]
    [InlineData("55d0c0a00000-55d0c0a21000")]
    [InlineData("55d0c0a21000-55d0c0a00000 rw-p 00000000 00:00 0")]
    [InlineData("55d0c0a00000-55d0c0a21000 rw-p 00000000")]
    [InlineData("zz-zz rw-p 00000000 00:00 0")]
    public void Anything_else_is_no_mapping(string line) =>
        Assert.False(ParsedMappings.TryParse(Encoding.ASCII.GetBytes(line), out _));
}
