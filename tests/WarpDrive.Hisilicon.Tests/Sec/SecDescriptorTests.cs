using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Sec;
using SecBd2 = WarpDrive.Hisilicon.Sec.SecBd<WarpDrive.Hisilicon.Sec.SecFormat2>;
using SecBd3 = WarpDrive.Hisilicon.Sec.SecBd<WarpDrive.Hisilicon.Sec.SecFormat3>;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Every field of both formats lies where hisi-sec.md §3 and §4 put it; the positions here are the page's, not the code's.</summary>
public sealed class SecDescriptorTests
{
    private const ulong Long = 0x8877665544332211;

    [Fact]
    public void A_descriptor_has_128_bytes_in_every_view()
    {
        Assert.Equal(128, Unsafe.SizeOf<SecSqe>());
        Assert.Equal(128, Unsafe.SizeOf<SecBd2>());
        Assert.Equal(128, Unsafe.SizeOf<SecBd3>());
    }

    [Fact]
    public void Fields_of_generation_2_lie_where_the_page_says()
    {
        Bits2(0x00, 3, 0, (ref SecBd2 b, uint v) => b.Type = v, (ref SecBd2 b) => b.Type);
        Bits2(0x00, 5, 4, (ref SecBd2 b, uint v) => b.Cipher = (SecCipherAction)v, (ref SecBd2 b) => (uint)b.Cipher);
        Bits2(0x00, 7, 6, (ref SecBd2 b, uint v) => b.Auth = (SecAuthAction)v, (ref SecBd2 b) => (uint)b.Auth);
        Bits2(0x01, 0, 0, (ref SecBd2 b, uint v) => b.IsAuthFirst = v != 0, (ref SecBd2 b) => b.IsAuthFirst ? 1u : 0);
        Bits2(0x01, 2, 1, (ref SecBd2 b, uint v) => b.DestinationUse = v, (ref SecBd2 b) => b.DestinationUse);
        Bits2(0x01, 6, 3, (ref SecBd2 b, uint v) => b.Scene = (SecScene)v, (ref SecBd2 b) => (uint)b.Scene);
        Bits2(0x01, 9, 7, (ref SecBd2 b, uint v) => b.SourceType = (SecAddressType)v, (ref SecBd2 b) => (uint)b.SourceType);
        Bits2(0x02, 4, 2, (ref SecBd2 b, uint v) => b.DestinationType = (SecAddressType)v, (ref SecBd2 b) => (uint)b.DestinationType);
        Bits2(0x02, 7, 5, (ref SecBd2 b, uint v) => b.MacType = (SecAddressType)v, (ref SecBd2 b) => (uint)b.MacType);
        Bits2(0x05, 1, 0, (ref SecBd2 b, uint v) => b.AuthIv = (SecAuthIv)v, (ref SecBd2 b) => (uint)b.AuthIv);
        Bits2(0x05, 3, 2, (ref SecBd2 b, uint v) => b.Padding = v, (ref SecBd2 b) => b.Padding);
        Bits2(0x07, 7, 7, (ref SecBd2 b, uint v) => b.IsInvalid = v != 0, (ref SecBd2 b) => b.IsInvalid ? 1u : 0);
        Bits2(0x08, 4, 0, (ref SecBd2 b, uint v) => b.MacWords = v, (ref SecBd2 b) => b.MacWords);
        Bits2(0x08, 10, 5, (ref SecBd2 b, uint v) => b.AuthKeyWords = v, (ref SecBd2 b) => b.AuthKeyWords);
        Bits2(0x08, 16, 11, (ref SecBd2 b, uint v) => b.AuthAlgorithm = (SecAuthAlgorithm)v, (ref SecBd2 b) => (uint)b.AuthAlgorithm);
        Bits2(0x0c, 5, 0, (ref SecBd2 b, uint v) => b.TagBytes = v, (ref SecBd2 b) => b.TagBytes);
        Bits2(0x0c, 8, 6, (ref SecBd2 b, uint v) => b.Stealing = v, (ref SecBd2 b) => b.Stealing);
        Bits2(0x0c, 11, 9, (ref SecBd2 b, uint v) => b.KeyCode = v, (ref SecBd2 b) => b.KeyCode);
        Bits2(0x0c, 15, 12, (ref SecBd2 b, uint v) => b.CipherMode = (SecCipherMode)v, (ref SecBd2 b) => (uint)b.CipherMode);
        Bits2(0x0e, 3, 0, (ref SecBd2 b, uint v) => b.CipherAlgorithm = (SecCipherAlgorithm)v, (ref SecBd2 b) => (uint)b.CipherAlgorithm);
        Bits2(0x10, 23, 0, (ref SecBd2 b, uint v) => b.AuthLength = (int)v, (ref SecBd2 b) => (uint)b.AuthLength);
        Bits2(0x14, 23, 0, (ref SecBd2 b, uint v) => b.CipherLength = (int)v, (ref SecBd2 b) => (uint)b.CipherLength);
        Bits2(0x18, 15, 0, (ref SecBd2 b, uint v) => b.AuthOffset = (ushort)v, (ref SecBd2 b) => b.AuthOffset);
        Bits2(0x1a, 15, 0, (ref SecBd2 b, uint v) => b.CipherOffset = (ushort)v, (ref SecBd2 b) => b.CipherOffset);
        Bits2(0x28, 15, 0, (ref SecBd2 b, uint v) => b.Tag = (ushort)v, (ref SecBd2 b) => (uint)b.Tag);
        Long2(0x30, (ref SecBd2 b) => b.TotalLength = Long, (ref SecBd2 b) => b.TotalLength);
        Long2(0x38, (ref SecBd2 b) => b.AuthIvAddress = Long, (ref SecBd2 b) => b.AuthIvAddress);
        Long2(0x40, (ref SecBd2 b) => b.AuthKeyAddress = Long, (ref SecBd2 b) => b.AuthKeyAddress);
        Long2(0x48, (ref SecBd2 b) => b.MacAddress = Long, (ref SecBd2 b) => b.MacAddress);
        Long2(0x50, (ref SecBd2 b) => b.CipherIvAddress = Long, (ref SecBd2 b) => b.CipherIvAddress);
        Long2(0x58, (ref SecBd2 b) => b.CipherKeyAddress = Long, (ref SecBd2 b) => b.CipherKeyAddress);
        Long2(0x60, (ref SecBd2 b) => b.SourceAddress = Long, (ref SecBd2 b) => b.SourceAddress);
        Long2(0x68, (ref SecBd2 b) => b.DestinationAddress = Long, (ref SecBd2 b) => b.DestinationAddress);
    }

    [Fact]
    public void Fields_of_generation_3_lie_where_the_page_says()
    {
        Bits3(0x00, 3, 0, (ref SecBd3 b, uint v) => b.Type = v, (ref SecBd3 b) => b.Type);
        Bits3(0x00, 4, 4, (ref SecBd3 b, uint v) => b.IsInvalid = v != 0, (ref SecBd3 b) => b.IsInvalid ? 1u : 0);
        Bits3(0x00, 8, 5, (ref SecBd3 b, uint v) => b.Scene = (SecScene)v, (ref SecBd3 b) => (uint)b.Scene);
        Bits3(0x00, 10, 9, (ref SecBd3 b, uint v) => b.DestinationUse = v, (ref SecBd3 b) => b.DestinationUse);
        Bits3(0x00, 13, 11, (ref SecBd3 b, uint v) => b.SourceType = (SecAddressType)v, (ref SecBd3 b) => (uint)b.SourceType);
        Bits3(0x00, 16, 14, (ref SecBd3 b, uint v) => b.DestinationType = (SecAddressType)v, (ref SecBd3 b) => (uint)b.DestinationType);
        Bits3(0x00, 19, 17, (ref SecBd3 b, uint v) => b.MacType = (SecAddressType)v, (ref SecBd3 b) => (uint)b.MacType);
        Bits3(0x04, 1, 0, (ref SecBd3 b, uint v) => b.Cipher = (SecCipherAction)v, (ref SecBd3 b) => (uint)b.Cipher);
        Bits3(0x04, 9, 4, (ref SecBd3 b, uint v) => b.TagBytes = v, (ref SecBd3 b) => b.TagBytes);
        Bits3(0x04, 12, 10, (ref SecBd3 b, uint v) => b.Stealing = v, (ref SecBd3 b) => b.Stealing);
        Bits3(0x04, 15, 13, (ref SecBd3 b, uint v) => b.KeyCode = v, (ref SecBd3 b) => b.KeyCode);
        Bits3(0x06, 3, 0, (ref SecBd3 b, uint v) => b.CipherMode = (SecCipherMode)v, (ref SecBd3 b) => (uint)b.CipherMode);
        Bits3(0x06, 7, 4, (ref SecBd3 b, uint v) => b.CipherAlgorithm = (SecCipherAlgorithm)v, (ref SecBd3 b) => (uint)b.CipherAlgorithm);
        Bits3(0x07, 6, 6, (ref SecBd3 b, uint v) => b.IsAuthFirst = v != 0, (ref SecBd3 b) => b.IsAuthFirst ? 1u : 0);
        Long3(0x08, (ref SecBd3 b) => b.Tag = Long, (ref SecBd3 b) => b.Tag);
        Long3(0x10, (ref SecBd3 b) => b.SourceAddress = Long, (ref SecBd3 b) => b.SourceAddress);
        Long3(0x18, (ref SecBd3 b) => b.AuthKeyAddress = Long, (ref SecBd3 b) => b.AuthKeyAddress);
        Long3(0x20, (ref SecBd3 b) => b.AuthIvAddress = Long, (ref SecBd3 b) => b.AuthIvAddress);
        Long3(0x30, (ref SecBd3 b) => b.CipherKeyAddress = Long, (ref SecBd3 b) => b.CipherKeyAddress);
        Bits3(0x38, 1, 0, (ref SecBd3 b, uint v) => b.Auth = (SecAuthAction)v, (ref SecBd3 b) => (uint)b.Auth);
        Bits3(0x38, 3, 2, (ref SecBd3 b, uint v) => b.AuthIv = (SecAuthIv)v, (ref SecBd3 b) => (uint)b.AuthIv);
        Bits3(0x38, 8, 4, (ref SecBd3 b, uint v) => b.MacWords = v, (ref SecBd3 b) => b.MacWords);
        Bits3(0x38, 14, 9, (ref SecBd3 b, uint v) => b.AuthKeyWords = v, (ref SecBd3 b) => b.AuthKeyWords);
        Bits3(0x38, 20, 15, (ref SecBd3 b, uint v) => b.AuthAlgorithm = (SecAuthAlgorithm)v, (ref SecBd3 b) => (uint)b.AuthAlgorithm);
        Bits3(0x38, 26, 25, (ref SecBd3 b, uint v) => b.Selector = v, (ref SecBd3 b) => b.Selector);
        Bits3(0x38, 27, 27, (ref SecBd3 b, uint v) => b.IsPrefetch = v != 0, (ref SecBd3 b) => b.IsPrefetch ? 1u : 0);
        Bits3(0x40, 15, 0, (ref SecBd3 b, uint v) => b.AuthOffset = (ushort)v, (ref SecBd3 b) => b.AuthOffset);
        Bits3(0x42, 15, 0, (ref SecBd3 b, uint v) => b.CipherOffset = (ushort)v, (ref SecBd3 b) => b.CipherOffset);
        Bits3(0x44, 23, 0, (ref SecBd3 b, uint v) => b.AuthLength = (int)v, (ref SecBd3 b) => (uint)b.AuthLength);
        Bits3(0x48, 23, 0, (ref SecBd3 b, uint v) => b.CipherLength = (int)v, (ref SecBd3 b) => (uint)b.CipherLength);
        Long3(0x4c, (ref SecBd3 b) => b.DestinationAddress = Long, (ref SecBd3 b) => b.DestinationAddress);
        Long3(0x54, (ref SecBd3 b) => b.MacAddress = Long, (ref SecBd3 b) => b.MacAddress);
        Long3(0x5c, (ref SecBd3 b) => b.CipherIvAddress = Long, (ref SecBd3 b) => b.CipherIvAddress);
        Long3(0x64, (ref SecBd3 b) => b.TotalLength = Long, (ref SecBd3 b) => b.TotalLength);
        Bits3(0x6c, 1, 0, (ref SecBd3 b, uint v) => b.Padding = v, (ref SecBd3 b) => b.Padding);
        Bits3(0x6c, 5, 5, (ref SecBd3 b, uint v) => b.IsMacSelected = v != 0, (ref SecBd3 b) => b.IsMacSelected ? 1u : 0);
    }

    [Fact]
    public void The_results_lie_at_0x70_in_both_formats()
    {
        SecSqe sqe = default;
        sqe.ResultWord = SecResult.Pack(SecResult.IcvMismatch, SecResult.FlagAead);
        sqe.ErrorType = SecStatus.BadList;
        sqe.WarningType = 0x5A;
        sqe.SvaStatus = 0xA5;   // generation 3

        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<SecSqe>(in sqe));
        Assert.Equal([0x85, 0x01, 0x07, 0x5A], bytes.Slice(0x70, 4).ToArray());
        Assert.Equal(0xA5, bytes[0x79]);
        Assert.True(sqe.IsDone);
        Assert.Equal((2u, 3u), (sqe.Icv, sqe.Flag));
    }

    [Fact]
    public void The_type_is_the_low_nibble_of_the_first_byte()
    {
        SecSqe sqe = default;
        MemoryMarshal.AsBytes(new Span<SecSqe>(ref sqe))[0] = 0xF3;
        Assert.Equal(SecSqe.TypeBd3, sqe.Type);
        MemoryMarshal.AsBytes(new Span<SecSqe>(ref sqe))[0] = 0x52;
        Assert.Equal(SecSqe.TypeBd2, sqe.Type);
    }

    [Fact]
    public void Key_codes_are_those_of_the_page()
    {
        Assert.Equal([0u, 1u, 2u], new[] { 16, 24, 32 }.Select(length => SecKeyCode.For(SecCipherAlgorithm.Aes, length)));
        Assert.Equal((1u, 3u), (SecKeyCode.For(SecCipherAlgorithm.TripleDes, 24), SecKeyCode.For(SecCipherAlgorithm.TripleDes, 16)));
        Assert.Equal((1u, 0u), (SecKeyCode.For(SecCipherAlgorithm.Des, 8), SecKeyCode.For(SecCipherAlgorithm.Sm4, 16)));
        Assert.Equal([16, 24, 32, 0], new uint[] { 0, 1, 2, 3 }.Select(code => SecKeyCode.Length(SecCipherAlgorithm.Aes, code)));
        Assert.Equal([0, 24, 0, 16], new uint[] { 0, 1, 2, 3 }.Select(code => SecKeyCode.Length(SecCipherAlgorithm.TripleDes, code)));
    }

    [Fact]
    public void Engine_names_can_be_read_back_and_the_rest_is_unknown()
    {
        foreach (SecEngine engine in Enum.GetValues<SecEngine>())
        {
            bool forced = SecEngineNames.TryParse(SecEngineNames.Describe((ushort)engine), out SecEngine back);
            Assert.Equal(engine is not (SecEngine.Hardware or SecEngine.Driver), forced);
            Assert.True(!forced || back == engine);
        }

        Assert.Equal("ipsec-mb+avx512", SecEngineNames.Describe(SecEngineNames.Pair(SecEngine.IpsecMb, SecEngine.Vector512)));
        Assert.Equal("unknown", SecEngineNames.Describe(0xFFFF));
        Assert.Equal("unknown", SecEngineNames.Describe(9));
        Assert.False(SecEngineNames.TryParse("steam", out _));
    }

    private delegate void Set2(ref SecBd2 bd, uint value);

    private delegate uint Get2(ref SecBd2 bd);

    private delegate void Set3(ref SecBd3 bd, uint value);

    private delegate uint Get3(ref SecBd3 bd);

    private delegate void Fill2(ref SecBd2 bd);

    private delegate ulong Read2(ref SecBd2 bd);

    private delegate void Fill3(ref SecBd3 bd);

    private delegate ulong Read3(ref SecBd3 bd);

    private static void Bits2(int offset, int high, int low, Set2 set, Get2 get)
    {
        foreach ((uint value, byte rest) in Values(high - low + 1))
        {
            SecBd2 bd = default;
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<SecBd2>(ref bd));
            bytes.Fill(rest);
            byte[] expected = Expected(offset, low, high - low + 1, value, rest);
            set(ref bd, value);
            Assert.Equal(expected, bytes.ToArray());
            Assert.Equal(value, get(ref bd));
        }
    }

    private static void Bits3(int offset, int high, int low, Set3 set, Get3 get)
    {
        foreach ((uint value, byte rest) in Values(high - low + 1))
        {
            SecBd3 bd = default;
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<SecBd3>(ref bd));
            bytes.Fill(rest);
            byte[] expected = Expected(offset, low, high - low + 1, value, rest);
            set(ref bd, value);
            Assert.Equal(expected, bytes.ToArray());
            Assert.Equal(value, get(ref bd));
        }
    }

    private static void Long2(int offset, Fill2 fill, Read2 read)
    {
        SecBd2 bd = default;
        fill(ref bd);
        AssertLong(offset, MemoryMarshal.AsBytes(new ReadOnlySpan<SecBd2>(in bd)));
        Assert.Equal(Long, read(ref bd));
    }

    private static void Long3(int offset, Fill3 fill, Read3 read)
    {
        SecBd3 bd = default;
        fill(ref bd);
        AssertLong(offset, MemoryMarshal.AsBytes(new ReadOnlySpan<SecBd3>(in bd)));
        Assert.Equal(Long, read(ref bd));
    }

    private static void AssertLong(int offset, ReadOnlySpan<byte> bytes)
    {
        byte[] expected = new byte[128];
        for (int i = 0; i < 8; i++)
        {
            expected[offset + i] = (byte)((i + 1) * 0x11);
        }

        Assert.Equal(expected, bytes.ToArray());
    }

    /// <summary>All ones, one pattern, and none, over zeros and over ones: a field must not touch its neighbours.</summary>
    private static (uint Value, byte Around)[] Values(int width)
    {
        uint all = (uint)((1ul << width) - 1);
        return [(all, 0x00), (0, 0xFF), (0x55555555 & all, 0x00), (0x55555555 & all, 0xFF)];
    }

    private static byte[] Expected(int offset, int low, int width, uint value, byte rest)
    {
        byte[] expected = new byte[128];
        expected.AsSpan().Fill(rest);
        for (int i = 0; i < width; i++)
        {
            int bit = low + i;
            ref byte at = ref expected[offset + (bit / 8)];
            byte mask = (byte)(1 << (bit % 8));
            at = (byte)(((value >> i) & 1) != 0 ? at | mask : at & ~mask);
        }

        return expected;
    }
}
