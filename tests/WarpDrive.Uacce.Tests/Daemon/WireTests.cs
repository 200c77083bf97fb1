using System.Text;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Uacce.Tests.Daemon;

/// <summary>Every message against bytes written by hand from uacced.md, so that client and server cannot misread it alike.</summary>
public sealed class WireTests
{
    private static readonly Guid s_token = new(Enumerable.Range(0xA0, 16).Select(b => (byte)b).ToArray());
    private const string Token = "A0A1A2A3A4A5A6A7A8A9AAABACADAEAF";

    private static string Pad(string name) => Convert.ToHexString(Encoding.UTF8.GetBytes(name)).PadRight(128, '0');

    private static WireName Name(string name)
    {
        Assert.True(WireName.TryCreate(name, out WireName wire));
        return wire;
    }

    private static void Golden<T>(T message, string hex)
        where T : unmanaged
    {
        byte[] expected = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] room = new byte[WireLimits.Packet];
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(Wire.Write(room, message)));
        Assert.True(Wire.TryReadExact(expected, out T read));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(Wire.Write(room, read)));
        Assert.False(Wire.TryReadExact<T>(expected.AsSpan(1), out _));
        Assert.False(Wire.TryReadExact<T>(new byte[expected.Length + 1], out _));
        Assert.True(Wire.TryReadHeader(expected, out WireHeader header));
        Assert.Equal(expected.Length, (int)header.Bytes);
        Assert.False(Wire.TryReadHeader(expected.AsSpan(1), out _));
    }

    [Fact]
    public void Hello_has_the_bytes_of_the_specification() =>
        Golden(
            new HelloRequest
            {
                Header = WireHeader.Request(WireType.Hello, 7, HelloRequest.Size),
                Magic = WireLimits.Magic,
                LowestVersion = 1,
                HighestVersion = 0x0302,
                Space = s_token,
                Flags = HelloRequest.HasMemory,
            },
            $"30000000 0100 0000 07000000 00000000 55414344 0100 0203 {Token} 01000000 00000000");

    [Fact]
    public void The_reply_to_hello_has_the_bytes_of_the_specification() =>
        Golden(
            new HelloReply
            {
                Header = WireHeader.Reply(WireHeader.Request(WireType.Hello, 7, HelloRequest.Size), HelloReply.Size, -(int)Errno.EPROTONOSUPPORT),
                Version = 1,
                LowestVersion = 2,
                HighestVersion = 3,
                Instance = s_token,
                Flags = HelloReply.HasSva | HelloReply.IsEnding,
                PageSize = 4096,
                Queues = 64,
                LargestPacket = WireLimits.Packet,
                ReservedBytes = 1UL << 33,
            },
            $"50000000 0180 0000 07000000 A3FFFFFF 0100 0200 0300 0000 {Token} 03000000 00100000 40000000 00100000 0000000002000000 {new string('0', 32)}");

    [Fact]
    public void List_and_its_reply_have_the_bytes_of_the_specification()
    {
        WireHeader request = WireHeader.Request(WireType.List, 1, ListRequest.Size);
        Golden(new ListRequest { Header = request, First = 5 }, "14000000 0200 0000 01000000 00000000 05000000");
        Golden(new ListReply { Header = WireHeader.Reply(request, ListReply.Size), Total = 9, Count = 4 }, "18000000 0280 0000 01000000 00000000 09000000 04000000");
        Assert.Equal(63, ListReply.MostNames);
    }

    [Theory]
    [InlineData((int)WireType.Read, "0300")]
    [InlineData((int)WireType.Write, "0400")]
    public void Attributes_have_the_bytes_of_the_specification(int type, string bytes) =>
        Golden(
            new AttributeRequest { Header = WireHeader.Request((WireType)type, 2, AttributeRequest.Size), Device = Name("hisi_zip-0"), Attribute = Name("flags") },
            $"90000000 {bytes} 0000 02000000 00000000 {Pad("hisi_zip-0")} {Pad("flags")}");

    [Fact]
    public void Channel_and_its_reply_have_the_bytes_of_the_specification()
    {
        WireHeader request = WireHeader.Request(WireType.Channel, 3, ChannelRequest.Size);
        Golden(new ChannelRequest { Header = request, Device = Name("wd-12") }, $"50000000 0500 0000 03000000 00000000 {Pad("wd-12")}");
        Golden(
            new ChannelReply { Header = WireHeader.Reply(request, ChannelReply.Size), Channel = 1, Slots = 1024, Length = 4096 },
            "20000000 0580 0000 03000000 00000000 01000000 00040000 00100000 00000000");
    }

    [Fact]
    public void Open_and_its_reply_have_the_bytes_of_the_specification()
    {
        WireHeader request = WireHeader.Request(WireType.Open, 0x01020304, OpenRequest.Size);
        Golden(new OpenRequest { Header = request, Device = Name("ü"), Channel = 6 }, $"58000000 0600 0000 04030201 00000000 {Pad("ü")} 06000000 00000000");
        Golden(
            new OpenReply
            {
                Header = WireHeader.Reply(request, OpenReply.Size),
                Queue = 0x10,
                Number = 0x11,
                Slot = 0x12,
                Pasid = 0x13,
                MmioLength = 0x14,
                DusLength = 0x15,
                CtlLength = 0x16,
                SqDepth = 0x17,
                CqDepth = 0x18,
                DoorbellOffset = 0x19,
                QueueMask = 0x1A,
                ReservedMask = 0x1B,
                CommandShift = 0x1C,
                CommandMask = 0x1D,
                IndexShift = 0x1E,
                PriorityShift = 0x1F,
                PriorityMask = 0x20,
                DeviceFlags = 0x21,
            },
            "60000000 0680 0000 04030201 00000000 10000000 11000000 12000000 13000000 14000000 15000000 16000000 17000000 18000000 19000000"
            + "1A00000000000000 1B00000000000000 1C000000 1D000000 1E000000 1F000000 20000000 21000000");
    }

    [Fact]
    public void Map_and_unmap_have_the_bytes_of_the_specification()
    {
        Golden(
            new MapRequest { Header = WireHeader.Request(WireType.Map, 4, MapRequest.Size), Queue = 5, Region = 2, Length = 0x12345678A, Address = 0x7F0000001000 },
            "28000000 0700 0000 04000000 00000000 05000000 02000000 8A67452301000000 0010000000 7F0000");
        Golden(new UnmapRequest { Header = WireHeader.Request(WireType.Unmap, 4, UnmapRequest.Size), Queue = 5, Region = 3 }, "18000000 0800 0000 04000000 00000000 05000000 03000000");
    }

    [Fact]
    public void Ioctl_close_and_statistics_have_the_bytes_of_the_specification()
    {
        Golden(
            new IoctlRequest { Header = WireHeader.Request(WireType.Ioctl, 4, IoctlRequest.Size), Queue = 5, Command = 0x80085703 },
            "18000000 0900 0000 04000000 00000000 05000000 03570880");
        Golden(new CloseRequest { Header = WireHeader.Request(WireType.Close, 4, CloseRequest.Size), Queue = 5 }, "14000000 0A00 0000 04000000 00000000 05000000");
        WireHeader request = WireHeader.Request(WireType.Statistics, 4, StatisticsRequest.Size);
        Golden(new StatisticsRequest { Header = request, Scope = StatisticsRequest.All }, "18000000 0B00 0000 04000000 00000000 01000000 00000000");
        Golden(new StatisticsReply { Header = WireHeader.Reply(request, StatisticsReply.Size), Length = 0x0102030405 }, "18000000 0B80 0000 04000000 00000000 0504030201000000");
    }

    [Fact]
    public void A_refusal_is_a_header_with_words_behind_it()
    {
        byte[] room = new byte[WireLimits.Packet];
        Span<byte> packet = Wire.WriteRefusal(room, WireHeader.Request(WireType.Open, 9, OpenRequest.Size), Errno.EDQUOT, "two queues");
        Assert.Equal("1A000000" + "0680" + "0000" + "09000000" + "86FFFFFF" + Convert.ToHexString("two queues"u8), Convert.ToHexString(packet));
        Assert.True(Wire.TryReadHeader(packet, out WireHeader header));
        Assert.Equal(Errno.EDQUOT, header.Errno);
    }

    [Fact]
    public void Words_end_at_a_whole_character_and_carry_no_control_characters()
    {
        byte[] room = new byte[WireLimits.Packet];
        Span<byte> packet = Wire.WriteRefusal(room, WireHeader.Request(WireType.Open, 9, OpenRequest.Size), Errno.EIO, "a" + new string('€', 400));
        Assert.Equal(WireHeader.Size + 1 + (170 * 3), packet.Length);
        Assert.Equal("a" + new string('€', 170), Wire.ReadWords(packet[WireHeader.Size..]));
        Assert.Equal("a b�c", Wire.ReadWords([(byte)'a', 0x1B, (byte)'b', 0xFF, (byte)'c']));
    }

    [Fact]
    public void Names_are_terminated_padded_and_in_their_limits()
    {
        Assert.False(WireName.TryCreate("", out _));
        Assert.False(WireName.TryCreate(new string('x', 64), out _));
        Assert.False(WireName.TryCreate(new string('ü', 32), out _));
        Assert.False(WireName.TryCreate("a\0b", out _));
        Assert.True(WireName.TryCreate(new string('x', 63), out WireName longest));
        Assert.True(longest.TryRead(out string? text));
        Assert.Equal(new string('x', 63), text);

        WireName unterminated = longest;
        unterminated[63] = (byte)'x';
        Assert.False(unterminated.TryRead(out _));
        WireName unpadded = Name("a");
        unpadded[5] = 1;
        Assert.False(unpadded.TryRead(out _));
        WireName foreign = Name("a");
        foreign[0] = 0xFF;
        Assert.False(foreign.TryRead(out _));
        Assert.False(default(WireName).TryRead(out _));
    }

    [Fact]
    public void Reserved_fields_are_seen()
    {
        var hello = new HelloRequest { Header = WireHeader.Request(WireType.Hello, 1, HelloRequest.Size) };
        Assert.True(hello.IsPlain);
        Assert.False((hello with { Reserved = 1 }).IsPlain);
        hello.Header.Reserved = 1;
        Assert.False(hello.IsPlain);
        hello.Header.Reserved = 0;
        hello.Header.Status = 1;
        Assert.False(hello.IsPlain);
    }

    [Fact]
    public void A_variable_part_has_its_limit()
    {
        byte[] packet = new byte[IoctlRequest.Size + 4];
        Assert.True(Wire.TryRead(packet, 4, out IoctlRequest _, out ReadOnlySpan<byte> behind));
        Assert.Equal(4, behind.Length);
        Assert.False(Wire.TryRead(packet, 3, out IoctlRequest _, out _));
        Assert.False(Wire.TryRead(packet.AsSpan(0, IoctlRequest.Size - 1), 4, out IoctlRequest _, out _));
    }
}
