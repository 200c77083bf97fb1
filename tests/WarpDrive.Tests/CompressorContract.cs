using System.Buffers;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests;

/// <summary>What compressors and decompressors promise, on whatever devices a library instance has.</summary>
public abstract class CompressorContract : IDisposable
{
    private Accelerators? _accelerators;

    public static TheoryData<CompressionFormat, int> FormatsAndSizes()
    {
        var data = new TheoryData<CompressionFormat, int>();
        foreach (CompressionFormat format in new[] { CompressionFormat.Deflate, CompressionFormat.Zlib, CompressionFormat.Gzip })
        {
            foreach (int size in new[] { 0, 1, 300, 65535, 65536, 65537 })
            {
                data.Add(format, size);
            }
        }

        return data;
    }

    protected Accelerators Accelerators => _accelerators ??= CreateAccelerators();

    protected abstract Accelerators CreateAccelerators();

    public virtual void Dispose()
    {
        _accelerators?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(FormatsAndSizes))]
    public void Buffers_compress_to_what_the_runtime_reads_and_back(CompressionFormat format, int size)
    {
        byte[] data = TestData.Mixed(size);
        using var compressor = new Compressor(new CompressionOptions { Format = format }, Accelerators);
        using var decompressor = new Decompressor(new DecompressionOptions { Format = format }, Accelerators);
        byte[] room = new byte[Compressor.MaxCompressedLength(size)];

        CompressionResult result = compressor.Compress(data, room);

        Assert.Equal(size, result.BytesConsumed);
        Assert.Equal(data, TestData.ReferenceDecode(room.AsSpan(0, result.BytesWritten), format));
        byte[] back = new byte[size];
        CompressionResult returned = decompressor.Decompress(room.AsSpan(0, result.BytesWritten), back);
        Assert.Equal(size, returned.BytesWritten);
        Assert.Equal(result.BytesWritten, returned.BytesConsumed);
        Assert.Equal(data, back);
    }

    [Theory]
    [MemberData(nameof(FormatsAndSizes))]
    public void What_the_runtime_wrote_is_read(CompressionFormat format, int size)
    {
        byte[] data = TestData.Mixed(size, 2);
        using var decompressor = new Decompressor(new DecompressionOptions { Format = format }, Accelerators);

        Assert.Equal(data, decompressor.Decompress(TestData.Reference(data, format)));
    }

    [Theory]
    [InlineData((8 << 20) - 1)]
    [InlineData(8 << 20)]
    [InlineData((8 << 20) + 1)]
    public void Buffers_around_the_limit_of_one_request_make_one_stream(int size)
    {
        byte[] data = TestData.Mixed(size, 3);
        using var compressor = new Compressor(new CompressionOptions { Level = CompressionOptions.Fastest }, Accelerators);
        using var decompressor = new Decompressor(null, Accelerators);

        byte[] compressed = compressor.Compress(data);

        Assert.Equal(data, TestData.ReferenceDecode(compressed, CompressionFormat.Gzip));
        byte[] back = new byte[size];
        Assert.Equal(size, decompressor.Decompress(compressed, back).BytesWritten);
        Assert.Equal(data, back);
    }

    [Theory]
    [InlineData(CompressionFormat.Gzip)]
    [InlineData(CompressionFormat.Zlib)]
    [InlineData(CompressionFormat.Deflate)]
    public void Nothing_is_written_behind_a_destination_that_is_too_small(CompressionFormat format)
    {
        byte[] data = TestData.Mixed(100_000, 4);
        using var compressor = new Compressor(new CompressionOptions { Format = format }, Accelerators);
        using var decompressor = new Decompressor(new DecompressionOptions { Format = format }, Accelerators);
        byte[] compressed = compressor.Compress(data);
        foreach (int room in new[] { 0, 1, 9, 10, 11, 100, 1000, compressed.Length - 1 })
        {
            byte[] guarded = new byte[room + 64];
            guarded.AsSpan().Fill(0xA5);
            Assert.Equal(RequestStatus.OutputTooSmall, compressor.TryCompress(data, guarded.AsSpan(0, room), out _));
            Assert.Equal(-1, guarded.AsSpan(room).IndexOfAnyExcept((byte)0xA5));
            Assert.Equal(RequestStatus.OutputTooSmall, decompressor.TryDecompress(compressed, guarded.AsSpan(0, room), out _));
            Assert.Equal(-1, guarded.AsSpan(room).IndexOfAnyExcept((byte)0xA5));
        }

        CompressionException thrown = Assert.Throws<CompressionException>(() => compressor.Compress(data, new byte[50]));
        Assert.Equal(RequestStatus.OutputTooSmall, thrown.Status);
        Assert.NotEmpty(thrown.Message);
    }

    [Fact]
    public void Damaged_and_truncated_data_has_a_status_and_words()
    {
        byte[] compressed = TestData.Reference(TestData.Mixed(50_000, 5), CompressionFormat.Gzip);
        using var decompressor = new Decompressor(null, Accelerators);
        byte[] room = new byte[60_000];

        Assert.Equal(RequestStatus.Truncated, decompressor.TryDecompress(compressed.AsSpan(0, compressed.Length / 2), room, out _));
        Assert.Equal(RequestStatus.Truncated, decompressor.TryDecompress([], room, out _));
        byte[] wrongSum = [.. compressed];
        wrongSum[^6] ^= 1;
        Assert.Equal(RequestStatus.ChecksumMismatch, decompressor.TryDecompress(wrongSum, room, out _));
        byte[] wrongHeader = [.. compressed];
        wrongHeader[0] = 0;
        CompressionException thrown = Assert.Throws<CompressionException>(() => decompressor.Decompress(wrongHeader));
        Assert.Equal(RequestStatus.BadHeader, thrown.Status);
        Assert.True(thrown.IsDataError);
    }

    [Fact]
    public void A_bomb_ends_at_the_output_limit()
    {
        byte[] bomb = TestData.Reference(new byte[20 << 20], CompressionFormat.Gzip);
        using var decompressor = new Decompressor(new DecompressionOptions { MaxOutputLength = 1 << 20 }, Accelerators);

        Assert.Equal(RequestStatus.OutputLimit, Assert.Throws<CompressionException>(() => decompressor.Decompress(bomb)).Status);
        var writer = new ArrayBufferWriter<byte>();
        Assert.Equal(RequestStatus.OutputLimit,
            Assert.Throws<CompressionException>(() => decompressor.Decompress(new ReadOnlySequence<byte>(bomb), writer)).Status);
        Assert.True(writer.WrittenCount <= 2 << 20);
        using var stream = new DecompressStream(new MemoryStream(bomb), decompressor.Options, accelerators: Accelerators);
        Assert.Equal(RequestStatus.OutputLimit, Assert.Throws<CompressionException>(() => stream.CopyTo(Stream.Null)).Status);
    }

    [Fact]
    public void Members_one_after_the_other_are_read_as_one_and_what_follows_is_ignored()
    {
        byte[] first = TestData.Mixed(70_000, 6), second = TestData.Mixed(3, 7);
        byte[] file = [.. TestData.Reference(first, CompressionFormat.Gzip), .. TestData.Reference(second, CompressionFormat.Gzip), .. "rubbish"u8];
        using var decompressor = new Decompressor(null, Accelerators);
        byte[] both = [.. first, .. second];

        Assert.Equal(both, decompressor.Decompress(file));
        using var stream = new DecompressStream(new MemoryStream(file), accelerators: Accelerators);
        var output = new MemoryStream();
        stream.CopyTo(output);
        Assert.Equal(both, output.ToArray());
        Assert.Equal(2, stream.Members);
        Assert.True(stream.TrailingGarbage);
    }

    [Fact]
    public void A_receipt_names_where_it_ran()
    {
        using var compressor = new Compressor(null, Accelerators);
        byte[] room = new byte[1000];

        Receipt receipt = compressor.Compress("hello hello hello"u8, room).Receipt;

        DeviceStatus device = Assert.Single(Accelerators.ListDevices(), device => device.Name == receipt.Device);
        Assert.Equal(device.Provider, receipt.Provider);
        Assert.NotEmpty(receipt.Engine);
        Assert.True(receipt.BatchSize >= 1);
    }

    [Fact]
    public void Overlapping_buffers_are_refused()
    {
        using var compressor = new Compressor(null, Accelerators);
        byte[] buffer = new byte[1000];
        Assert.Throws<ArgumentException>(() => compressor.Compress(buffer.AsSpan(0, 600), buffer.AsSpan(500)));
    }

    [Theory]
    [InlineData(CompressionFormat.Gzip, 1)]
    [InlineData(CompressionFormat.Zlib, 7)]
    [InlineData(CompressionFormat.Deflate, 1000)]
    [InlineData(CompressionFormat.Gzip, 300_000)]
    public void Streams_may_be_written_and_read_in_any_pieces(CompressionFormat format, int piece)
    {
        byte[] data = TestData.Mixed(piece == 1 ? 5_000 : 700_000, piece);
        var compressed = new MemoryStream();
        using (var stream = new CompressStream(compressed, new CompressionOptions { Format = format }, leaveOpen: true, Accelerators))
        {
            for (int at = 0; at < data.Length; at += piece)
            {
                stream.Write(data.AsSpan(at, Math.Min(piece, data.Length - at)));
            }
        }

        Assert.Equal(data, TestData.ReferenceDecode(compressed.ToArray(), format));
        using var reader = new DecompressStream(
            new TricklingStream(compressed.ToArray(), piece), new DecompressionOptions { Format = format }, accelerators: Accelerators);
        byte[] back = new byte[data.Length + 1];
        int length = 0;
        for (int count = -1; count != 0; length += count)
        {
            count = reader.Read(back.AsSpan(length, Math.Min(piece, back.Length - length)));
        }

        Assert.Equal(data, back.AsSpan(0, length).ToArray());
    }

    [Fact]
    public async Task Streams_work_asynchronously_and_a_flush_makes_everything_readable()
    {
        byte[] data = TestData.Mixed(400_000, 8);
        var compressed = new MemoryStream();
        var stream = new CompressStream(compressed, null, leaveOpen: true, Accelerators);
        await stream.WriteAsync(data.AsMemory(0, 1000));
        await stream.FlushAsync(CancellationToken.None);
        byte[] readable = new byte[1000];
        using (var early = new DecompressStream(new MemoryStream(compressed.ToArray()), accelerators: Accelerators))
        {
            await early.ReadExactlyAsync(readable);
            Assert.Equal(data.AsSpan(0, 1000).ToArray(), readable);
        }

        await stream.WriteAsync(data.AsMemory(1000));
        await stream.DisposeAsync();
        await stream.DisposeAsync();
        Assert.Equal(data, TestData.ReferenceDecode(compressed.ToArray(), CompressionFormat.Gzip));
        Assert.True(compressed.CanWrite);
    }

    [Fact]
    public void An_empty_stream_is_valid_and_a_truncated_one_is_not()
    {
        var compressed = new MemoryStream();
        new CompressStream(compressed, null, leaveOpen: true, Accelerators).Dispose();
        Assert.Empty(TestData.ReferenceDecode(compressed.ToArray(), CompressionFormat.Gzip));
        byte[] cut = TestData.Reference(TestData.Mixed(10_000, 9), CompressionFormat.Gzip)[..^5];
        using var reader = new DecompressStream(new MemoryStream(cut), accelerators: Accelerators);
        Assert.Equal(RequestStatus.Truncated, Assert.Throws<CompressionException>(() => reader.CopyTo(Stream.Null)).Status);
    }

    [Theory]
    [InlineData(CompressionFormat.Gzip, 0)]
    [InlineData(CompressionFormat.Gzip, 100_000)]
    [InlineData(CompressionFormat.Gzip, 1_000_000)]
    [InlineData(CompressionFormat.Zlib, 131_072)]
    [InlineData(CompressionFormat.Deflate, 131_073)]
    public void Blocks_compressed_in_parallel_make_one_stream(CompressionFormat format, int size)
    {
        byte[] data = TestData.Mixed(size, 10);
        var parallel = new ParallelCompressor(
            new ParallelCompressionOptions { Compression = new CompressionOptions { Format = format }, BlockSize = 65536, Degree = 5 }, Accelerators);
        var compressed = new MemoryStream();
        long reported = -1;

        CompressionTotals totals = parallel.Compress(new TricklingStream(data, 10_000), compressed, new InlineProgress(value => reported = value));

        Assert.Equal(size, totals.BytesRead);
        Assert.Equal(compressed.Length, totals.BytesWritten);
        Assert.Equal(size, reported);
        Assert.Equal(data, TestData.ReferenceDecode(compressed.ToArray(), format));
        var output = new MemoryStream();
        var decompressor = new StreamDecompressor(new DecompressionOptions { Format = format }, Accelerators);
        DecompressionTotals back = decompressor.Decompress(new TricklingStream(compressed.ToArray(), 12_345), output);
        Assert.Equal(data, output.ToArray());
        Assert.Equal(compressed.Length, back.BytesRead);
        Assert.False(back.TrailingGarbage);
        Assert.Equal(1, back.Members);
    }

    [Fact]
    public void A_stream_that_fails_or_a_cancellation_ends_parallel_work()
    {
        var parallel = new ParallelCompressor(new ParallelCompressionOptions { BlockSize = 65536 }, Accelerators);
        byte[] data = TestData.Mixed(1_000_000, 11);
        Assert.Throws<InvalidDataException>(() => parallel.Compress(new TricklingStream(data, 50_000, failAt: 500_000), new MemoryStream()));
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => parallel.Compress(
            new MemoryStream(data), new MemoryStream(), new InlineProgress(_ => source.Cancel()), source.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(4099)]
    [InlineData(200_001)]
    public void Sequences_of_odd_segments_go_both_ways(int segment)
    {
        byte[] data = TestData.Mixed(500_000, 12)[..(segment == 1 ? 10_000 : 500_000)];
        using var compressor = new Compressor(new CompressionOptions { Format = CompressionFormat.Zlib }, Accelerators);
        using var decompressor = new Decompressor(new DecompressionOptions { Format = CompressionFormat.Zlib }, Accelerators);
        var compressed = new ArrayBufferWriter<byte>();

        CompressionTotals totals = compressor.Compress(Segments.Of(data, segment), compressed);

        Assert.Equal(data.Length, totals.BytesRead);
        Assert.Equal(compressed.WrittenCount, totals.BytesWritten);
        Assert.Equal(data, TestData.ReferenceDecode(compressed.WrittenSpan, CompressionFormat.Zlib));
        var back = new ArrayBufferWriter<byte>();
        byte[] file = [.. compressed.WrittenSpan, 1, 2, 3];
        CompressionTotals returned = decompressor.Decompress(Segments.Of(file, segment), back);
        Assert.Equal(compressed.WrittenCount, returned.BytesRead);
        Assert.Equal(data, back.WrittenSpan.ToArray());
    }

    [Fact]
    public void Batches_give_results_in_order()
    {
        using var compressor = new Compressor(null, Accelerators);
        byte[][] sources = [.. Enumerable.Range(0, 40).Select(i => TestData.Mixed(i * 500, i))];
        CompressionJob[] jobs = [.. sources.Select(source => new CompressionJob(source, new byte[Compressor.MaxCompressedLength(source.Length)]))];
        var results = new CompressionResult[jobs.Length];

        compressor.Compress(jobs, results);

        for (int i = 0; i < jobs.Length; i++)
        {
            Assert.Equal(sources[i], TestData.ReferenceDecode(jobs[i].Destination.Span[..results[i].BytesWritten], CompressionFormat.Gzip));
        }
    }

    [Fact]
    public void One_bad_job_of_a_batch_costs_the_others_nothing()
    {
        using var compressor = new Compressor(new CompressionOptions { Level = CompressionOptions.Fastest }, Accelerators);
        using var decompressor = new Decompressor(null, Accelerators);
        byte[][] sources = [.. Enumerable.Range(0, 60).Select(i => TestData.Mixed(i == 33 ? (8 << 20) + 5 : i * 300, i))];
        CompressionJob[] jobs = [.. sources.Select(source => new CompressionJob(source, new byte[Compressor.MaxCompressedLength(source.Length)]))];
        jobs[20] = jobs[20] with { Destination = new byte[7] };
        jobs[21] = jobs[21] with { Destination = default };
        var results = new CompressionResult[jobs.Length];

        CompressionException thrown = Assert.Throws<CompressionException>(() => compressor.Compress(jobs, results));

        Assert.Equal(RequestStatus.OutputTooSmall, thrown.Status);
        Assert.StartsWith("job 20: ", thrown.Message, StringComparison.Ordinal);
        byte[][] back = [.. sources.Select(source => new byte[source.Length])];
        CompressionJob[] returning = [.. jobs.Select((job, i) => new CompressionJob(job.Destination[..results[i].BytesWritten], back[i]))];
        returning[5] = returning[5] with { Source = new byte[30] };
        thrown = Assert.Throws<CompressionException>(() => decompressor.Decompress(returning, results));
        Assert.Equal(RequestStatus.BadHeader, thrown.Status);
        Assert.StartsWith("job 5: ", thrown.Message, StringComparison.Ordinal);
        for (int i = 0; i < sources.Length; i++)
        {
            Assert.Equal(i is 5 or 20 or 21 ? 0 : sources[i].Length, results[i].BytesWritten);
            Assert.Equal(i is 5 or 20 or 21 ? new byte[sources[i].Length] : sources[i], back[i]);
        }

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => compressor.Compress(jobs, results, cancelled.Token));
    }
}
