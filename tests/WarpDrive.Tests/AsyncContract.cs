using System.Runtime.CompilerServices;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>What asynchronous calls promise, on whatever devices a library instance has.</summary>
public abstract class AsyncContract : IDisposable
{
    private Accelerators? _accelerators;

    protected Accelerators Accelerators => _accelerators ??= CreateAccelerators();

    protected abstract Accelerators CreateAccelerators();

    public virtual void Dispose()
    {
        _accelerators?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_thousand_calls_started_together_all_end_right()
    {
        using var compressor = new Compressor(null, Accelerators);
        using var decompressor = new Decompressor(null, Accelerators);
        byte[][] sources = [.. Enumerable.Range(0, 1000).Select(i => TestData.Mixed((i * 37) % 3000, i))];
        byte[][] rooms = [.. sources.Select(source => new byte[Compressor.MaxCompressedLength(source.Length)])];

        ValueTask<CompressionResult>[] calls = [.. sources.Select((source, i) => compressor.CompressAsync(source, rooms[i]))];
        var lengths = new int[calls.Length];
        for (int i = 0; i < calls.Length; i++)
        {
            lengths[i] = (await calls[i]).BytesWritten;
        }

        byte[][] back = [.. sources.Select(source => new byte[source.Length])];
        await Parallel.ForAsync(0, sources.Length, async (i, token) => await decompressor.DecompressAsync(rooms[i].AsMemory(0, lengths[i]), back[i], token));
        Assert.Equal(sources, back);
    }

    [Fact]
    public async Task A_batch_gives_results_in_order_and_ends_as_a_whole_when_one_fails()
    {
        using var compressor = new Compressor(null, Accelerators);
        byte[][] sources = [.. Enumerable.Range(0, 200).Select(i => TestData.Mixed(i * 20, i))];
        CompressionJob[] jobs = [.. sources.Select(source => new CompressionJob(source, new byte[Compressor.MaxCompressedLength(source.Length)]))];
        var results = new CompressionResult[jobs.Length];

        await compressor.CompressAsync(jobs, results);
        for (int i = 0; i < jobs.Length; i++)
        {
            Assert.Equal(sources[i], TestData.ReferenceDecode(jobs[i].Destination.Span[..results[i].BytesWritten], CompressionFormat.Gzip));
        }

        jobs[150] = jobs[150] with { Destination = new byte[5] };
        CompressionException thrown = await Assert.ThrowsAsync<CompressionException>(() => compressor.CompressAsync(jobs, results));
        Assert.Equal(RequestStatus.OutputTooSmall, thrown.Status);
        await compressor.CompressAsync(ReadOnlyMemory<CompressionJob>.Empty, results);
    }

    [Fact]
    public async Task Failures_come_through_the_task()
    {
        using var compressor = new Compressor(null, Accelerators);
        byte[] data = TestData.Mixed(100_000, 1);
        for (int i = 0; i < 3; i++)   // the first is queued, the next run inline
        {
            CompressionException thrown = await Assert.ThrowsAsync<CompressionException>(
                async () => await compressor.CompressAsync(data, new byte[100]));
            Assert.Equal(RequestStatus.OutputTooSmall, thrown.Status);
        }
    }

    [Fact]
    public async Task Large_buffers_work_asynchronously()
    {
        using var compressor = new Compressor(new CompressionOptions { Level = CompressionOptions.Fastest }, Accelerators);
        using var decompressor = new Decompressor(null, Accelerators);
        byte[] data = TestData.Mixed((8 << 20) + 1, 2);
        byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)], back = new byte[data.Length];

        int length = (await compressor.CompressAsync(data, room)).BytesWritten;
        Assert.Equal(data.Length, (await decompressor.DecompressAsync(room.AsMemory(0, length), back)).BytesWritten);
        Assert.Equal(data, back);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_starts_nothing()
    {
        using var compressor = new Compressor(null, Accelerators);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await compressor.CompressAsync(new byte[10], new byte[100], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Warm_queued_calls_allocate_nothing()
    {
        using var compressor = new Compressor(null, Accelerators);
        byte[] data = TestData.Mixed(2000, 3);
        byte[][] rooms = [.. Enumerable.Range(0, 4).Select(_ => new byte[4000])];
        await Flood(compressor, data, rooms, 400);
        long least = long.MaxValue;

        // Other threads of the process count as well, so the quietest of many rounds is taken.
        for (long start = Environment.TickCount64; least > 2000 && Environment.TickCount64 - start < 30_000;)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await Flood(compressor, data, rooms, 400);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.True(least <= 2000, $"{least} bytes for 1600 calls");   // the flood's own state machine, and the thread pool's segments
    }

#pragma warning disable CA2012 // each is awaited once, after all were started: that is what is tested
    private static async Task Flood(Compressor compressor, byte[] data, byte[][] rooms, int rounds)
    {
        var calls = new ConfiguredValueTaskAwaitable<CompressionResult>[rooms.Length];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < rooms.Length; i++)
            {
                calls[i] = compressor.CompressAsync(data, rooms[i]).ConfigureAwait(false);
            }

            for (int i = 0; i < rooms.Length; i++)
            {
                await calls[i];
            }
        }
    }
}
