using WarpDrive.Hisilicon.Tests.Qm;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Driver, ring and device together.</summary>
public sealed class ZipQueueTests
{
    public static TheoryData<int, CompressionFormat, bool> Shapes => new()
    {
        { 2, CompressionFormat.Zlib, false }, { 2, CompressionFormat.Gzip, true },
        { 3, CompressionFormat.Zlib, true }, { 3, CompressionFormat.Gzip, false }, { 3, CompressionFormat.Deflate, false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_one_queue_compresses_the_other_and_the_runtime_read(int version, CompressionFormat format, bool leased)
    {
        using var arena = new Arena(1 << 20);
        using CompressionQueue compress = Open(version, CompressionDirection.Compress, arena);
        using CompressionQueue decompress = Open(version, CompressionDirection.Decompress, arena);
        foreach (int size in ZipData.EdgeSizes)
        {
            foreach ((string name, byte[] data) in ZipData.Of(size))
            {
                arena.Rewind();
                ulong packed = arena.Take(size + 1000);
                CompressionRequestFlags flags = leased ? CompressionRequestFlags.Leased : CompressionRequestFlags.None;
                var request = new CompressionRequest
                {
                    Tag = 77,
                    Format = format,
                    Flags = flags,
                    WindowCode = 4,
                    Source = arena.Put(data),
                    SourceLength = size,
                    Destination = packed,
                    DestinationLength = size + 1000,
                };
                CompressionCompletion done = Run(compress, in request);
                Assert.True(done.Status == RequestStatus.Ok, $"{name} {size}: {done.Status} {compress.Describe(in done)}");
                Assert.Equal((77u, size), (done.Tag, done.Consumed));
                Assert.Equal(data, ZipData.Decompress(format, Arena.At(packed, done.Produced).ToArray()));

                ulong back = arena.Take(size + 1);
                request = request with { Tag = 78, Source = packed, SourceLength = done.Produced, Destination = back, DestinationLength = size };
                CompressionCompletion undone = Run(decompress, in request);
                Assert.Equal((RequestStatus.Ok, done.Produced, size, 78u), (undone.Status, undone.Consumed, undone.Produced, undone.Tag));
                Assert.Equal(data, Arena.At(back, size).ToArray());
                Assert.NotEqual(0, undone.Engine);
            }
        }
    }

    [Fact]
    public void A_full_ring_refuses_and_takes_all_or_none()
    {
        using var arena = new Arena(1 << 20);
        using CompressionQueue queue = Open(3, CompressionDirection.Compress, arena, driving: QueueDriving.Served);
        CompressionRequest request = Small(arena);
        var all = new CompressionRequest[queue.Capacity];
        Array.Fill(all, request);

        Assert.Equal(SubmitResult.Queued, queue.TrySend(all.AsSpan(1), out _));
        Assert.Equal(SubmitResult.RingFull, queue.TrySend(all.AsSpan(0, 2), out _));
        Assert.Equal(SubmitResult.Queued, queue.TrySend(all.AsSpan(0, 1), out _));
        Assert.Equal(SubmitResult.RingFull, queue.TrySend(all.AsSpan(0, 1), out string? refusal));
        Assert.Null(refusal);
        Assert.Equal(queue.Capacity, queue.InFlight);
        _ = ((LoopbackQueueFile)queue.File).Step(5000);
        var completions = new CompressionCompletion[queue.Capacity + 10];
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out int count));
        Assert.Equal(queue.Capacity, count);
        Assert.Equal(0, queue.InFlight);
        Assert.Equal(SubmitResult.Refused, queue.TrySend(new CompressionRequest[queue.Capacity + 1].Select(_ => request).ToArray(), out refusal));
        Assert.NotNull(refusal);
    }

    [Fact]
    public void Warm_requests_allocate_nothing()
    {
        using var arena = new Arena(1 << 20);
        using CompressionQueue queue = Open(3, CompressionDirection.Compress, arena);
        CompressionRequest request = Small(arena);
        var completions = new CompressionCompletion[1];
        void Once()
        {
            Assert.True(queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _) == SubmitResult.Queued);
            Assert.True(queue.TryReceive(completions, out int count) == ReceiveResult.Received && count == 1);
        }

        for (int i = 0; i < 2000; i++)
        {
            Once();
        }

        LoopbackQueueFile file = (LoopbackQueueFile)queue.File;
        file.Rings.Capacity = file.Rings.Count + 10_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Once();
        }

        // The loopback file allocates its one-queue array for each step; nothing else may.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * 40);
    }

    [Fact]
    public void Requests_that_cannot_be_are_refused_with_words()
    {
        using var arena = new Arena(1 << 20);
        using CompressionQueue v2 = Open(2, CompressionDirection.Compress, arena);
        using CompressionQueue v3 = Open(3, CompressionDirection.Decompress, arena);
        CompressionRequest request = Small(arena);

        Assert.Contains("raw deflate", Refusal(v2, request with { Format = CompressionFormat.Deflate }), StringComparison.Ordinal);
        Assert.Contains("opened for decompression", Refusal(v3, request with { Format = CompressionFormat.Lz77Zstd }), StringComparison.Ordinal);
        Assert.Contains("8 MiB", Refusal(v2, request with { SourceLength = (8 << 20) + 1 }), StringComparison.Ordinal);
        Assert.Contains("null", Refusal(v2, request with { Source = 0 }), StringComparison.Ordinal);
        Assert.Contains("negative", Refusal(v2, request with { DestinationLength = -1 }), StringComparison.Ordinal);
        Assert.Contains("context buffer", Refusal(v2, request with { Flags = CompressionRequestFlags.Stateful }), StringComparison.Ordinal);
        Assert.Contains("window", Refusal(v2, request with { WindowCode = 5 }), StringComparison.Ordinal);
        Assert.Contains("list", Refusal(v2, request with { SourceList = [new(1, 5)], SourceLength = 6 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Hardware_version_1_is_refused_with_words()
    {
        using var device = new DisposableFile(new ZipDevice());
        DeviceInfo info = device.File.Info with { Api = "hisi_qm_v1" };
        var driver = new ZipUserDriver();

        Assert.False(driver.Supports(info, "zlib", out string? reason));
        Assert.Contains("generation 1", reason, StringComparison.Ordinal);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => driver.OpenQueue(info, device.File, new CompressionQueueOptions()));
        Assert.Contains("generation 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_engine_is_refused_and_a_present_one_is_used()
    {
        using var arena = new Arena(1 << 20);
        Assert.Throws<NotSupportedException>(() => Open(3, CompressionDirection.Compress, arena, new CompressionQueueOptions { Engine = "no-such" }));
        using CompressionQueue queue = Open(3, CompressionDirection.Compress, arena, new CompressionQueueOptions { Engine = "zlib-ng", Level = 9 });

        CompressionCompletion done = Run(queue, Small(arena));

        Assert.Equal("zlib-ng-9", queue.EngineName(done.Engine));
        Assert.True(queue.LevelHonoured);
    }

    [Fact]
    public void A_stopped_queue_hands_out_what_finished_and_takes_nothing()
    {
        using var arena = new Arena(1 << 20);
        using CompressionQueue queue = Open(3, CompressionDirection.Compress, arena, driving: QueueDriving.Served);
        CompressionRequest request = Small(arena);
        Assert.Equal(SubmitResult.Queued, queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _));

        Assert.True(queue.TryStop(TimeSpan.FromSeconds(10)));

        var completions = new CompressionCompletion[4];
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out int count));
        Assert.Equal((1, RequestStatus.Ok), (count, completions[0].Status));
        Assert.Equal(SubmitResult.DeviceLost, queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _));
    }

    [Fact]
    public void A_removed_device_is_reported_as_lost()
    {
        using var arena = new Arena(1 << 20);
        using CompressionQueue queue = Open(3, CompressionDirection.Compress, arena);
        CompressionRequest request = Small(arena);
        ((LoopbackQueueFile)queue.File).Remove();

        Assert.Equal(SubmitResult.DeviceLost, queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out _));
        Assert.Equal(ReceiveResult.DeviceLost, queue.TryReceive(new CompressionCompletion[1], out _));
    }

    [Fact]
    public void Devices_list_their_algorithms_in_the_order_of_the_bitmap()
    {
        Assert.Equal(["zlib", "gzip"], new ZipDevice(new ZipDeviceOptions { Generation = 2 }).Profile.Algorithms);
        Assert.Equal(["zlib", "gzip", "deflate", "lz77_zstd"], new ZipDevice().Profile.Algorithms);
        Assert.Throws<ArgumentException>(() => new ZipDevice(new ZipDeviceOptions { Generation = 1 }));
        Assert.Throws<ArgumentException>(() => new ZipDevice(new ZipDeviceOptions { Engine = "steam" }));
    }

    internal static CompressionQueue Open(
        int version, CompressionDirection direction, Arena arena, CompressionQueueOptions? options = null, QueueDriving driving = QueueDriving.Inline)
    {
        var device = new ZipDevice(new ZipDeviceOptions { Generation = version, Engine = "zlib-ng" });
        var file = new LoopbackQueueFile(device, driving, arena);
        return new ZipUserDriver().OpenQueue(file.Info, file, (options ?? new CompressionQueueOptions()) with { Direction = direction });
    }

    internal static CompressionCompletion Run(CompressionQueue queue, in CompressionRequest request)
    {
        SubmitResult sent = queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out string? refusal);
        Assert.True(sent == SubmitResult.Queued, $"{sent}: {refusal}");
        var completions = new CompressionCompletion[1];
        Assert.Equal(ReceiveResult.Received, queue.TryReceive(completions, out int count));
        Assert.Equal(1, count);
        return completions[0];
    }

    private static CompressionRequest Small(Arena arena) => new()
    {
        Format = CompressionFormat.Zlib,
        WindowCode = 4,
        Source = arena.Take(64),
        SourceLength = 64,
        Destination = arena.Take(200),
        DestinationLength = 200,
    };

    private static string Refusal(CompressionQueue queue, CompressionRequest request)
    {
        Assert.Equal(SubmitResult.Refused, queue.TrySend(new ReadOnlySpan<CompressionRequest>(in request), out string? refusal));
        Assert.NotNull(refusal);
        return refusal;
    }

    private sealed class DisposableFile(ZipDevice device) : IDisposable
    {
        internal LoopbackQueueFile File { get; } = new(device);

        public void Dispose() => File.Dispose();
    }
}
