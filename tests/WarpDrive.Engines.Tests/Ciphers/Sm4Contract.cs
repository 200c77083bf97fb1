using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>What every path of the SM4 kernels has to fulfil.</summary>
public abstract unsafe partial class Sm4Contract
{
    private protected static readonly byte[] s_data = MakeData();

    private protected delegate void Operation(byte* source, byte* destination, nint length);

    private protected abstract Sm4Path Path { get; }

    private static byte[] Key => Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Fact]
    public void The_first_example_of_the_standard_comes_out()
    {
        SkipWithoutInstructions();

        // GB/T 32907-2016 appendix A.1.
        byte[] cipher = Encrypt(Key, Key);
        Assert.Equal("681EDF34D206965E86B3E94F536E4246", Convert.ToHexString(cipher));
        Assert.Equal(Key, Decrypt(Key, cipher));
    }

    [Fact]
    public void A_million_encryptions_give_the_second_example_of_the_standard()
    {
        SkipWithoutInstructions();

        // GB/T 32907-2016 appendix A.2.
        using var key = new Sm4Key(Key);
        byte[] block = Key;
        fixed (byte* p = block)
        {
            for (int i = 0; i < 1_000_000; i++)
            {
                Sm4Kernels.EcbEncrypt(key, p, p, 16, Path);
            }
        }

        Assert.Equal("595298C7C6FD271F0402F804C33D3F66", Convert.ToHexString(block));
    }

    [Fact]
    public void Blocks_of_any_number_equal_the_reference_both_ways_in_place_and_unaligned()
    {
        SkipWithoutInstructions();
        using var key = new Sm4Key(s_data.AsSpan(7, 16));
        for (int length = 0; length <= 2200; length += 16)
        {
            byte[] data = s_data.AsSpan(length, length).ToArray();
            byte[] expected = Run((s, d, n) => Sm4Kernels.EcbEncrypt(key, s, d, n, Sm4Path.Scalar), data);
            Check((s, d, n) => Sm4Kernels.EcbEncrypt(key, s, d, n, Path), data, expected);
            Check((s, d, n) => Sm4Kernels.EcbDecrypt(key, s, d, n, Path), expected, data);
        }
    }

    [Fact]
    public void Every_byte_goes_through_the_box_of_the_standard()
    {
        SkipWithoutInstructions();

        // Equal blocks under unequal keys, and all bytes in every position: a wrong entry of the S-box shows in a round.
        for (int value = 0; value < 256; value++)
        {
            byte[] data = new byte[64];
            data.AsSpan().Fill((byte)value);
            using var key = new Sm4Key(data.AsSpan(0, 16));
            byte[] expected = Run((s, d, n) => Sm4Kernels.EcbEncrypt(key, s, d, n, Sm4Path.Scalar), data);
            Assert.Equal(expected, Run((s, d, n) => Sm4Kernels.EcbEncrypt(key, s, d, n, Path), data));
        }
    }

    [Fact]
    public void Counter_mode_gives_the_example_of_the_draft()
    {
        SkipWithoutInstructions();

        // draft-ribose-cfrg-sm4-10 appendix A.2.5.1.
        byte[] plain = Convert.FromHexString(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
            + "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBB");
        byte[] iv = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
        using var key = new Sm4Key(Key);
        byte[] cipher = RunWithIv(iv, plain, (v, s, d, n) => Sm4Kernels.Ctr(key, v, s, d, n, Path));
        Assert.Equal(
            "AC3236CB970CC20791364C395A1342D1A3CBC1878C6F30CD074CCE385CDD70C7"
            + "F234BC0E24C11980FD1286310CE37B926E02FCD0FAA0BAF38B2933851D824514",
            Convert.ToHexString(cipher));
    }

    [Fact]
    public void Counter_mode_of_any_length_equals_the_reference()
    {
        SkipWithoutInstructions();
        using var key = new Sm4Key(s_data.AsSpan(9, 16));
        byte[] iv = s_data.AsSpan(33, 16).ToArray();
        for (int length = 0; length <= 2300; length += length < 300 ? 1 : 37)
        {
            byte[] data = s_data.AsSpan(length, length).ToArray();
            byte[] expected = RunWithIv(iv, data, (v, s, d, n) => Sm4Kernels.Ctr(key, v, s, d, n, Sm4Path.Scalar));
            fixed (byte* v = iv)
            {
                byte* counter = v;
                Check((s, d, n) => Sm4Kernels.Ctr(key, counter, s, d, n, Path), data, expected);
            }
        }
    }

    [Theory]
    [InlineData("000000000000000000000000FFFFFFFE")]
    [InlineData("0000000000000000FFFFFFFFFFFFFFF0")]
    [InlineData("00000000FFFFFFFFFFFFFFFFFFFFFFC8")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF9")]
    public void A_counter_carries_into_every_word_and_wraps(string counter)
    {
        SkipWithoutInstructions();
        byte[] iv = Convert.FromHexString(counter);
        using var key = new Sm4Key(Key);
        byte[] data = s_data.AsSpan(0, 4000).ToArray();
        Assert.Equal(
            RunWithIv(iv, data, (v, s, d, n) => Sm4Kernels.Ctr(key, v, s, d, n, Sm4Path.Scalar)),
            RunWithIv(iv, data, (v, s, d, n) => Sm4Kernels.Ctr(key, v, s, d, n, Path)));
    }

    [Fact]
    public void The_system_libcrypto_agrees_on_blocks_and_counters()
    {
        SkipWithoutInstructions();
        Assert.SkipUnless(SystemSm4.IsAvailable, "no libcrypto with SM4 is installed");
        byte[] iv = s_data.AsSpan(90, 16).ToArray();
        for (int length = 0; length <= 300; length++)
        {
            ReadOnlySpan<byte> raw = s_data.AsSpan(length, 16);
            using var key = new Sm4Key(raw);
            byte[] data = s_data.AsSpan(1000 + length, length).ToArray();
            Assert.Equal(SystemSm4.Run("EVP_sm4_ctr", true, raw, iv, data), RunWithIv(iv, data, (v, s, d, n) => Sm4Kernels.Ctr(key, v, s, d, n, Path)));
            if (length % 16 == 0)
            {
                Assert.Equal(SystemSm4.Run("EVP_sm4_ecb", true, raw, default, data), Encrypt(raw, data));
                Assert.Equal(SystemSm4.Run("EVP_sm4_ecb", false, raw, default, data), Decrypt(raw, data));
            }
        }
    }

    private protected static byte[] Run(Operation operation, byte[] data)
    {
        byte[] result = new byte[data.Length];
        fixed (byte* s = data, d = result)
        {
            operation(s, d, data.Length);
        }

        return result;
    }

    private protected delegate void OperationWithIv(byte* iv, byte* source, byte* destination, nint length);

    private protected static byte[] RunWithIv(byte[] iv, byte[] data, OperationWithIv operation)
    {
        byte[] copy = [.. iv];
        byte[] result = new byte[data.Length];
        fixed (byte* v = copy, s = data, d = result)
        {
            operation(v, s, d, data.Length);
        }

        Assert.Equal(iv, copy);
        return result;
    }

    /// <summary>The result is the expected one from buffer to buffer, in place and unaligned, and nothing around it is written.</summary>
    private protected static void Check(Operation operation, byte[] data, byte[] expected)
    {
        Assert.Equal(expected, Run(operation, data));
        int offset = 1 + (data.Length % 15);
        byte[] around = new byte[data.Length + 64];
        around.AsSpan().Fill(0xA5);
        data.CopyTo(around, offset);
        fixed (byte* p = around)
        {
            operation(p + offset, p + offset, data.Length);
        }

        Assert.Equal(expected, around.AsSpan(offset, data.Length).ToArray());
        Assert.Equal(-1, around.AsSpan(0, offset).IndexOfAnyExcept((byte)0xA5));
        Assert.Equal(-1, around.AsSpan(offset + data.Length).IndexOfAnyExcept((byte)0xA5));
    }

    private protected void SkipWithoutInstructions() =>
        Assert.SkipUnless(Sm4Kernels.IsSupported(Path), "this machine lacks the instructions of this path");

    private byte[] Encrypt(ReadOnlySpan<byte> rawKey, byte[] data)
    {
        using var key = new Sm4Key(rawKey);
        return Run((s, d, n) => Sm4Kernels.EcbEncrypt(key, s, d, n, Path), data);
    }

    private byte[] Decrypt(ReadOnlySpan<byte> rawKey, byte[] data)
    {
        using var key = new Sm4Key(rawKey);
        return Run((s, d, n) => Sm4Kernels.EcbDecrypt(key, s, d, n, Path), data);
    }

    private static byte[] MakeData()
    {
        var data = new byte[70_000];
        new Random(32907).NextBytes(data);
        return data;
    }
}
