using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Warm requests allocate nothing on the managed heap, from the request to its completion, the device's own work included.</summary>
public sealed class SecAllocationTests
{
    [Fact]
    public void Warm_batches_of_digests_allocate_nothing()
    {
        using var fixture = new SecFixture(3);
        using DigestQueue queue = fixture.Digests(QueueDriving.Inline);
        ulong source = fixture.Arena.Take(4096);
        var requests = new DigestRequest[32];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = new DigestRequest
            {
                Tag = (uint)i,
                Flags = RequestFlags.Leased,
                Algorithm = (DigestAlgorithm)(i % 9),
                IsHmac = i % 2 == 1,
                Key = source,
                KeyLength = 7,
                Source = source,
                SourceLength = (100 * i) + 1,
                SourceList = i % 5 == 0 ? [new(source, 50), new(source, 4000)] : null,
                Digest = fixture.Arena.Take(64),
                DigestLength = 16,
            };
        }

        Assert.Equal(0, Least(queue, requests));
    }

    [Fact]
    public void Warm_batches_of_ciphers_allocate_nothing()
    {
        using var fixture = new SecFixture(3);
        using CipherQueue queue = fixture.Ciphers(QueueDriving.Inline);
        ulong source = fixture.Arena.Take(4096);
        ulong key = fixture.Arena.Put(SecFixture.Bytes(new Random(70), 64));
        var requests = new CipherRequest[32];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = new CipherRequest
            {
                Tag = (uint)i,
                Algorithm = i % 2 == 0 ? CipherAlgorithm.Aes : CipherAlgorithm.Sm4,
                Mode = (CipherMode)(i % 3),
                Key = key,
                KeyLength = 16,
                Iv = fixture.Arena.Take(16),
                AdvanceIv = true,
                Source = source,
                SourceList = i % 5 == 0 ? [new(source, 50), new(source, 4000)] : null,
                Destination = fixture.Arena.Take(4096),
                Length = 64 * (i + 1),
            };
        }

        Assert.Equal(0, Least(queue, requests));
    }

    [Fact]
    public void Warm_batches_of_aead_and_ends_of_streams_allocate_nothing()
    {
        using var fixture = new SecFixture(3);
        using AeadQueue queue = fixture.Aeads(QueueDriving.Inline);
        ulong source = fixture.Arena.Take(4096);
        ulong key = fixture.Arena.Put(SecFixture.Bytes(new Random(71), 64));
        ulong iv = fixture.Arena.Put([3, .. new byte[15]]);
        var requests = new AeadRequest[30];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = new AeadRequest
            {
                Tag = (uint)i,
                Algorithm = (AeadAlgorithm)(i % 6),
                Hash = DigestAlgorithm.Sha256,
                Part = i is 12 or 14 ? StreamPart.Last : StreamPart.Whole,
                Key = key,
                KeyLength = 16,
                AuthKey = key,
                AuthKeyLength = 7,
                Iv = iv,
                Mac = fixture.Arena.Take(32),
                MacLength = 16,
                State = key,
                Source = source,
                SourceList = i % 5 == 3 ? [new(source, 50), new(source, 4000)] : null,
                Destination = fixture.Arena.Take(4096),
                AssociatedLength = 20,
                PayloadLength = 64 * (i + 1),
                TotalPayload = (ulong)(64 * (i + 1)),
            };
        }

        Assert.Equal(0, Least(queue, requests));
    }

    private static long Least<T>(RequestQueue<T, Completion> queue, T[] requests)
        where T : struct, IRequest
    {
        var completions = new Completion[requests.Length];
        for (int i = 0; i < 100; i++)
        {
            Once(i);
        }

        return Allocations.Least(100, Once);

        void Once(int _)
        {
            if (queue.TrySend(requests, out string? refusal) != SubmitResult.Queued)
            {
                Assert.Fail(refusal ?? "not queued");
            }

            int received = 0;
            while (received < requests.Length)
            {
                if (!queue.Wait(TimeSpan.FromSeconds(60)) || queue.TryReceive(completions.AsSpan(received), out int count) != ReceiveResult.Received)
                {
                    Assert.Fail("not received");
                    return;
                }

                for (int i = received; i < received + count; i++)
                {
                    if (completions[i].Status != RequestStatus.Ok)
                    {
                        Assert.Fail(queue.Describe(in completions[i]));
                    }
                }

                received += count;
            }
        }
    }
}
