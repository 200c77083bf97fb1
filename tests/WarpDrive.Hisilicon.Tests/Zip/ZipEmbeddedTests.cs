using System.Diagnostics;
using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>The ZIP device in the real core, in this process.</summary>
public sealed class ZipEmbeddedTests
{
    private const int EightMiB = 8 << 20;

    [Theory]
    [InlineData(QueueDriving.Inline, 2)]
    [InlineData(QueueDriving.Served, 3)]
    public void The_largest_request_and_its_neighbours(QueueDriving driving, int version)
    {
        using var arena = new Arena(40 << 20);
        using var fixture = new Fixture(version);
        using CompressionQueue compress = fixture.Open(CompressionDirection.Compress, driving);
        using CompressionQueue decompress = fixture.Open(CompressionDirection.Decompress, driving);
        foreach (int size in new[] { EightMiB - 1, EightMiB })
        {
            foreach ((string name, byte[] data) in ZipData.Of(size))
            {
                arena.Rewind();
                int space = DeflateBound.MaxCompressedLength(size);   // over 8 MiB: the driver makes lists of it
                ulong packed = arena.Take(space);
                var request = new CompressionRequest
                {
                    Format = CompressionFormat.Gzip,
                    WindowCode = 4,
                    Source = arena.Put(data),
                    SourceLength = size,
                    Destination = packed,
                    DestinationLength = space,
                };
                CompressionCompletion done = Run(compress, in request);
                Assert.True(done.Status == RequestStatus.Ok, $"{name} {size}: {compress.Describe(in done)}");
                if (done.Produced <= EightMiB)
                {
                    ulong back = arena.Take(size);
                    request = request with { Source = packed, SourceLength = done.Produced, Destination = back, DestinationLength = size };
                    CompressionCompletion undone = Run(decompress, in request);
                    Assert.Equal((RequestStatus.Ok, done.Produced, size), (undone.Status, undone.Consumed, undone.Produced));
                    Assert.True(data.AsSpan().SequenceEqual(Arena.At(back, size)), name);
                }
                else
                {
                    Assert.True(data.AsSpan().SequenceEqual(ZipData.Decompress(CompressionFormat.Gzip, Arena.At(packed, done.Produced).ToArray())), name);
                }
            }
        }

        CompressionRequest tooLong = new() { Format = CompressionFormat.Gzip, Source = 64, SourceLength = EightMiB + 1, Destination = 64, DestinationLength = 64 };
        Assert.Equal(SubmitResult.Refused, compress.TrySend(new ReadOnlySpan<CompressionRequest>(in tooLong), out _));
    }

    [Fact]
    public void One_thread_may_send_while_another_receives()
    {
        const int Requests = 20_000;
        using var arena = new Arena(1 << 20);
        using var fixture = new Fixture(3);
        using CompressionQueue queue = fixture.Open(CompressionDirection.Compress, QueueDriving.Served);
        byte[] data = ZipData.Text(200);
        ulong source = arena.Put(data);
        ulong destination = arena.Take(256 * 1024);
        var sender = new Thread(() =>
        {
            for (uint i = 0; i < Requests;)
            {
                var request = new CompressionRequest
                {
                    Tag = i,
                    Format = CompressionFormat.Zlib,
                    Flags = CompressionRequestFlags.Leased,
                    Source = source,
                    SourceLength = 200,
                    Destination = destination + ((i % 1024) * 256),
                    DestinationLength = 256,
                };
                if (queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _) == SubmitResult.Queued)
                {
                    i++;
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        sender.Start();
        var completions = new CompressionCompletion[64];
        long start = Stopwatch.GetTimestamp();
        uint next = 0;
        while (next < Requests)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), $"only {next} came back");
            if (!queue.Wait(TimeSpan.FromSeconds(1)))
            {
                continue;
            }

            Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out int count));
            for (int i = 0; i < count; i++)
            {
                Assert.Equal((next++, RequestStatus.Ok, 200), (completions[i].Tag, completions[i].Status, completions[i].Consumed));
            }
        }

        sender.Join();
        Assert.Equal(0, queue.InFlight);
    }

    [Fact]
    public void An_unmapped_buffer_of_this_process_is_a_failed_request()
    {
        using var arena = new Arena(1 << 20);
        using var fixture = new Fixture(3);
        using CompressionQueue queue = fixture.Open(CompressionDirection.Compress, QueueDriving.Inline);
        var request = new CompressionRequest
        {
            Format = CompressionFormat.Deflate,
            Source = arena.End - 100,
            SourceLength = 200,
            Destination = arena.Take(1000),
            DestinationLength = 1000,
        };

        CompressionCompletion done = Run(queue, in request);

        Assert.Equal((RequestStatus.BadAddress, arena.End), (done.Status, done.FaultAddress));
        request.Source = arena.Address + 8192;
        Assert.Equal(RequestStatus.Ok, Run(queue, in request).Status);
    }

    private static CompressionCompletion Run(CompressionQueue queue, in CompressionRequest request)
    {
        SubmitResult sent = queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out string? refusal);
        Assert.True(sent == SubmitResult.Queued, $"{sent}: {refusal}");
        Assert.True(queue.Wait(TimeSpan.FromSeconds(60)));
        var completions = new CompressionCompletion[1];
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out int count));
        Assert.Equal(1, count);
        return completions[0];
    }

    private sealed class Fixture : IDisposable
    {
        private readonly DeviceRegistry _registry = new();
        private readonly EmbeddedProvider _provider;

        internal Fixture(int version)
        {
            _registry.Add(new ZipDevice(new ZipDeviceOptions { Generation = version, Engine = "zlib-ng" }));
            _provider = new EmbeddedProvider(_registry);
        }

        internal CompressionQueue Open(CompressionDirection direction, QueueDriving driving)
        {
            UacceDevice device = _provider.ListDevices()[0];
            return new ZipUserDriver().OpenQueue(
                device.ReadInfo(), device.Open(new QueueOpenOptions(driving)), new CompressionQueueOptions { Direction = direction, Level = 1 });
        }

        public void Dispose()
        {
            _provider.Dispose();
            _registry.Dispose();
        }
    }
}
