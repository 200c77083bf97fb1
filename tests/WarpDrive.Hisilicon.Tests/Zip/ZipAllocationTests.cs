using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Warm requests allocate nothing on the managed heap, from the request to its completion, the device's own work included.</summary>
public sealed class ZipAllocationTests
{
    private const int KiB = 1 << 10;

    public static TheoryData<CompressionFormat, int, bool> Cases
    {
        get
        {
            var all = new TheoryData<CompressionFormat, int, bool>();
            foreach (CompressionFormat format in (CompressionFormat[])[CompressionFormat.Deflate, CompressionFormat.Zlib, CompressionFormat.Gzip])
            {
                foreach (int size in (int[])[KiB, 64 * KiB, KiB * KiB, 8 * KiB * KiB])
                {
                    all.Add(format, size, false);
                    all.Add(format, size, true);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Warm_requests_of_every_format_and_size_allocate_nothing(CompressionFormat format, int size, bool stateful)
    {
        using var arena = new Arena((32 << 20) + (1 << 17));
        using var registry = new DeviceRegistry();
        registry.Add(new ZipDevice());
        using var provider = new EmbeddedProvider(registry);
        using CompressionQueue compress = Open(provider, CompressionDirection.Compress);
        using CompressionQueue decompress = Open(provider, CompressionDirection.Decompress);
        byte[] data = ZipData.Text(size);
        int space = DeflateBound.MaxCompressedLength(size) + 1000;
        CompressionRequestFlags flags = stateful ? CompressionRequestFlags.Stateful | CompressionRequestFlags.First | CompressionRequestFlags.Last : 0;
        var packing = new CompressionRequest
        {
            Format = format,
            Flags = flags,
            WindowCode = 4,
            Source = arena.Put(data),
            SourceLength = size,
            Destination = arena.Take(space),
            DestinationLength = stateful ? Math.Min(space, ZipRequestCheck.MaxFlat) : space,
            StreamContext = stateful ? arena.Take(ZipContextLayout.BufferSize) : 0,
        };
        if (stateful && size == ZipRequestCheck.MaxFlat)
        {
            packing.SourceLength = 7 << 20;   // with room for what does not shrink, in one flat request
        }

        var done = new CompressionCompletion[1];
        Assert.Equal(0, Allocated(compress, packing, done, size));
        Assert.Equal(packing.SourceLength, done[0].Consumed);

        CompressionRequest unpacking = packing with
        {
            Source = packing.Destination,
            SourceLength = done[0].Produced,
            Destination = arena.Take(packing.SourceLength + 300),
            DestinationLength = packing.SourceLength + 300,
        };
        Assert.Equal(0, Allocated(decompress, unpacking, done, size));
        Assert.Equal(packing.SourceLength, done[0].Produced);
        Assert.True(data.AsSpan(0, done[0].Produced).SequenceEqual(Arena.At(unpacking.Destination, done[0].Produced)));
    }

    [Fact]
    public void Alternating_address_spaces_allocate_nothing()
    {
        using var executor = new ZipExecutor(3);
        using var arena = new Arena(1 << 20);
        byte[] data = ZipData.Text(1000);
        ulong source = arena.Put(data);
        ulong destination = arena.Take(2000);
        Everywhere[] spaces = [new(), new(), new()];
        for (int i = 0; i < 100; i++)
        {
            Once(i);
        }

        Assert.Equal(0, Allocations.Least(300, Once));

        void Once(int i)
        {
            var sqe = new ZipSqe { Control = 0x3A000000, OperationWord = 0x4003, Source = source, InputLength = 1000, Destination = destination, OutputSpace = 2000 };
            executor.Execute(ref sqe, s_plan, spaces[i % spaces.Length], leased: false, out _);
            if (sqe.Status != ZipStatus.Done)
            {
                Assert.Fail(sqe.Status.ToString());
            }
        }
    }

    private static readonly ZipQueuePlan s_plan = ZipGoldenTests.Plan(compress: true);

    private static long Allocated(CompressionQueue queue, CompressionRequest request, CompressionCompletion[] done, int size)
    {
        int runs = size < 64 * KiB ? 300 : size < KiB * KiB ? 100 : 5;   // at least as many as streams are kept alive
        for (int i = 0; i < runs; i++)
        {
            Once(i);
        }

        return Allocations.Least(runs, Once);

        void Once(int _)
        {
            if (queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out string? refusal) != SubmitResult.Queued)
            {
                Assert.Fail(refusal ?? "not queued");
            }

            if (!queue.Wait(TimeSpan.FromSeconds(60)) || queue.TryReceive(done, out int count) != ReceiveResult.Received || count != 1)
            {
                Assert.Fail("not received");
            }

            if (done[0].Status is not (RequestStatus.Ok or RequestStatus.StreamEnd))
            {
                Assert.Fail(queue.Describe(in done[0]));
            }
        }
    }

    private static CompressionQueue Open(EmbeddedProvider provider, CompressionDirection direction)
    {
        UacceDevice device = provider.ListDevices()[0];
        return new ZipUserDriver().OpenQueue(
            device.ReadInfo(), device.Open(new QueueOpenOptions(QueueDriving.Inline)), new CompressionQueueOptions { Direction = direction, ScatterRequests = 2 });
    }
}
