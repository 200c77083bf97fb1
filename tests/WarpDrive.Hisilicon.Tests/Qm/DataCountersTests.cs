using WarpDrive.Hisilicon.Tests.Sec;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Ciphers;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Hisilicon.Tests.Qm;

/// <summary>Requests, bytes and faults that devices count for whoever watches them.</summary>
public sealed class DataCountersTests
{
    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void Zip_counts_what_it_consumed_and_produced_and_its_faults(QueueDriving driving)
    {
        using var arena = new Arena(1 << 20);
        using var registry = new DeviceRegistry();
        RegisteredDevice device = registry.Add(new ZipDevice(new ZipDeviceOptions { Engine = "zlib-ng" }));
        using var provider = new EmbeddedProvider(registry);
        UacceDevice offered = provider.ListDevices()[0];
        QueueFile file = offered.Open(new QueueOpenOptions(driving));
        using (CompressionQueue queue = new ZipUserDriver().OpenQueue(
            offered.ReadInfo(), file, new CompressionQueueOptions { Direction = CompressionDirection.Compress, Level = 1 }))
        {
            var request = new CompressionRequest
            {
                Format = CompressionFormat.Deflate,
                Source = arena.Put(ZipData.Text(5000)),
                SourceLength = 5000,
                Destination = arena.Take(8000),
                DestinationLength = 8000,
            };
            CompressionCompletion done = Run(queue, in request);
            Assert.Equal(RequestStatus.Ok, done.Status);
            Assert.Equal(new QueueCounters(1, 5000, done.Produced, 0), device.Counters.Queues);

            request.Source = arena.End - 100;   // half of it is not mapped
            request.SourceLength = 200;
            Assert.Equal(RequestStatus.BadAddress, Run(queue, in request).Status);
            Assert.Equal(new QueueCounters(2, 5000, done.Produced, 1), device.Counters.Queues);

            request.Source = arena.Address;
            request.DestinationLength = 1;
            Assert.NotEqual(RequestStatus.Ok, Run(queue, in request).Status);
            Assert.Equal(new QueueCounters(3, 5000, done.Produced, 1), device.Counters.Queues);
        }

        Assert.Equal(3, device.Counters.Queues.Requests);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Sec_counts_the_data_of_digests_and_ciphers(int generation)
    {
        using var fixture = new SecFixture(generation);
        using DigestQueue digests = fixture.Digests(QueueDriving.Served);
        using CipherQueue ciphers = fixture.Ciphers(QueueDriving.Inline);
        var digest = new DigestRequest
        {
            Algorithm = DigestAlgorithm.Sha256,
            Source = fixture.Arena.Put(new byte[777]),
            SourceLength = 777,
            Digest = fixture.Arena.Take(32),
            DigestLength = 32,
        };
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(digests, in digest).Status);
        Assert.Equal(new QueueCounters(1, 777, 32, 0), fixture.Counters);
        var cipher = new CipherRequest
        {
            Algorithm = CipherAlgorithm.Aes,
            Mode = CipherMode.Cbc,
            Source = digest.Source,
            Destination = fixture.Arena.Take(160),
            Length = 160,
            Key = fixture.Arena.Put(new byte[16]),
            KeyLength = 16,
            Iv = fixture.Arena.Put(new byte[16]),
        };
        Assert.Equal(RequestStatus.Ok, SecDriverBench.Run(ciphers, in cipher).Status);
        Assert.Equal(new QueueCounters(2, 937, 192, 0), fixture.Counters);
        cipher.Source = fixture.Arena.End - 16;
        Assert.Equal(RequestStatus.BadAddress, SecDriverBench.Run(ciphers, in cipher).Status);
        Assert.Equal(new QueueCounters(3, 937, 192, 1), fixture.Counters);
    }

    private static CompressionCompletion Run(CompressionQueue queue, in CompressionRequest request)
    {
        Assert.Equal(SubmitResult.Queued, queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _));
        Assert.True(queue.Wait(TimeSpan.FromSeconds(60)));
        var completions = new CompressionCompletion[1];
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out _));
        return completions[0];
    }
}
