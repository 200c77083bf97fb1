using System.Security.Cryptography;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Ciphers of the device by hand-made descriptors (hisi-sec.md §6.1, §13).</summary>
public sealed class DeviceCipherTests
{
    private const int Encrypt = 1;
    private const int Decrypt = 2;
    private const int Des = 0;
    private const int TripleDes = 1;
    private const int Aes = 2;
    private const int Sm4 = 3;
    private const int Ecb = 0;
    private const int Cbc = 1;
    private const int Cfb = 2;
    private const int Ofb = 3;
    private const int Ctr = 4;
    private const int Xts = 7;
    private const int CbcCs = 9;

    [Theory]
    [InlineData(2, 0, "a74d726c11196a32be04e001ff29d0c7932f9f3ec29bfcb64dd17f63cbd3ea31")]
    [InlineData(3, 0, "a74d726c11196a32be04e001ff29d0c7932f9f3ec29bfcb64dd17f63cbd3ea31")]
    [InlineData(3, 2, "a74d726c11196a32be04e001ff29d0c7932f9f3ec29bfcb64dd17f63cbd3ea31")]
    [InlineData(3, 1, "a74d726c11196a32be04e001ff29d0c7724feef81d666ae5afdfe4649544fcf5")]
    public void The_selector_of_sm4_xts_chooses_the_tweak_by_1_only(int type, int selector, string expected)
    {
        using var bench = new SecBench();
        ulong key = bench.Arena.Put([.. Enumerable.Repeat((byte)0x11, 16), .. Enumerable.Repeat((byte)0x22, 16)]);
        ulong tweak = bench.Arena.Put([.. Enumerable.Repeat((byte)0x33, 5), .. new byte[11]]);
        ulong data = bench.Arena.Put(Enumerable.Repeat((byte)0x44, 32).ToArray());
        ulong output = bench.Arena.Take(32);

        Bd bd = Bd.Cipher(type, Encrypt, Sm4, Xts, 0, data, output, 32, key, tweak);
        SecAnswer answer = bench.Run(type == 3 ? bd.Selector(selector) : bd);

        Assert.Equal((0, 2, 0), (answer.Error, answer.Flag, answer.Icv));
        Assert.Equal(expected, Convert.ToHexStringLower(bench.Read(output, 32)));
        bd = Bd.Cipher(type, Decrypt, Sm4, Xts, 0, output, output, 32, key, tweak);
        Assert.Equal(0, bench.Run(type == 3 ? bd.Selector(selector) : bd).Error);
        Assert.True(bench.Read(output, 32).All(b => b == 0x44));
    }

    [Theory]
    [InlineData(31, 1, "97687268d6ecccc0c07b25e25ecfe5fc00783e0efdb2c1d445d4c8eff7ed22")]
    [InlineData(31, 2, "fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5")]
    [InlineData(31, 3, "fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5")]
    [InlineData(32, 1, "97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a8")]
    [InlineData(32, 2, "97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a8")]
    [InlineData(32, 3, "39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584")]
    public void The_width_chooses_the_variant_of_ciphertext_stealing(int length, int width, string expected)
    {
        using var bench = new SecBench();
        ulong key = bench.Arena.Put("chicken teriyaki"u8);   // RFC 3962
        byte[] plain = "I would like the General Gau's C"u8[..length].ToArray();
        ulong data = bench.Arena.Put(plain);
        ulong iv = bench.Arena.Put(new byte[16]);

        Assert.Equal(0, bench.Run(Bd.Cipher(3, Encrypt, Aes, CbcCs, 0, data, 0, length, key, iv).InPlace().Width(width)).Error);
        Assert.Equal(expected, Convert.ToHexStringLower(bench.Read(data, length)));
        Assert.Equal(0, bench.Run(Bd.Cipher(3, Decrypt, Aes, CbcCs, 0, data, 0, length, key, iv).InPlace().Width(width)).Error);
        Assert.Equal(plain, bench.Read(data, length));
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(3, 0, false)]
    [InlineData(3, 0, true)]
    [InlineData(3, 5, false)]
    public void Aes_and_triple_des_equal_the_runtime(int type, int window, bool direct)
    {
        using var bench = new SecBench(window: window, direct: direct);
        var random = new Random(3201);
        foreach ((int algorithm, int code, int keyLength) in
            (ReadOnlySpan<(int, int, int)>)[(Aes, 0, 16), (Aes, 1, 24), (Aes, 2, 32), (Des, 0, 8), (Des, 5, 8), (TripleDes, 1, 24), (TripleDes, 3, 16)])
        {
            foreach (bool isCbc in (bool[])[false, true])
            {
                bench.Arena.Rewind();
                byte[] key = new byte[keyLength];
                byte[] iv = new byte[algorithm == Aes ? 16 : 8];
                byte[] data = new byte[16 * random.Next(1, 100)];
                random.NextBytes(key);
                random.NextBytes(iv);
                random.NextBytes(data);
                using SymmetricAlgorithm peer = algorithm switch { Aes => System.Security.Cryptography.Aes.Create(), Des => DES.Create(), _ => TripleDES.Create() };
                peer.Key = algorithm == TripleDes && keyLength == 16 ? [.. key, .. key[..8]] : key;
                byte[] expected = isCbc ? peer.EncryptCbc(data, iv, PaddingMode.None) : peer.EncryptEcb(data, PaddingMode.None);
                ulong secret = bench.Arena.Put(key);
                ulong first = bench.Arena.Put(iv);
                ulong source = bench.Arena.Put(data);
                ulong output = bench.Arena.Take(data.Length);

                SecAnswer answer = bench.Run(Bd.Cipher(type, Encrypt, algorithm, isCbc ? Cbc : Ecb, code, source, output, data.Length, secret, isCbc ? first : 0));
                Assert.Equal((0, 2), (answer.Error, answer.Flag));
                Assert.Equal(expected, bench.Read(output, data.Length));
                Assert.Equal(iv, bench.Read(first, iv.Length));   // the driver's to update, not the device's

                Assert.Equal(0, bench.Run(Bd.Cipher(type, Decrypt, algorithm, isCbc ? Cbc : Ecb, code, output, 0, data.Length, secret, first).InPlace()).Error);
                Assert.Equal(data, bench.Read(output, data.Length));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Every_mode_decrypts_what_it_encrypted_whatever_cuts_the_data(int window)
    {
        using var bench = new SecBench(window: window);
        var random = new Random(3202);
        byte[] data = new byte[83];
        byte[] key = new byte[64];
        random.NextBytes(data);
        random.NextBytes(key);
        foreach (int algorithm in (int[])[Aes, Sm4])
        {
            foreach ((int mode, int width) in (ReadOnlySpan<(int, int)>)[(Cfb, 0), (Ofb, 0), (Ctr, 0), (Xts, 0), (CbcCs, 1), (CbcCs, 2), (CbcCs, 3)])
            {
                for (int cut = 1; cut < data.Length; cut += 3)
                {
                    bench.Arena.Rewind();
                    ulong secret = bench.Arena.Put(key);
                    ulong iv = bench.Arena.Put(key.AsSpan(40, 16));
                    ulong flat = bench.Arena.Put(data);
                    ulong output = bench.Arena.Take(data.Length);
                    ulong back = bench.Arena.Put(new byte[data.Length + 8]);
                    Bd Make(int action) => Bd.Cipher(3, action, algorithm, mode, 0, 0, 0, data.Length, secret, iv).Width(width).Selector(2);

                    // Flat to flat; the same from a list; the same to a list; and back from list to list, at another cut.
                    Assert.Equal(0, bench.Run(Make(Encrypt).Source(flat).Destination(output)).Error);
                    byte[] expected = bench.Read(output, data.Length);
                    Assert.NotEqual(data, expected);
                    ulong source = SecLists.Put(bench.Arena, 1, data[..cut], data[cut..]);
                    ulong other = bench.Arena.Take(data.Length);
                    Assert.Equal(0, bench.Run(Make(Encrypt).SourceList(source).Destination(other)).Error);
                    Assert.Equal(expected, bench.Read(other, data.Length));
                    ulong third = bench.Arena.Take(data.Length);
                    ulong target = SecLists.Over(bench.Arena, 3, (third, cut), (third + (ulong)cut, data.Length - cut));
                    Assert.Equal(0, bench.Run(Make(Encrypt).Source(flat).DestinationList(target)).Error);
                    Assert.Equal(expected, bench.Read(third, data.Length));
                    ulong backList = SecLists.Over(bench.Arena, 2, (back, data.Length - cut), (back + (ulong)(data.Length - cut), cut + 8));
                    Assert.Equal(0, bench.Run(Make(Decrypt).SourceList(target).DestinationList(backList)).Error);
                    Assert.Equal([.. data, .. new byte[8]], bench.Read(back, data.Length + 8));
                }
            }
        }
    }

    [Fact]
    public void A_list_is_encrypted_in_place()
    {
        using var bench = new SecBench();
        byte[] data = new byte[100];
        new Random(3204).NextBytes(data);
        ulong key = bench.Arena.Put(data.AsSpan(0, 16));
        ulong buffer = bench.Arena.Put(data);
        ulong output = bench.Arena.Take(100);
        ulong list = SecLists.Over(bench.Arena, 2, (buffer, 33), (buffer + 33, 33), (buffer + 66, 34));

        Assert.Equal(0, bench.Run(Bd.Cipher(3, Encrypt, Aes, Ctr, 0, buffer, output, 100, key, key)).Error);
        Assert.Equal(0, bench.Run(Bd.Cipher(3, Encrypt, Aes, Ctr, 0, 0, 0, 100, key, key).SourceList(list).InPlace()).Error);

        Assert.Equal(bench.Read(output, 100), bench.Read(buffer, 100));
    }

    [Fact]
    public void Counter_mode_begins_with_the_iv_and_counts_128_bits()
    {
        using var bench = new SecBench();
        byte[] key = new byte[16];
        using var peer = System.Security.Cryptography.Aes.Create();
        peer.Key = key;
        byte[] expected = peer.EncryptEcb([.. Enumerable.Repeat((byte)0xFF, 16), .. new byte[16]], PaddingMode.None);
        ulong iv = bench.Arena.Put(Enumerable.Repeat((byte)0xFF, 16).ToArray());
        ulong data = bench.Arena.Put(new byte[32]);

        Assert.Equal(0, bench.Run(Bd.Cipher(3, Encrypt, Aes, Ctr, 0, data, 0, 32, bench.Arena.Put(key), iv).InPlace().Selector(2)).Error);

        Assert.Equal(expected, bench.Read(data, 32));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(-1)]
    [InlineData(-17)]
    public void Source_and_destination_may_overlap_anyhow(int shift)
    {
        using var bench = new SecBench(direct: true);
        byte[] data = new byte[160];
        new Random(3203).NextBytes(data);
        byte[] key = data[..16];
        using var peer = System.Security.Cryptography.Aes.Create();
        peer.Key = key;
        byte[] expected = peer.EncryptCbc(data, key, PaddingMode.None);
        ulong secret = bench.Arena.Put(key);
        bench.Arena.Take(64);
        ulong source = bench.Arena.Put(data);
        bench.Arena.Take(64);

        Assert.Equal(0, bench.Run(Bd.Cipher(3, Encrypt, Aes, Cbc, 0, source, source + (ulong)shift, data.Length, secret, secret)).Error);

        Assert.Equal(expected, bench.Read(source + (ulong)shift, data.Length));
    }

    [Fact]
    public void A_chain_of_ciphers_in_place_runs_in_order()
    {
        using var bench = new SecBench(direct: true);
        byte[] key = new byte[16];
        ulong secret = bench.Arena.Put(key);
        ulong iv = bench.Arena.Put(new byte[16]);
        ulong buffer = bench.Arena.Put(new byte[64]);
        using var peer = System.Security.Cryptography.Aes.Create();
        peer.Key = key;
        byte[] expected = new byte[64];
        for (int i = 0; i < 10; i++)
        {
            bench.Submit(Bd.Cipher(3, Encrypt, Aes, Cbc, 0, buffer, 0, 64, secret, iv).InPlace());
            expected = peer.EncryptCbc(expected, new byte[16], PaddingMode.None);
        }

        Assert.Equal(10, bench.Step());
        Assert.Equal(expected, bench.Read(buffer, 64));
    }

    [Fact]
    public void An_output_may_be_the_next_key()
    {
        using var bench = new SecBench(direct: true);
        byte[] message = "label"u8.ToArray();
        ulong data = bench.Arena.Put(message);
        ulong first = bench.Arena.Put(new byte[32]);
        ulong second = bench.Arena.Take(32);
        ulong third = bench.Arena.Take(32);
        bench.Submit(Bd.Digest(3, 0x11, data, 5, second, 8).AuthKey(first).AuthKeyWords(8));
        bench.Submit(Bd.Digest(3, 0x11, data, 5, third, 8).AuthKey(second).AuthKeyWords(8));

        Assert.Equal(2, bench.Step());

        Assert.Equal(HMACSHA256.HashData(HMACSHA256.HashData(new byte[32], message), message), bench.Read(third, 32));
    }
}
