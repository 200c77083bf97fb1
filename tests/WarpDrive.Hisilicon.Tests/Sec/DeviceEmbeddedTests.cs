using System.Diagnostics;
using System.Security.Cryptography;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>The SEC device in the real core, in this process, with the user driver in front.</summary>
public sealed class DeviceEmbeddedTests
{
    [Theory]
    [InlineData(QueueDriving.Inline, RequestFlags.None)]
    [InlineData(QueueDriving.Served, RequestFlags.None)]
    [InlineData(QueueDriving.Inline, RequestFlags.Leased)]
    [InlineData(QueueDriving.Served, RequestFlags.Leased)]
    public void Batches_of_a_queue_come_back_in_order(QueueDriving driving, RequestFlags flags)
    {
        using var arena = new Arena(1 << 20);
        using var registry = new DeviceRegistry();
        registry.Add(new SecDevice());
        using var provider = new EmbeddedProvider(registry);
        using RequestQueue<DigestRequest, Completion> queue = Open(provider, driving);
        var random = new Random(3501);
        for (int round = 0; round < 50; round++)
        {
            arena.Rewind();
            int count = random.Next(1, 64);
            var requests = new DigestRequest[count];
            byte[][] data = new byte[count][];
            for (int i = 0; i < count; i++)
            {
                data[i] = new byte[random.Next(1, 2000)];
                random.NextBytes(data[i]);
                requests[i] = Request(arena.Put(data[i]), data[i].Length, arena.Take(32), (uint)i, flags);
            }

            Completion[] completions = Run(queue, requests);

            for (int i = 0; i < count; i++)
            {
                Assert.Equal((RequestStatus.Ok, (uint)i), (completions[i].Status, completions[i].Tag));
                Assert.Equal(SHA256.HashData(data[i]), Arena.At(requests[i].Digest, 32).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void An_unmapped_address_fails_its_request_and_no_other(QueueDriving driving)
    {
        using var arena = new Arena(1 << 16);   // between two inaccessible pages
        using var registry = new DeviceRegistry();
        registry.Add(new SecDevice());
        using var provider = new EmbeddedProvider(registry);
        using RequestQueue<DigestRequest, Completion> queue = Open(provider, driving);
        ulong source = arena.Put(new byte[200]);
        DigestRequest[] requests = [.. Enumerable.Range(0, 9).Select(i => Request(i % 3 == 1 ? arena.End - 100 : source, 200, i == 5 ? arena.End : arena.Take(32), (uint)i, RequestFlags.None))];

        Completion[] completions = Run(queue, requests);

        for (int i = 0; i < requests.Length; i++)
        {
            bool isBad = i % 3 == 1 || i == 5;
            Assert.Equal(isBad ? RequestStatus.BadAddress : RequestStatus.Ok, completions[i].Status);
            Assert.Equal(isBad ? arena.End : 0, completions[i].FaultAddress);
            Assert.True(isBad || SHA256.HashData(new byte[200]).AsSpan().SequenceEqual(Arena.At(requests[i].Digest, 32)));
        }

        Assert.Equal("0", provider.ListDevices()[0].ReadAttribute("isolate").Trim());
    }

    private static DigestRequest Request(ulong source, int length, ulong digest, uint tag, RequestFlags flags) => new()
    {
        Algorithm = DigestAlgorithm.Sha256,
        Flags = flags,
        Source = source,
        SourceLength = length,
        Digest = digest,
        DigestLength = 32,
        Tag = tag,
    };

    private static RequestQueue<DigestRequest, Completion> Open(EmbeddedProvider provider, QueueDriving driving)
    {
        UacceDevice device = provider.ListDevices()[0];
        return SecUserDriver.OpenDigests(device.ReadInfo(), device.Open(new QueueOpenOptions(driving)), new QueueOptions());
    }

    private static Completion[] Run(RequestQueue<DigestRequest, Completion> queue, DigestRequest[] requests)
    {
        Assert.Equal(SubmitResult.Queued, queue.TrySend(requests, out _));
        var completions = new Completion[requests.Length];
        int received = 0;
        long start = Stopwatch.GetTimestamp();
        while (received < completions.Length)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "completions did not come");
            Assert.NotEqual(ReceiveResult.DeviceLost, queue.TryReceive(completions.AsSpan(received), out int count));
            received += count;
            if (count == 0)
            {
                queue.Wait(TimeSpan.FromMilliseconds(100));
            }
        }

        return completions;
    }
}
