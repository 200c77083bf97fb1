using System.Diagnostics;
using System.Security.Cryptography;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Aeads;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>One thread sends while another receives: private memory and lists change hands between them.</summary>
public sealed class SecConcurrencyTests
{
    private const int Keys = 64;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void Keys_in_private_memory_and_lists_stay_with_their_requests()
    {
        const int Requests = 20_000;
        using var fixture = new SecFixture(3);
        using DigestQueue queue = fixture.Digests(QueueDriving.Served, new QueueOptions { ScatterRequests = 20 });
        byte[] data = SecFixture.Bytes(new Random(80), 300);
        ulong source = fixture.Arena.Put(data);
        ulong digests = fixture.Arena.Take(32 * Requests);
        var templates = new DigestRequest[Keys];
        var expected = new byte[Keys][];
        for (int i = 0; i < Keys; i++)
        {
            byte[] key = SecFixture.Bytes(new Random(81 + i), (3 * i % 64) + 1);
            expected[i] = HMACSHA256.HashData(key, data.AsSpan(0, 100 + i));
            templates[i] = new DigestRequest
            {
                Flags = RequestFlags.Leased,
                Algorithm = DigestAlgorithm.Sha256,
                IsHmac = true,
                Key = fixture.Arena.Put(key),
                KeyLength = key.Length,
                Source = source,
                SourceLength = 100 + i,
                SourceList = i % 7 == 0 ? [new(source, 33), new(source + 33, 267)] : null,
                DigestLength = 32,
            };
        }

        Drive(queue, Requests, i => templates[i % Keys] with { Tag = (uint)i, Digest = digests + (32 * (ulong)i) });

        for (int i = 0; i < Requests; i++)
        {
            Assert.True(expected[i % Keys].AsSpan().SequenceEqual(Arena.At(digests + (32 * (ulong)i), 32)), $"request {i}");
        }
    }

    [Fact]
    public void Blocks_of_ccm_stay_with_their_requests()
    {
        const int Requests = 10_000;
        using var fixture = new SecFixture(3);
        using AeadQueue queue = fixture.Aeads(QueueDriving.Served);
        byte[] key = SecFixture.Bytes(new Random(90), 16);
        byte[] data = SecFixture.Bytes(new Random(91), 200);
        using var ccm = new AesCcm(key);
        ulong tags = fixture.Arena.Take(16 * Requests);
        ulong output = fixture.Arena.Take(256 * Keys);
        var templates = new AeadRequest[Keys];
        byte[][] expected = new byte[Keys][];
        for (int i = 0; i < Keys; i++)
        {
            byte[] iv = [1, .. SecFixture.Bytes(new Random(92 + i), 13), 0, 0];
            expected[i] = new byte[16];
            ccm.Encrypt(iv.AsSpan(1, 13), data.AsSpan(i, 100), new byte[100], expected[i], data.AsSpan(0, i));
            templates[i] = new AeadRequest
            {
                Flags = RequestFlags.Leased,
                Algorithm = AeadAlgorithm.AesCcm,
                Key = fixture.Arena.Put(key),
                KeyLength = 16,
                Iv = fixture.Arena.Put(iv),
                Source = fixture.Arena.Put(data),
                Destination = output + (256 * (ulong)i),
                AssociatedLength = i,
                PayloadLength = 100,
                MacLength = 16,
            };
        }

        Drive(queue, Requests, i => templates[i % Keys] with { Tag = (uint)i, Mac = tags + (16 * (ulong)i) });

        for (int i = 0; i < Requests; i++)
        {
            Assert.True(expected[i % Keys].AsSpan().SequenceEqual(Arena.At(tags + (16 * (ulong)i), 16)), $"request {i}");
        }
    }

    private static void Drive<T>(RequestQueue<T, Completion> queue, int count, Func<int, T> make)
        where T : struct, IRequest
    {
        long start = Stopwatch.GetTimestamp();
        string? failure = null;
        var sender = new Thread(() =>
        {
            for (int i = 0; i < count && Stopwatch.GetElapsedTime(start) < s_deadline;)
            {
                int batch = Math.Min(1 + (i % 5), count - i);
                T[] requests = [.. Enumerable.Range(i, batch).Select(make)];
                SubmitResult sent = queue.TrySend(requests, out string? refusal);
                if (sent == SubmitResult.Queued)
                {
                    i += batch;
                }
                else if (sent != SubmitResult.RingFull)
                {
                    failure = refusal ?? sent.ToString();
                    return;
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        sender.Start();
        var completions = new Completion[50];
        int received = 0;
        while (received < count && Volatile.Read(ref failure) is null && Stopwatch.GetElapsedTime(start) < s_deadline)
        {
            queue.Wait(TimeSpan.FromSeconds(1));
            _ = queue.TryReceive(completions, out int taken);
            for (int i = 0; i < taken; i++)
            {
                Assert.Equal((RequestStatus.Ok, (uint)received), (completions[i].Status, completions[i].Tag));
                received++;
            }
        }

        sender.Join();
        Assert.Null(failure);
        Assert.Equal(count, received);
    }
}
