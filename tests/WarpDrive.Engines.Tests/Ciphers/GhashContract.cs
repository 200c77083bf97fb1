using System.Buffers.Binary;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>What every path of GHASH has to fulfil.</summary>
public abstract unsafe class GhashContract
{
    private static readonly byte[] s_data = MakeData();

    private protected abstract GhashPath Path { get; }

    [Fact]
    public void The_second_test_case_of_the_authors_comes_out()
    {
        SkipWithoutInstructions();

        // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test case 2.
        byte[] h = Convert.FromHexString("66E94BD4EF8A2C3B884CFA59CA342B2E");
        byte[] cipher = Convert.FromHexString("0388DACE60B6A392F328C2B971B2FE78");
        using var key = new GhashKey();
        key.Set(h);
        byte[] sum = new byte[16];
        fixed (byte* s = sum, c = cipher)
        {
            Ghash.Update(key, s, c, 16, Path);
            Ghash.Lengths(key, s, 0, 16, Path);
        }

        Assert.Equal("F38CBB1AD69223DCC3457AE5B6B0F885", Convert.ToHexString(sum));
    }

    [Fact]
    public void Every_length_equals_the_definition()
    {
        SkipWithoutInstructions();
        for (int length = 0; length <= 1200; length += length < 600 ? 1 : 13)
        {
            byte[] h = s_data.AsSpan(length, 16).ToArray();
            byte[] start = s_data.AsSpan(length + 16, 16).ToArray();
            byte[] data = s_data.AsSpan(length + 32, length).ToArray();
            Assert.Equal(Definition(h, start, data), Compute(h, start, data));
        }
    }

    [Fact]
    public void A_stream_may_stop_between_any_blocks()
    {
        SkipWithoutInstructions();
        byte[] h = s_data.AsSpan(5, 16).ToArray();
        byte[] data = s_data.AsSpan(100, 800).ToArray();
        byte[] whole = Definition(h, new byte[16], data);
        for (int cut = 0; cut <= data.Length; cut += 16)
        {
            byte[] first = Compute(h, new byte[16], data[..cut]);
            Assert.Equal(whole, Compute(h, first, data[cut..]));
        }
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("80000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000001")]
    [InlineData("00000000000000000000000000000000")]
    public void Extreme_keys_equal_the_definition(string key)
    {
        SkipWithoutInstructions();
        byte[] h = Convert.FromHexString(key);
        byte[] ones = new byte[1000];
        ones.AsSpan().Fill(0xFF);
        Assert.Equal(Definition(h, ones[..16], ones), Compute(h, ones[..16], ones));
    }

    private byte[] Compute(byte[] h, byte[] start, byte[] data)
    {
        using var key = new GhashKey();
        key.Set(h);
        byte[] sum = [.. start];
        fixed (byte* s = sum, d = data)
        {
            Ghash.Update(key, s, d, data.Length, Path);
        }

        return sum;
    }

    /// <summary>Bit by bit, as SP 800-38D sections 6.3 and 6.4 have it: bit 0 is the highest.</summary>
    private static byte[] Definition(byte[] h, byte[] start, byte[] data)
    {
        UInt128 key = BinaryPrimitives.ReadUInt128BigEndian(h);
        UInt128 y = BinaryPrimitives.ReadUInt128BigEndian(start);
        for (int at = 0; at < data.Length; at += 16)
        {
            byte[] block = new byte[16];
            data.AsSpan(at, Math.Min(16, data.Length - at)).CopyTo(block);
            UInt128 x = y ^ BinaryPrimitives.ReadUInt128BigEndian(block);
            UInt128 v = key;
            y = 0;
            for (int i = 127; i >= 0; i--)
            {
                y ^= ((x >> i) & 1) != 0 ? v : 0;
                v = (v & 1) != 0 ? (v >> 1) ^ ((UInt128)0xE1 << 120) : v >> 1;
            }
        }

        byte[] result = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(result, y);
        return result;
    }

    private void SkipWithoutInstructions() =>
        Assert.SkipUnless(Ghash.IsSupported(Path), "this machine lacks the instructions of this path");

    private static byte[] MakeData()
    {
        var data = new byte[4000];
        new Random(38).NextBytes(data);
        return data;
    }
}
