using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>What is sent with one call is what is sent with many: batches of equal messages are checked and encoded by their first.</summary>
public sealed class SecDigestBatchTests
{
    private const int Count = 6;

    public static TheoryData<int, string> Batches
    {
        get
        {
            var all = new TheoryData<int, string>();
            foreach (int generation in (int[])[2, 3, 5])
            {
                foreach (string odd in (string[])["none", "length", "algorithm", "size", "key", "part"])
                {
                    all.Add(generation, odd);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_has_the_descriptors_and_completions_of_single_requests(int generation, string odd)
    {
        DigestRequest[] requests = Requests();
        requests[4] = odd switch
        {
            "length" => requests[4] with { SourceLength = 65 },
            "algorithm" => requests[4] with { Algorithm = DigestAlgorithm.Sm3 },
            "size" => requests[4] with { DigestLength = 16 },
            "key" => requests[4] with { IsHmac = true, Key = 0x9000, KeyLength = 8 },
            "part" => requests[4] with { Part = StreamPart.First },
            _ => requests[4],
        };
        using var single = new SecDriverBench(generation);
        using DigestQueue one = single.Digests();
        Completion[] expected = [.. requests.Select(request => SecDriverBench.Run(one, request))];
        using var bench = new SecDriverBench(generation);
        using DigestQueue queue = bench.Digests();
        Completion[] completions = new Completion[Count];

        Assert.Equal(SubmitResult.Queued, queue.TrySend(requests, out string? refusal));
        Assert.Null(refusal);
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out int count));

        Assert.Equal(Count, count);
        Assert.Equal(single.Device.Taken, bench.Device.Taken);
        Assert.Equal(expected.Select(e => (e.Tag, e.Produced, e.Status)), completions.Select(e => (e.Tag, e.Produced, e.Status)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void One_bad_request_refuses_its_batch(int generation)
    {
        using var bench = new SecDriverBench(generation);
        using DigestQueue queue = bench.Digests();
        DigestRequest[] bad = Requests();
        foreach (DigestRequest last in (DigestRequest[])[bad[5] with { Digest = 0 }, bad[5] with { Source = 0 }, bad[5] with { SourceLength = -1 }])
        {
            bad[5] = last;
            Assert.Equal(SubmitResult.Refused, queue.TrySend(bad, out string? refusal));
            Assert.NotNull(refusal);
        }

        DigestRequest[] all = [.. Requests().Select(request => request with { DigestLength = 33 })];
        Assert.Equal(SubmitResult.Refused, queue.TrySend(all, out string? words));
        Assert.NotNull(words);
        Assert.Equal(0, queue.InFlight);
    }

    private static DigestRequest[] Requests() =>
    [
        .. Enumerable.Range(0, Count).Select(i => new DigestRequest
        {
            Tag = 100 + (uint)i,
            Algorithm = DigestAlgorithm.Sha256,
            Source = 0x10_0000 + ((ulong)i * 64),
            SourceLength = 64,
            Digest = 0x20_0000 + ((ulong)i * 32),
            DigestLength = 32,
        }),
    ];
}
