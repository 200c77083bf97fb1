using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>The descriptors of cipher requests, byte by byte as hisi-sec.md §3–§6.1 has them.</summary>
public sealed unsafe class SecCipherDriverTests
{
    private const ulong Source = 0x0000_1122_3344_5566;
    private const ulong Destination = 0x0000_7788_99AA_BBC0;
    private const ulong Key = 0x0000_0102_0304_0508;
    private const ulong Iv = 0x0000_0A0B_0C0D_0E00;

    private static readonly CipherRequest s_cbc = new()
    {
        Tag = 0xBEEF,
        Algorithm = CipherAlgorithm.Aes,
        Mode = CipherMode.Cbc,
        Source = Source,
        Destination = Destination,
        Length = 0x12340,
        Key = Key,
        KeyLength = 32,
        Iv = Iv,
    };

    [Fact]
    public void Aes_256_cbc_in_generation_2()
    {
        using var bench = new SecDriverBench(2);
        using CipherQueue queue = bench.Ciphers();

        Completion done = SecDriverBench.Run(queue, s_cbc);

        // 0x00: type 2, cipher 1 << 4; 0x01: de 1 << 1, scene 1 << 3; 0x0c: key code 2 << 9, mode 1 << 12; 0x0e: AES 2.
        bench.AssertTaken(
            "00: 12 0A", "0c: 00 14 02", "14: 40 23 01", "50: 000E0D0C 0B0A0000", "58: 08050403 02010000", "60: 66554433 22110000", "68: C0BBAA99 88770000");
        Assert.Equal((RequestStatus.Ok, 0x12340), (done.Status, done.Produced));
    }

    [Fact]
    public void Aes_256_cbc_in_generation_3()
    {
        using var bench = new SecDriverBench(3);
        using CipherQueue queue = bench.Ciphers();

        SecDriverBench.Run(queue, s_cbc with { Decrypt = true });

        // 0x00: type 3, scene 1 << 5, de 1 << 9; 0x04: cipher 2, key code 2 << 13; 0x06: mode 1, AES 2 << 4.
        bench.AssertTaken(
            "00: 23 02", "04: 02 40 21", "10: 66554433 22110000", "30: 08050403 02010000", "48: 40 23 01", "4c: C0BBAA99 88770000", "5c: 000E0D0C 0B0A0000");
    }

    [Theory]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Ecb, 16, 0x0000, 0x02)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Cbc, 24, 0x1200, 0x02)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Xts, 32, 0x7000, 0x02)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Xts, 64, 0x7400, 0x02)]
    [InlineData(CipherAlgorithm.Sm4, CipherMode.Ecb, 16, 0x0000, 0x03)]
    [InlineData(CipherAlgorithm.Sm4, CipherMode.Cbc, 16, 0x1000, 0x03)]
    [InlineData(CipherAlgorithm.Sm4, CipherMode.Xts, 32, 0x7000, 0x03)]
    [InlineData(CipherAlgorithm.Des, CipherMode.Cbc, 8, 0x1200, 0x00)]
    [InlineData(CipherAlgorithm.TripleDes, CipherMode.Ecb, 24, 0x0200, 0x01)]
    [InlineData(CipherAlgorithm.TripleDes, CipherMode.Cbc, 16, 0x1600, 0x01)]
    public void Codes_of_generation_2(CipherAlgorithm algorithm, CipherMode mode, int keyLength, int word, int code)
    {
        using var bench = new SecDriverBench(2);
        using CipherQueue queue = bench.Ciphers();
        byte[] key = [.. Enumerable.Range(1, keyLength).Select(i => (byte)(i * 37))];
        fixed (byte* at = key)
        {
            SecDriverBench.Run(queue, s_cbc with { Algorithm = algorithm, Mode = mode, Key = (ulong)at, KeyLength = keyLength });
        }

        byte[] taken = bench.Device.Taken[^1];
        Assert.Equal(((ushort)word, (byte)code), (BitConverter.ToUInt16(taken, 0x0c), taken[0x0e]));
        Assert.Equal(mode == CipherMode.Ecb ? 0 : Iv, BitConverter.ToUInt64(taken, 0x50));
    }

    [Theory]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Ecb, 16, 0x0001, 0x20, 0)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Cbc, 24, 0x2001, 0x21, 0)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Cfb, 16, 0x0001, 0x22, 0)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Ofb, 32, 0x4001, 0x23, 0)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Ctr, 16, 0x0001, 0x24, 2)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.Xts, 64, 0x4001, 0x27, 0)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.CbcCs1, 16, 0x0401, 0x29, 0)]
    [InlineData(CipherAlgorithm.Aes, CipherMode.CbcCs2, 16, 0x0801, 0x29, 0)]
    [InlineData(CipherAlgorithm.Sm4, CipherMode.CbcCs3, 16, 0x0C01, 0x39, 0)]
    [InlineData(CipherAlgorithm.Sm4, CipherMode.Ctr, 16, 0x0001, 0x34, 2)]
    [InlineData(CipherAlgorithm.Sm4, CipherMode.Xts, 32, 0x0001, 0x37, 0)]
    [InlineData(CipherAlgorithm.Sm4, CipherMode.XtsGb, 32, 0x0001, 0x37, 1)]
    [InlineData(CipherAlgorithm.Des, CipherMode.Ecb, 8, 0x2001, 0x00, 0)]
    [InlineData(CipherAlgorithm.TripleDes, CipherMode.Cbc, 24, 0x2001, 0x11, 0)]
    [InlineData(CipherAlgorithm.TripleDes, CipherMode.Cbc, 16, 0x6001, 0x11, 0)]
    public void Codes_of_generation_3(CipherAlgorithm algorithm, CipherMode mode, int keyLength, int word, int kind, int selector)
    {
        using var bench = new SecDriverBench(3);
        using CipherQueue queue = bench.Ciphers();
        byte[] key = [.. Enumerable.Range(1, keyLength).Select(i => (byte)(i * 37))];
        fixed (byte* at = key)
        {
            SecDriverBench.Run(queue, s_cbc with { Algorithm = algorithm, Mode = mode, Key = (ulong)at, KeyLength = keyLength });
        }

        byte[] taken = bench.Device.Taken[^1];
        Assert.Equal(((ushort)word, (byte)kind), (BitConverter.ToUInt16(taken, 0x04), taken[0x06]));
        Assert.Equal((uint)selector << 25, BitConverter.ToUInt32(taken, 0x38));
    }

    [Fact]
    public void A_scattered_side_makes_lists_of_both()
    {
        foreach (int generation in (int[])[2, 3])
        {
            using var bench = new SecDriverBench(generation);
            using CipherQueue queue = bench.Ciphers();
            bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
            {
                ulong source = sqe.Type == 2 ? sqe.Bd2.SourceAddress : sqe.Bd3.SourceAddress;
                ulong destination = sqe.Type == 2 ? sqe.Bd2.DestinationAddress : sqe.Bd3.DestinationAddress;
                Assert.Equal((2, 1), (((QmSglHeader*)source)->Entries, ((QmSglHeader*)destination)->Entries));
                Assert.Equal((Destination, 32u), (((QmSglEntry*)(destination + 64))->Address, ((QmSglEntry*)(destination + 64))->Length));
                sqe.ResultWord = 1;
            };

            SecDriverBench.Run(queue, s_cbc with { Length = 32, Source = 0, SourceList = [new(0x1000, 7), new(0x2000, 25)] });

            byte[] taken = bench.Device.Taken[^1];
            Assert.Equal(generation == 2 ? (byte[])[0x12, 0x8A, 0x04] : [0x23, 0x4A, 0x00], taken[..3]);
        }
    }

    [Fact]
    public void Requests_that_cannot_be_are_refused_with_words()
    {
        using var b2 = new SecDriverBench(2);
        using var b3 = new SecDriverBench(3);
        using CipherQueue v2 = b2.Ciphers();
        using CipherQueue v3 = b3.Ciphers();
        foreach (CipherQueue queue in (CipherQueue[])[v2, v3])
        {
            Refused(queue, s_cbc with { Algorithm = (CipherAlgorithm)4 }, "unknown");
            Refused(queue, s_cbc with { Mode = (CipherMode)10 }, "unknown");
            Refused(queue, s_cbc with { Length = 0 }, "16776704");
            Refused(queue, s_cbc with { Length = 0xFF_FE10 }, "16776704");
            Refused(queue, s_cbc with { Length = 17 }, "whole blocks");
            Refused(queue, s_cbc with { Key = 0 }, "key is null");
            Refused(queue, s_cbc with { Iv = 0 }, "IV is null");
            Refused(queue, s_cbc with { KeyLength = 20 }, "16, 24 or 32");
            Refused(queue, s_cbc with { Algorithm = CipherAlgorithm.Sm4 }, "SM4 key 16");
            Refused(queue, s_cbc with { Source = 0 }, "null");
            Refused(queue, s_cbc with { Destination = 0 }, "null");
            Refused(queue, s_cbc with { Destination = Source + 0x1233F }, "overlap");
            Refused(queue, s_cbc with { Destination = Source - 1 }, "overlap");
            Refused(queue, s_cbc with { Mode = CipherMode.Xts, Length = 15, KeyLength = 32 }, "one block");
            Refused(queue, s_cbc with { Mode = CipherMode.Xts, KeyLength = 48 }, "two keys");
            Refused(queue, s_cbc with { Mode = CipherMode.Xts, KeyLength = 64, Algorithm = CipherAlgorithm.Sm4 }, "two keys");
            Refused(queue, s_cbc with { Algorithm = CipherAlgorithm.Des, KeyLength = 7 }, "8 bytes");
            Refused(queue, s_cbc with { Algorithm = CipherAlgorithm.Des, Mode = CipherMode.Ctr, KeyLength = 8 }, "ECB and CBC only");
            Refused(queue, s_cbc with { Algorithm = CipherAlgorithm.TripleDes, KeyLength = 32 }, "3DES");
            Refused(queue, s_cbc with { Algorithm = CipherAlgorithm.TripleDes, KeyLength = 24, Length = 12 }, "blocks of 8");
            Refused(queue, s_cbc with { SourceList = [new(64, 0x1233F)] }, "less");
            Refused(queue, s_cbc with { DestinationList = [new(64, (8 << 20) + 1)] }, "8 MiB");
        }

        foreach (CipherMode mode in (CipherMode[])[CipherMode.Ctr, CipherMode.Ofb, CipherMode.Cfb, CipherMode.CbcCs1, CipherMode.CbcCs2, CipherMode.CbcCs3])
        {
            Refused(v2, s_cbc with { Mode = mode }, "QM v2");
            Refused(v2, s_cbc with { Mode = mode, Algorithm = CipherAlgorithm.Sm4, KeyLength = 16 }, "QM v2");
        }

        Refused(v2, s_cbc with { Mode = CipherMode.XtsGb, Algorithm = CipherAlgorithm.Sm4, KeyLength = 32 }, "QM v2");
        Refused(v3, s_cbc with { Mode = CipherMode.XtsGb }, "SM4 only");
        Refused(v3, s_cbc with { Mode = CipherMode.CbcCs1, Length = 16 }, "stealing");
        Refused(v3, s_cbc with { Mode = CipherMode.CbcCs1, Length = 15, Algorithm = CipherAlgorithm.Sm4, KeyLength = 16 }, "stealing");
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(v3, s_cbc with { Mode = CipherMode.CbcCs1, Length = 17 }).Status);
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(v3, s_cbc with { Mode = CipherMode.CbcCs1, Length = 16, Algorithm = CipherAlgorithm.Sm4, KeyLength = 16 }).Status);
        Assert.Empty(b2.Device.Taken);
    }

    [Theory]
    [InlineData("0101010101010101", true)]
    [InlineData("0000000000000000", true)]    // the same key without parity
    [InlineData("FEFEFEFEFEFEFEFE", true)]
    [InlineData("E0E0E0E0F1F1F1F1", true)]
    [InlineData("1F1F1F1F0E0E0E0E", true)]
    [InlineData("011F011F010E010E", true)]
    [InlineData("1F011F010E010E01", true)]
    [InlineData("01E001E001F101F1", true)]
    [InlineData("E001E001F101F101", true)]
    [InlineData("01FE01FE01FE01FE", true)]
    [InlineData("FE01FE01FE01FE01", true)]
    [InlineData("1FE01FE00EF10EF1", true)]
    [InlineData("E01FE01FF10EF10E", true)]
    [InlineData("1FFE1FFE0EFE0EFE", true)]
    [InlineData("FE1FFE1FFE0EFE0E", true)]
    [InlineData("E0FEE0FEF1FEF1FE", true)]
    [InlineData("FEE0FEE0FEF1FEF1", true)]
    [InlineData("0123456789ABCDEF", false)]
    [InlineData("0101010101010103", false)]
    public void Weak_keys_of_des_are_refused(string hex, bool isWeak)
    {
        using var bench = new SecDriverBench(3);
        using CipherQueue queue = bench.Ciphers();
        byte[] key = Convert.FromHexString(hex);
        fixed (byte* at = key)
        {
            CipherRequest request = s_cbc with { Algorithm = CipherAlgorithm.Des, Mode = CipherMode.Ecb, Key = (ulong)at, KeyLength = 8, Iv = 0 };
            if (isWeak)
            {
                Refused(queue, request, "weak");
            }
            else
            {
                Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, request).Status);
            }
        }
    }

    private static void Refused(CipherQueue queue, CipherRequest request, string word) =>
        Assert.Contains(word, SecDriverBench.Refusal(queue, request), StringComparison.Ordinal);
}
