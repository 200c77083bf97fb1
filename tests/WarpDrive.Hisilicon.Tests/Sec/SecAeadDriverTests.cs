using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>The descriptors of AEAD requests, byte by byte as hisi-sec.md §3, §4 and §7 have them.</summary>
public sealed unsafe class SecAeadDriverTests
{
    private const ulong Source = 0x0000_1122_3344_5566;
    private const ulong Destination = 0x0000_7788_99AA_BBC0;
    private const ulong Key = 0x0000_0102_0304_0508;
    private const ulong Iv = 0x0000_0A0B_0C0D_0E00;
    private const ulong Mac = 0x0000_5152_5354_5558;
    private const ulong AuthKey = 0x0000_6162_6364_6568;

    private static readonly AeadRequest s_gcm = new()
    {
        Tag = 5,
        Algorithm = AeadAlgorithm.AesGcm,
        Source = Source,
        Destination = Destination,
        AssociatedLength = 0x14,
        PayloadLength = 0x4D,
        Key = Key,
        KeyLength = 16,
        Iv = Iv,
        Mac = Mac,
        MacLength = 16,
    };

    private static readonly AeadRequest s_cbc = s_gcm with
    {
        Algorithm = AeadAlgorithm.AesCbcHmac,
        Hash = DigestAlgorithm.Sha256,
        AssociatedLength = 16,
        PayloadLength = 64,
        KeyLength = 32,
        AuthKey = AuthKey,
        AuthKeyLength = 32,
        MacLength = 32,
    };

    [Fact]
    public void Gcm_in_generation_2()
    {
        using var bench = new SecDriverBench(2);
        using AeadQueue queue = bench.Aeads();

        Completion done = SecDriverBench.Run(queue, s_gcm);

        // 0x00: type 2, cipher 1; 0x01: de 1, scene 1; 0x0c: 16 bytes of tag, mode 6 << 12.
        bench.AssertTaken(
            "00: 12 0A", "0c: 10 60 02", "10: 14", "14: 4D", "1a: 14", "38: 000E0D0C 0B0A0000", "40: 08050403 02010000", "48: 58555453 52510000",
            "50: 000E0D0C 0B0A0000", "58: 08050403 02010000", "60: 66554433 22110000", "68: C0BBAA99 88770000");
        Assert.Equal((RequestStatus.Ok, 0x4D), (done.Status, done.Produced));

        SecDriverBench.Run(queue, s_gcm with { Decrypt = true, KeyLength = 24, MacLength = 12 });
        byte[] taken = bench.Device.Taken[^1];
        Assert.Equal([0x22, 0x0B], taken[..2]);                  // cipher 2, seq 1
        Assert.Equal([0x0C, 0x62], taken[0x0c..0x0e]);           // 12 bytes of tag, key code 1 << 9
    }

    [Fact]
    public void Gcm_in_generation_3()
    {
        using var bench = new SecDriverBench(3);
        using AeadQueue queue = bench.Aeads();

        SecDriverBench.Run(queue, s_gcm with { Algorithm = AeadAlgorithm.Sm4Gcm });

        // 0x04: cipher 1, tag 16 << 4; 0x06: mode 6, SM4 3 << 4.
        bench.AssertTaken(
            "00: 23 02", "04: 01 01 36", "10: 66554433 22110000", "18: 08050403 02010000", "20: 000E0D0C 0B0A0000", "30: 08050403 02010000",
            "38: 00 00 00 08", "42: 14", "44: 14", "48: 4D", "4c: C0BBAA99 88770000", "54: 58555453 52510000", "5c: 000E0D0C 0B0A0000");
    }

    [Fact]
    public void Cbc_and_hmac_in_generation_2()
    {
        using var bench = new SecDriverBench(2);
        using AeadQueue queue = bench.Aeads();

        SecDriverBench.Run(queue, s_cbc with { Hash = DigestAlgorithm.Sha1, AuthKeyLength = 20, MacLength = 20, KeyLength = 16 });

        // auth 1 << 6; 5 words of MAC, 5 of key << 5, a_alg 0x10 << 11.
        bench.AssertTaken(
            "00: 52 0A", "08: A5 80", "0c: 00 10 02", "10: 50", "14: 40", "1a: 10", "40: 68656463 62610000", "48: 58555453 52510000",
            "50: 000E0D0C 0B0A0000", "58: 08050403 02010000", "60: 66554433 22110000", "68: C0BBAA99 88770000");
    }

    [Fact]
    public void Cbc_and_hmac_in_generation_3()
    {
        using var bench = new SecDriverBench(3);
        using AeadQueue queue = bench.Aeads();

        SecDriverBench.Run(queue, s_cbc with { Decrypt = true });

        // 0x04: cipher 2, key code 2 << 13; 0x07: seq << 6; 0x38: auth 2, 8 words << 4, 8 of key << 9, a_alg 0x11 << 15.
        bench.AssertTaken(
            "00: 23 02", "04: 02 40 21 40", "10: 66554433 22110000", "18: 68656463 62610000", "30: 08050403 02010000",
            "38: 82 90 08 08", "42: 10", "44: 50", "48: 40", "4c: C0BBAA99 88770000", "54: 58555453 52510000", "5c: 000E0D0C 0B0A0000");
    }

    [Theory]
    [InlineData(1, 3, 12, 5, 0x2345, "69", "010203040506070809101112132345")]
    [InlineData(3, 3, 12, 5, 0x12345, "6B", "0102030405060708091011" + "00012345")]
    [InlineData(7, 3, 16, 0, 0x12345, "3F", "01020304050607" + "0000000000012345")]
    [InlineData(1, 2, 4, 1, 16, "49", "01020304050607080910111213" + "0010")]
    public void Ccm_blocks_are_built_in_private_memory(int flags, int generation, int tagLength, int associated, int payload, string first, string rest)
    {
        using var bench = new SecDriverBench(generation);
        using AeadQueue queue = bench.Aeads();
        byte[] iv = [(byte)flags, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10, 0x11, 0x12, 0x13, 0xEE, 0xEE];
        byte[] before = [.. iv];
        ulong at = 0;
        string counter = "", block = "";
        bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
        {
            bool isBd2 = sqe.Type == SecSqe.TypeBd2;
            at = isBd2 ? sqe.Bd2.CipherIvAddress : sqe.Bd3.CipherIvAddress;
            counter = Hex(at);
            block = Hex(isBd2 ? sqe.Bd2.AuthIvAddress : sqe.Bd3.AuthIvAddress);
            sqe.ResultWord = SecResult.Pack(0, 3);
        };
        fixed (byte* ivAt = iv)
        {
            SecDriverBench.Run(queue, s_gcm with
            {
                Algorithm = AeadAlgorithm.AesCcm,
                Iv = (ulong)ivAt,
                MacLength = tagLength,
                AssociatedLength = associated,
                PayloadLength = payload,
            });
        }

        int nonce = 14 - flags;
        Assert.Equal($"{flags:X2}{Convert.ToHexString(before.AsSpan(1, nonce))}{new string('0', 2 * flags)}01", counter);
        Assert.Equal(first + rest, block);
        Assert.Equal(before, iv);
        Assert.Equal(new string('0', 32), Hex(at));   // wiped
        byte[] taken = bench.Device.Taken[^1];
        Assert.Equal(tagLength, generation == 2 ? taken[0x0c] & 0x3F : (BitConverter.ToUInt16(taken, 4) >> 4) & 0x3F);
        Assert.Equal(5, generation == 2 ? taken[0x0d] >> 4 : taken[6] & 0xF);
    }

    [Fact]
    public void An_hmac_key_is_extended_to_whole_words()
    {
        using var bench = new SecDriverBench(3);
        using AeadQueue queue = bench.Aeads();
        byte[] key = [1, 2, 3, 4, 5];
        string seen = "";
        bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
        {
            seen = Hex(sqe.Bd3.AuthKeyAddress);
            Assert.Equal(2u, sqe.Bd3.AuthKeyWords);
            sqe.ResultWord = SecResult.Pack(0, 3);
        };
        fixed (byte* at = key)
        {
            SecDriverBench.Run(queue, s_cbc with { AuthKey = (ulong)at, AuthKeyLength = 5 });
        }

        Assert.Equal("0102030405" + new string('0', 22), seen);
    }

    [Fact]
    public void No_plaintext_is_left_when_the_tag_does_not_match()
    {
        foreach (bool scattered in (bool[])[false, true])
        {
            using var bench = new SecDriverBench(3);
            using AeadQueue queue = bench.Aeads();
            byte[] data = [.. Enumerable.Repeat((byte)7, 128)];
            bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) => sqe.ResultWord = SecResult.Pack(SecResult.IcvMismatch, 3);
            fixed (byte* at = data)
            {
                AeadRequest request = s_gcm with { Decrypt = true, Source = (ulong)at, Destination = (ulong)at, AssociatedLength = 10, PayloadLength = 50 };
                if (scattered)
                {
                    request.DestinationList = [new((ulong)at, 7), new((ulong)at + 7, 20), new((ulong)at + 27, 40)];
                }

                Completion done = SecDriverBench.Run(queue, request);

                Assert.Equal((RequestStatus.TagMismatch, 0), (done.Status, done.Produced));
                Assert.Contains("tag does not match", queue.Describe(in done), StringComparison.Ordinal);
            }

            Assert.Equal([.. Enumerable.Repeat((byte)7, 10), .. new byte[50], .. Enumerable.Repeat((byte)7, 68)], data);
        }
    }

    [Fact]
    public void Requests_that_cannot_be_are_refused_with_words()
    {
        using var b2 = new SecDriverBench(2);
        using var b3 = new SecDriverBench(3);
        using AeadQueue v2 = b2.Aeads();
        using AeadQueue v3 = b3.Aeads();
        byte* ccmIv = stackalloc byte[16];
        AeadRequest ccm = s_gcm with { Algorithm = AeadAlgorithm.AesCcm, Iv = (ulong)ccmIv };
        foreach (AeadQueue queue in (AeadQueue[])[v2, v3])
        {
            Refused(queue, s_gcm with { Algorithm = (AeadAlgorithm)6 }, "unknown");
            Refused(queue, s_gcm with { Key = 0 }, "null");
            Refused(queue, s_gcm with { Iv = 0 }, "null");
            Refused(queue, s_gcm with { Mac = 0 }, "null");
            Refused(queue, s_gcm with { Source = 0 }, "null");
            Refused(queue, s_gcm with { Destination = 0 }, "null");
            Refused(queue, s_gcm with { KeyLength = 15 }, "AES key");
            Refused(queue, s_gcm with { AssociatedLength = 65536 }, "65535");
            Refused(queue, s_gcm with { AssociatedLength = -1 }, "65535");
            Refused(queue, s_gcm with { PayloadLength = 0xFF_FE00 - 0x13 }, "16776704");
            Refused(queue, s_gcm with { PayloadLength = -1 }, "16776704");
            Refused(queue, s_gcm with { AssociatedLength = 0, PayloadLength = 0 }, "without data");
            Refused(queue, s_gcm with { MacLength = 7 }, "8 to 16");
            Refused(queue, s_gcm with { MacLength = 17 }, "8 to 16");
            Refused(queue, s_gcm with { Destination = Source + 1 }, "overlap");
            Refused(queue, s_gcm with { SourceList = [new(64, 0x60)] }, "less");
            Refused(queue, s_cbc with { PayloadLength = 63 }, "whole blocks");
            Refused(queue, s_cbc with { PayloadLength = 0 }, "whole blocks");
            Refused(queue, s_cbc with { MacLength = 33 }, "HMAC tag");
            Refused(queue, s_cbc with { MacLength = 36 }, "HMAC tag");
            Refused(queue, s_cbc with { AuthKeyLength = 65 }, "HMAC key");
            Refused(queue, s_cbc with { AuthKey = 0 }, "HMAC key is null");
            Refused(queue, s_cbc with { Hash = DigestAlgorithm.Md5, MacLength = 16 }, "CBC goes with");
            ccmIv[0] = 1;
            Refused(queue, ccm with { AssociatedLength = 65280 }, "65279");
            Refused(queue, ccm with { MacLength = 5 }, "even");
            Refused(queue, ccm with { MacLength = 2 }, "even");
            Refused(queue, ccm with { PayloadLength = 65536 }, "length field");
            ccmIv[0] = 0;
            Refused(queue, ccm, "1 to 7");
            ccmIv[0] = 8;
            Refused(queue, ccm, "1 to 7");
            Refused(queue, ccm with { Part = StreamPart.First }, "only GCM");
        }

        Refused(v2, s_gcm with { Algorithm = AeadAlgorithm.Sm4Gcm }, "AES only");
        Refused(v2, s_gcm with { PayloadLength = 0 }, "empty payload");
        Refused(v2, s_cbc with { Hash = DigestAlgorithm.Sm3 }, "CBC goes with");
        Refused(v3, s_gcm with { Algorithm = AeadAlgorithm.Sm4Gcm, KeyLength = 32 }, "SM4 key 16");
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(v3, s_cbc with { Hash = DigestAlgorithm.Sm3 }).Status);
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(v3, s_gcm with { PayloadLength = 0, Destination = 0 }).Status);
        Assert.Equal(Mac, BitConverter.ToUInt64(b3.Device.Taken[^1], 0x4c));
    }

    [Fact]
    public void Without_shared_addresses_ccm_needs_memory_and_gcm_does_not()
    {
        using var bench = new SecDriverBench(3, sva: false);
        using AeadQueue queue = bench.Aeads();
        byte* iv = stackalloc byte[16];
        iv[0] = 2;

        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, s_gcm).Status);
        Refused(queue, s_gcm with { SourceList = [new(64, 1000)] }, "virtual addressing");
        Refused(queue, s_gcm with { Algorithm = AeadAlgorithm.AesCcm, Iv = (ulong)iv }, "reserved memory");
        void* memory = NativeMemory.AlignedAlloc((nuint)queue.PrivateBytesPerRequest, 64);
        NativeMemory.Clear(memory, (nuint)queue.PrivateBytesPerRequest);
        queue.GivePrivateMemory((ulong)memory, queue.PrivateBytesPerRequest);
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, s_gcm with { Algorithm = AeadAlgorithm.AesCcm, Iv = (ulong)iv }).Status);
        Assert.InRange(BitConverter.ToUInt64(bench.Device.Taken[^1], 0x5c), (ulong)memory, (ulong)memory + (ulong)queue.PrivateBytesPerRequest - 16);
        queue.Dispose();
        NativeMemory.AlignedFree(memory);
    }

    private static string Hex(ulong address) => Convert.ToHexString(new ReadOnlySpan<byte>((void*)address, 16));

    private static void Refused(AeadQueue queue, AeadRequest request, string word) =>
        Assert.Contains(word, SecDriverBench.Refusal(queue, request), StringComparison.Ordinal);
}
