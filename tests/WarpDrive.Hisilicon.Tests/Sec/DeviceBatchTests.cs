using WarpDrive.Testing;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>Batches of several queues: results, lanes, and requests that fail beside others.</summary>
public sealed class DeviceBatchTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_batch_of_several_queues_gives_the_single_results(bool direct)
    {
        using var bench = new SecBench(queues: 5, direct: direct, arena: 4 << 20);
        var random = new Random(3101);
        for (int round = 0; round < 20; round++)
        {
            bench.Arena.Rewind();
            var expected = new List<(ulong Mac, byte[] Digest)>();
            for (int i = 0; i < 70; i++)
            {
                (int code, int size, int _, int _) = Algorithms.Digests[random.Next(Algorithms.Digests.Length)];
                byte[] data = new byte[random.Next(1, 3000)];
                byte[]? key = random.Next(3) == 0 ? new byte[4 * random.Next(1, 16)] : null;
                random.NextBytes(data);
                random.NextBytes(key ?? []);
                ulong mac = bench.Arena.Take(64);
                Bd bd = Bd.Digest(random.Next(4) == 0 ? 2 : 3, key is null ? code : Algorithms.Hmac(code), bench.Arena.Put(data), data.Length, mac, size / 4);
                bench.Submit(key is null ? bd : bd.AuthKey(bench.Arena.Put(key)).AuthKeyWords(key.Length / 4), random.Next(5));
                expected.Add((mac, Algorithms.Digest(code, data, key)));
            }

            int posted = 0;
            while (posted < expected.Count)
            {
                posted += bench.Step();
            }

            foreach ((ulong mac, byte[] digest) in expected)
            {
                Assert.Equal(digest, bench.Read(mac, digest.Length));
            }
        }
    }

    [Fact]
    public void A_bad_request_fails_alone()
    {
        using var bench = new SecBench(queues: 2);
        byte[] data = new byte[100];
        ulong source = bench.Arena.Put(data);
        ulong[] macs = [.. Enumerable.Range(0, 12).Select(_ => bench.Arena.Take(32))];
        int[] slots = [.. Enumerable.Range(0, 12).Select(i => bench.Submit(
            Bd.Digest(i % 4 == 1 ? 9 : 3, Algorithms.Sha256, i % 4 == 2 ? bench.Arena.End - 50 : source, 100, macs[i], i % 4 == 3 ? 9 : 8), i / 6))];

        Assert.Equal(12, bench.Step());

        for (int i = 0; i < 12; i++)
        {
            Assert.Equal((i % 4) switch { 1 => 1, 2 => 6, 3 => 5, _ => 0 }, bench.Answer(slots[i], i / 6).Error);
            Assert.Equal(i % 4 == 0 ? Algorithms.Digest(Algorithms.Sha256, data) : new byte[32], bench.Read(macs[i], 32));
        }
    }

    [Fact]
    public void Warm_batches_allocate_nothing()
    {
        using var bench = new SecBench(direct: true);
        ulong source = bench.Arena.Put(new byte[4096]);
        ulong list = SecLists.Over(bench.Arena, 2, (source, 100), (source + 200, 100), (source + 300, 56));
        ulong macs = bench.Arena.Take(64 * 32);
        Bd[] descriptors =
        [
            .. Enumerable.Range(0, 32).Select(i => (i % 4) switch
            {
                0 => Bd.Digest(3, Algorithms.Sha256, 0, 200, macs + ((ulong)i * 64), 8).SourceList(list),
                1 => Bd.Digest(3, Algorithms.Hmac(Algorithms.Md5), source, 200, macs + ((ulong)i * 64), 4).AuthKey(source).AuthKeyWords(4),
                _ => Bd.Digest(3, Algorithms.Sha1, source, 64, macs + ((ulong)i * 64), 5),
            }),
        ];
        for (int i = 0; i < 50; i++)
        {
            Run(i);
        }

        Assert.Equal(0, Allocations.Least(20, Run));

        void Run(int round)
        {
            foreach (Bd bd in descriptors)
            {
                bench.Submit(bd);
            }

            bench.Step();
        }
    }
}
