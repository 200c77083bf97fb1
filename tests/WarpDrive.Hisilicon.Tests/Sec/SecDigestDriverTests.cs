using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>The descriptors of digest requests, byte by byte as hisi-sec.md §3–§6 has them.</summary>
public sealed unsafe class SecDigestDriverTests
{
    private const ulong Source = 0x0000_1122_3344_5566;
    private const ulong Digest = 0x0000_7788_99AA_BBC0;
    private const ulong Key = 0x0000_0102_0304_0508;
    private const ulong Iv = 0x0000_0A0B_0C0D_0E00;

    private static readonly DigestRequest s_sha256 = new()
    {
        Tag = 0xCAFE,
        Algorithm = DigestAlgorithm.Sha256,
        Source = Source,
        SourceLength = 0x12345,
        Digest = Digest,
        DigestLength = 32,
    };

    [Fact]
    public void A_whole_message_in_generation_2()
    {
        using var bench = new SecDriverBench(2);
        using DigestQueue queue = bench.Digests();

        Completion done = SecDriverBench.Run(queue, s_sha256);

        // 0x00: type 2, auth 1; 0x01: scene 1; 0x08: 8 words, a_alg 1 << 11.
        bench.AssertTaken("00: 42 08", "08: 08 08 00 00", "10: 45 23 01", "48: C0BBAA99 88770000", "60: 66554433 22110000");
        Assert.Equal((RequestStatus.Ok, 32, 0xCAFEu), (done.Status, done.Produced, done.Tag));
    }

    [Fact]
    public void A_whole_message_in_generation_3()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();

        SecDriverBench.Run(queue, s_sha256);

        // 0x00: type 3, scene 7 << 5; 0x38: auth 1, 8 words << 4, a_alg 1 << 15; 0x12345 bytes are too many to fetch ahead.
        bench.AssertTaken("00: E3", "10: 66554433 22110000", "38: 81 80 00 00", "44: 45 23 01", "54: C0BBAA99 88770000");
    }

    [Theory]
    [InlineData(3, 0x6000, "81 80 00 08")]
    [InlineData(3, 0x6001, "81 80 00 00")]
    [InlineData(5, 0x6001, "81 80 00 08")]
    public void Short_flat_messages_are_fetched_ahead_and_all_in_generation_5(int generation, int length, string word)
    {
        using var bench = new SecDriverBench(generation);
        using DigestQueue queue = bench.Digests();

        SecDriverBench.Run(queue, s_sha256 with { SourceLength = length });

        Assert.Equal(SecDriverBench.Bytes("38: " + word).AsSpan(0x38, 4), bench.Device.Taken[^1].AsSpan(0x38, 4));
    }

    [Fact]
    public void The_tag_counts_requests_and_has_16_bits_in_generation_2()
    {
        foreach (int generation in (int[])[2, 3])
        {
            using var bench = new SecDriverBench(generation);
            using DigestQueue queue = bench.Digests();
            for (int i = 0; i < 300; i++)
            {
                SecDriverBench.Run(queue, s_sha256);
            }

            byte[] last = bench.Device.Taken[^1];
            Assert.Equal((byte[])[0x2B, 0x01], generation == 2 ? last[0x28..0x2A] : last[0x08..0x0A]);
        }
    }

    [Theory]
    [InlineData(DigestAlgorithm.Sha1, 0x00, 0x10)]
    [InlineData(DigestAlgorithm.Sha256, 0x01, 0x11)]
    [InlineData(DigestAlgorithm.Md5, 0x02, 0x12)]
    [InlineData(DigestAlgorithm.Sha224, 0x03, 0x13)]
    [InlineData(DigestAlgorithm.Sha384, 0x04, 0x14)]
    [InlineData(DigestAlgorithm.Sha512, 0x05, 0x15)]
    [InlineData(DigestAlgorithm.Sha512T224, 0x06, 0x16)]
    [InlineData(DigestAlgorithm.Sha512T256, 0x07, 0x17)]
    [InlineData(DigestAlgorithm.Sm3, 0x25, 0x26)]
    public void Every_digest_has_its_code_in_both_generations(DigestAlgorithm algorithm, int plain, int hmac)
    {
        foreach (int generation in (int[])[2, 3])
        {
            foreach (bool isHmac in (bool[])[false, true])
            {
                using var bench = new SecDriverBench(generation);
                using DigestQueue queue = bench.Digests();
                SecDriverBench.Run(queue, s_sha256 with { Algorithm = algorithm, DigestLength = 4, IsHmac = isHmac, Key = Key, KeyLength = 64 });

                byte[] taken = bench.Device.Taken[^1];
                uint word = BitConverter.ToUInt32(taken, generation == 2 ? 0x08 : 0x38);
                uint code = (uint)(isHmac ? hmac : plain);
                uint keyWords = isHmac ? 16u : 0;
                Assert.Equal(
                    generation == 2 ? 1u | (keyWords << 5) | (code << 11) : 1u | (1u << 4) | (keyWords << 9) | (code << 15),
                    word);
                Assert.Equal(isHmac ? Key : 0, BitConverter.ToUInt64(taken, generation == 2 ? 0x40 : 0x18));
            }
        }
    }

    [Theory]
    [InlineData(DigestAlgorithm.AesXcbcMac96, 16, 12, "E3", "31 08 10 08")]   // a_alg 0x20 << 15, 4 key words << 9, 3 words << 4
    [InlineData(DigestAlgorithm.AesXcbcPrf128, 16, 16, "E3", "41 08 10 08")]
    [InlineData(DigestAlgorithm.AesCmac, 16, 16, "E3", "41 88 10 08")]
    [InlineData(DigestAlgorithm.AesGmac, 24, 16, "23", "45 0C 11 08")]          // scene 1, ai_gen 1 << 2
    public void Macs_of_block_ciphers_in_generation_3(DigestAlgorithm algorithm, int keyLength, int length, string first, string word)
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();

        SecDriverBench.Run(queue, s_sha256 with { Algorithm = algorithm, SourceLength = 0x20, DigestLength = length, Key = Key, KeyLength = keyLength, Iv = Iv });

        bench.AssertTaken(
            "00: " + first, "10: 66554433 22110000", "18: 08050403 02010000", algorithm == DigestAlgorithm.AesGmac ? "20: 000E0D0C 0B0A0000" : "20: 00",
            "38: " + word, "44: 20", "54: C0BBAA99 88770000");
    }

    [Fact]
    public void Parts_in_generation_2()
    {
        using var bench = new SecDriverBench(2);
        using DigestQueue queue = bench.Digests();
        DigestRequest part = s_sha256 with { SourceLength = 0x40, DigestLength = 0 };

        Completion first = SecDriverBench.Run(queue, part with { Part = StreamPart.First });
        bench.AssertTaken("00: 42 08", "05: 04", "08: 00 08", "10: 40", "48: C0BBAA99 88770000", "60: 66554433 22110000");

        SecDriverBench.Run(queue, part with { Part = StreamPart.Middle });
        bench.AssertTaken(
            "00: 42 08", "05: 05", "08: 00 08", "10: 40", "28: 01", "38: C0BBAA99 88770000", "48: C0BBAA99 88770000", "60: 66554433 22110000");

        SecDriverBench.Run(queue, part with { Part = StreamPart.Last, SourceLength = 3, DigestLength = 28, TotalLength = 0x83 });
        bench.AssertTaken(
            "00: 42 08", "05: 01", "08: 07 08", "10: 03", "28: 02", "30: 18 04", "38: C0BBAA99 88770000", "48: C0BBAA99 88770000", "60: 66554433 22110000");
        Assert.Equal(32, first.Produced);
    }

    [Fact]
    public void Parts_in_generation_3()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();
        DigestRequest part = s_sha256 with { Algorithm = DigestAlgorithm.Sha384, IsHmac = true, Key = Key, KeyLength = 128, SourceLength = 0x80, DigestLength = 0 };

        // a_alg 0x14 << 15, 32 key words << 9, 12 words << 4 as the original driver writes them for HMAC.
        Completion first = SecDriverBench.Run(queue, part with { Part = StreamPart.First });
        bench.AssertTaken(
            "00: E3", "10: 66554433 22110000", "18: 08050403 02010000", "38: C1 40 0A 08", "44: 80", "54: C0BBAA99 88770000", "6C: 01");

        SecDriverBench.Run(queue, part with { Part = StreamPart.Middle });
        bench.AssertTaken(
            "00: E3", "08: 01", "10: 66554433 22110000", "18: 08050403 02010000", "20: C0BBAA99 88770000", "38: C5 40 0A 08", "44: 80",
            "54: C0BBAA99 88770000", "6C: 01");

        SecDriverBench.Run(queue, part with { Part = StreamPart.Last, Source = 0, SourceLength = 0, DigestLength = 48, TotalLength = 0x1_0000_0000 });
        bench.AssertTaken(
            "00: E3", "08: 02", "10: C0BBAA99 88770000", "18: 08050403 02010000", "20: C0BBAA99 88770000", "38: C5 40 0A 08",
            "54: C0BBAA99 88770000", "64: 00000000 08000000");
        Assert.Equal(64, first.Produced);
    }

    [Fact]
    public void An_hmac_key_is_extended_to_whole_words_in_private_memory_and_wiped_afterwards()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();
        byte[] key = [1, 2, 3, 4, 5, 6, 7];
        byte[] seen = [];
        ulong where = 0;
        bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
        {
            where = sqe.Bd3.AuthKeyAddress;
            seen = new ReadOnlySpan<byte>((void*)where, 128).ToArray();
            Assert.Equal(2u, sqe.Bd3.AuthKeyWords);
            sqe.ResultWord = SecResult.Pack(0, 1);
        };
        fixed (byte* at = key)
        {
            SecDriverBench.Run(queue, s_sha256 with { IsHmac = true, Key = (ulong)at, KeyLength = 7 });
        }

        Assert.Equal([.. key, .. new byte[121]], seen);
        Assert.Equal(new byte[128], new ReadOnlySpan<byte>((void*)where, 128).ToArray());
    }

    [Fact]
    public void A_key_of_no_bytes_leaves_no_address_0()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();

        SecDriverBench.Run(queue, s_sha256 with { IsHmac = true, Key = 0, KeyLength = 0 });

        Assert.Equal(Digest, BitConverter.ToUInt64(bench.Device.Taken[^1], 0x18));
    }

    [Fact]
    public void A_scattered_message_is_a_list()
    {
        foreach (int generation in (int[])[2, 3])
        {
            using var bench = new SecDriverBench(generation);
            using DigestQueue queue = bench.Digests();
            ulong list = 0;
            bench.Device.Answer = (ref SecSqe sqe, ref QmRequest _) =>
            {
                list = sqe.Type == 2 ? sqe.Bd2.SourceAddress : sqe.Bd3.SourceAddress;
                ref QmSglHeader header = ref *(QmSglHeader*)list;
                QmSglEntry* entry = (QmSglEntry*)(list + 64);
                Assert.Equal((2, 0UL), (header.Entries, header.Next));
                Assert.Equal((0x1000UL, 10u), (entry[0].Address, entry[0].Length));
                Assert.Equal((0x3000UL, 5u), (entry[1].Address, entry[1].Length));   // cut at the length; empty pieces left out
                sqe.ResultWord = SecResult.Pack(0, 1);
            };

            for (int i = 0; i < 100; i++)
            {
                SecDriverBench.Run(queue, s_sha256 with { Source = 0, SourceLength = 15, SourceList = [new(0x1000, 10), new(0x2000, 0), new(0x3000, 9)] });
            }

            byte[] taken = bench.Device.Taken[^1];
            Assert.Equal(generation == 2 ? 0x88 : 0xE3, taken[generation == 2 ? 1 : 0]);
            Assert.Equal(generation == 2 ? 0x00 : 0x08, taken[generation == 2 ? 2 : 1]);
            Assert.Equal(0u, list % 64);
        }
    }

    [Fact]
    public void Requests_that_cannot_be_are_refused_with_words()
    {
        using var b2 = new SecDriverBench(2);
        using var b3 = new SecDriverBench(3);
        using DigestQueue v2 = b2.Digests();
        using DigestQueue v3 = b3.Digests();
        foreach (DigestQueue queue in (DigestQueue[])[v2, v3])
        {
            Refused(queue, s_sha256 with { Algorithm = (DigestAlgorithm)13 }, "unknown");
            Refused(queue, s_sha256 with { SourceLength = -1 }, "16776704");
            Refused(queue, s_sha256 with { SourceLength = 0xFF_FE01 }, "16776704");
            Refused(queue, s_sha256 with { Digest = 0 }, "null");
            Refused(queue, s_sha256 with { Source = 0 }, "null");
            Refused(queue, s_sha256 with { DigestLength = 0 }, "multiple");
            Refused(queue, s_sha256 with { DigestLength = 31 }, "multiple");
            Refused(queue, s_sha256 with { DigestLength = 36 }, "multiple");
            Refused(queue, s_sha256 with { IsHmac = true, Key = Key, KeyLength = 65 }, "block");
            Refused(queue, s_sha256 with { IsHmac = true, Key = 0, KeyLength = 4 }, "key is null");
            Refused(queue, s_sha256 with { Part = StreamPart.First, SourceLength = 63 }, "multiple");
            Refused(queue, s_sha256 with { Part = StreamPart.Middle, SourceLength = 0 }, "not empty");
            Refused(queue, s_sha256 with { Algorithm = DigestAlgorithm.Sha512, Part = StreamPart.First, SourceLength = 64 }, "multiple");
            Refused(queue, s_sha256 with { Part = StreamPart.Last, SourceLength = 3, TotalLength = 3 }, "total");
            Refused(queue, s_sha256 with { Part = StreamPart.Last, SourceLength = 3, TotalLength = 68 }, "total");
            Refused(queue, s_sha256 with { Part = StreamPart.First, SourceLength = 64, SourceList = [new(64, 64)] }, "flat");
            Refused(queue, s_sha256 with { Part = (StreamPart)4 }, "part");
            Refused(queue, s_sha256 with { SourceList = [new(64, 0x12344)] }, "less");
            Refused(queue, s_sha256 with { SourceList = [new(0, 0x12345)] }, "null");
            Refused(queue, s_sha256 with { SourceList = [new(64, -1)] }, "negative");
        }

        Refused(v2, s_sha256 with { SourceLength = 0 }, "empty");
        Refused(v2, s_sha256 with { Algorithm = DigestAlgorithm.AesCmac, Key = Key, KeyLength = 16, DigestLength = 16 }, "block ciphers");
        DigestRequest mac = s_sha256 with { Algorithm = DigestAlgorithm.AesCmac, Key = Key, KeyLength = 16, DigestLength = 16 };
        Refused(v3, mac with { SourceLength = 0 }, "empty");
        Refused(v3, mac with { KeyLength = 24 }, "16 bytes");
        Refused(v3, mac with { Key = 0 }, "null");
        Refused(v3, mac with { Part = StreamPart.First, SourceLength = 64 }, "whole");
        Refused(v3, mac with { Algorithm = DigestAlgorithm.AesXcbcMac96 }, "multiple");
        Refused(v3, mac with { Algorithm = DigestAlgorithm.AesGmac, Iv = 0 }, "IV");
        Refused(v3, mac with { Algorithm = DigestAlgorithm.AesGmac, Iv = Iv, KeyLength = 20 }, "GMAC");
        Assert.Empty(b2.Device.Taken);
        Assert.Empty(b3.Device.Taken);
    }

    [Fact]
    public void Empty_messages_are_taken_by_generation_3_and_as_last_parts()
    {
        using var b2 = new SecDriverBench(2);
        using var b3 = new SecDriverBench(3);
        using DigestQueue v2 = b2.Digests();
        using DigestQueue v3 = b3.Digests();

        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(v3, s_sha256 with { Source = 0, SourceLength = 0 }).Status);
        Assert.Equal(Digest, BitConverter.ToUInt64(b3.Device.Taken[^1], 0x10));
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(v3, s_sha256 with { Source = 0, SourceLength = 0, SourceList = [] }).Status);
        Assert.Equal(
            RequestStatus.Ok,
            SecDriverBench.Run(v3, s_sha256 with { Algorithm = DigestAlgorithm.AesGmac, Source = 0, SourceLength = 0, Key = Key, KeyLength = 16, Iv = Iv, DigestLength = 16 }).Status);
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(v2, s_sha256 with { Part = StreamPart.Last, Source = 0, SourceLength = 0, TotalLength = 64 }).Status);
    }

    [Fact]
    public void One_bad_request_refuses_the_whole_batch()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();

        Assert.Equal(SubmitResult.Refused, queue.TrySend([s_sha256, s_sha256 with { Digest = 0 }], out _));
        Assert.Equal(SubmitResult.Refused, queue.TrySend([.. Enumerable.Repeat(s_sha256, 64)], out string? refusal));
        Assert.Contains("ring", refusal, StringComparison.Ordinal);
        Assert.Equal(0, queue.InFlight);
        Assert.Empty(bench.Device.Taken);
    }

    [Fact]
    public void A_batch_fills_the_ring_in_order_and_then_the_ring_is_full()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests();
        var requests = new DigestRequest[63];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = s_sha256 with { Tag = (uint)(1000 + i), SourceLength = 100 + i };
        }

        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(SubmitResult.Queued, queue.TrySend(requests, out _));
            Assert.Equal(SubmitResult.RingFull, queue.TrySend(requests.AsSpan(0, 1), out _));
            Assert.Equal(63, queue.InFlight);
            var completions = new Completion[100];
            int received = 0;
            while (received < 63)
            {
                Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions.AsSpan(received), out int count));
                received += count;
            }

            Assert.Equal(Enumerable.Range(1000, 63), completions.Take(63).Select(completion => (int)completion.Tag));
            Assert.Equal(Enumerable.Range(100, 63), bench.Device.Taken.TakeLast(63).Select(taken => BitConverter.ToInt32(taken, 0x44)));
        }
    }

    [Fact]
    public void More_scattered_requests_than_lists_wait()
    {
        using var bench = new SecDriverBench(3);
        using DigestQueue queue = bench.Digests(new QueueOptions { ScatterRequests = 2 });
        DigestRequest scattered = s_sha256 with { SourceLength = 4, SourceList = [new(64, 4)] };

        Assert.Equal(SubmitResult.Queued, queue.TrySend([scattered, scattered], out _));
        Assert.Equal(SubmitResult.RingFull, queue.TrySend([scattered], out _));
        Assert.Equal(SubmitResult.Queued, queue.TrySend([s_sha256], out _));
        Assert.Contains("ScatterRequests", SecDriverBench.Refusal(queue, scattered with { SourceLength = 600, SourceList = [.. Enumerable.Repeat(new ScatterSegment(64, 1), 600)] }), StringComparison.Ordinal);
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(new Completion[10], out _));
        Assert.Equal(SubmitResult.Queued, queue.TrySend([scattered, scattered], out _));
    }

    [Fact]
    public void Without_shared_addresses_lists_and_odd_keys_are_refused_unless_memory_is_given()
    {
        using var bench = new SecDriverBench(3, sva: false);
        using DigestQueue queue = bench.Digests();
        byte[] key = [1, 2, 3];
        DigestRequest odd = s_sha256 with { IsHmac = true, KeyLength = 3 };
        fixed (byte* at = key)
        {
            odd.Key = (ulong)at;
            Refused(queue, s_sha256 with { SourceList = [new(64, 0x12345)] }, "virtual addressing");
            Refused(queue, odd, "reserved memory");
            Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, s_sha256).Status);
            Assert.Equal(0u, BitConverter.ToUInt32(bench.Device.Taken[^1], 0x38) >> 27);   // nothing is fetched ahead

            Assert.Equal(128, queue.PrivateBytesPerRequest);
            void* memory = NativeMemory.AlignedAlloc(256, 64);
            NativeMemory.Clear(memory, 256);
            queue.GivePrivateMemory((ulong)memory, 256);
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(queue, odd).Status);
                Assert.Contains(BitConverter.ToUInt64(bench.Device.Taken[^1], 0x18) - (ulong)memory, (ulong[])[0, 128]);
            }

            Assert.Equal(SubmitResult.Queued, queue.TrySend([odd, odd], out _));
            Assert.Equal(SubmitResult.RingFull, queue.TrySend([odd], out _));
            Assert.Equal(ReceiveResult.Received, queue.TryReceive(new Completion[10], out _));
            Assert.Equal(new byte[256], new ReadOnlySpan<byte>(memory, 256).ToArray());
            queue.Dispose();
            NativeMemory.AlignedFree(memory);
        }
    }

    private static void Refused(DigestQueue queue, DigestRequest request, string word) =>
        Assert.Contains(word, SecDriverBench.Refusal(queue, request), StringComparison.Ordinal);
}
