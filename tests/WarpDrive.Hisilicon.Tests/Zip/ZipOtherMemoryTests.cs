using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>The ZIP device over the memory of clients elsewhere: staged by way of /proc (here this process's own), and shared.</summary>
public sealed class ZipOtherMemoryTests
{
    private const int Room = 4 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(65536)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData((1 << 20) + 4321)]
    public void Staged_requests_of_all_sizes_go_there_and_back(int size)
    {
        using var source = Own();
        AddressSpace space = source.Create(1);
        using var arena = new Arena(3 * Room);
        using var compress = new ZipLoop(CompressionDirection.Compress) { Space = space };
        using var decompress = new ZipLoop(CompressionDirection.Decompress) { Space = space };
        foreach (CompressionFormat format in new[] { CompressionFormat.Gzip, CompressionFormat.Zlib, CompressionFormat.Deflate })
        {
            foreach ((string name, byte[] data) in ZipData.Of(size))
            {
                arena.Rewind();
                ulong plain = arena.Put([0, .. data]) + 1;   // no page, no line
                ulong packed = arena.Take(Room);
                Arena.At(packed, size + 1000).Clear();
                CompressionCompletion done = compress.Run(Request(format, plain, size, packed, Room), arena);
                Assert.True(done.Status == RequestStatus.Ok, $"{name}: {done.Status}");
                Assert.Equal(data, ZipData.Decompress(format, Arena.At(packed, done.Produced).ToArray()));
                Assert.Equal(0, Arena.At(packed, Room)[done.Produced]);   // nothing behind what was produced

                ulong again = arena.Take(size + 100);
                done = decompress.Run(Request(format, packed, done.Produced, again, size + 100), arena);
                Assert.Equal((RequestStatus.Ok, size), (done.Status, done.Produced));
                Assert.True(Arena.At(again, size).SequenceEqual(data), name);
            }
        }

        (space as IDisposable)?.Dispose();
    }

    [Fact]
    public void A_stream_whose_context_is_staged_goes_on_from_request_to_request()
    {
        using var source = Own();
        AddressSpace space = source.Create(1);
        using var arena = new Arena(2 * Room);
        using var loop = new ZipLoop(CompressionDirection.Compress, executors: 2) { Space = space };
        byte[] data = ZipData.Text(700_000);
        var stream = new ZipTestStream(loop, arena, CompressionFormat.Gzip);
        byte[] packed = [.. stream.Compress(data.AsSpan(0, 100_000), first: true), .. stream.Compress(data.AsSpan(100_000, 500_000)),
            .. stream.Compress(data.AsSpan(600_000), last: true)];
        Assert.Equal(data, ZipData.Decompress(CompressionFormat.Gzip, packed));
        (space as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(2 << 20)]
    public void Buffers_that_overlap_are_refused_where_they_are_staged_too(int size)
    {
        using var source = Own();
        AddressSpace space = source.Create(1);
        using var arena = new Arena(Room);
        ulong memory = arena.Put(ZipData.Text(size));
        foreach (AddressSpace? one in new[] { null, space })
        {
            foreach (CompressionDirection direction in Enum.GetValues<CompressionDirection>())
            {
                using var loop = new ZipLoop(direction) { Space = one };
                loop.Run(Request(CompressionFormat.Deflate, memory, size, memory + (ulong)size - 1, size), arena);   // no header
                Assert.Equal(ZipReason.Overlap, loop.LastOutcome.Reason);
            }
        }

        (space as IDisposable)?.Dispose();
    }

    [Fact]
    public void A_hole_in_the_destination_is_a_bad_address()
    {
        using var source = Own();
        AddressSpace space = source.Create(1);
        using var arena = new Arena(Room);
        using var loop = new ZipLoop(CompressionDirection.Compress) { Space = space };
        ulong plain = arena.Put(ZipData.Text(65536));
        CompressionCompletion done = loop.Run(Request(CompressionFormat.Gzip, plain, 65536, arena.End - 100, Room), arena);
        Assert.Equal(RequestStatus.BadAddress, done.Status);
        Assert.Equal(arena.End, loop.LastOutcome.FaultAddress);
        (space as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData(CompressionDirection.Compress)]
    [InlineData(CompressionDirection.Decompress)]
    public void A_source_without_permission_is_a_bad_address_whatever_came_of_it(CompressionDirection direction)
    {
        using var source = Own();
        AddressSpace space = source.Create(1);
        using var arena = new Arena(65536);
        using var loop = new ZipLoop(direction) { Space = space };
        byte[] packed = new byte[200];
        using (var direct = new ZipLoop(CompressionDirection.Compress))
        {
            ulong plain = arena.Put(new byte[100]);
            CompressionCompletion whole = direct.Run(Request(CompressionFormat.Deflate, plain, 100, arena.Take(200), 200), arena);
            Arena.At(plain + 128, whole.Produced).CopyTo(packed);
            packed = packed[..whole.Produced];
        }

        arena.Rewind();
        ulong destination = arena.Take(4096);
        Arena.At(destination, 4096).Fill(7);
        foreach (int before in new[] { 0, 1, packed.Length })
        {
            // Behind the arena is a page without permission, full of zeros.
            packed.AsSpan(0, before).CopyTo(Arena.At(arena.End - (ulong)before, before));
            CompressionCompletion done = loop.Run(Request(CompressionFormat.Deflate, arena.End - (ulong)before, before + 100, destination, 4096), arena);
            Assert.Equal(RequestStatus.BadAddress, done.Status);
            Assert.Equal(arena.End, loop.LastOutcome.FaultAddress);
            Assert.Equal(-1, Arena.At(destination, 4096).IndexOfAnyExcept((byte)7));
        }

        (space as IDisposable)?.Dispose();
    }

    /// <summary>libdeflate relies on its input: from memory that another process may write, it gets a copy, and the result is right for that copy.</summary>
    [Fact]
    public void A_source_that_changes_under_libdeflate_is_copied_before()
    {
        const int Size = 100_000;
        DeflateEngineInfo info = DeflateEngines.Describe(DeflateEngineKind.LibDeflate);
        Assert.SkipUnless(info.IsAvailable, info.Reason);
        var domain = new SharedDomain(isForeign: true);
        SharedRegion region = SharedRegion.Create(Room, populate: true);
        ulong memory = (ulong)region.Address;   // the driver writes the header itself
        Assert.True(domain.TryAdd(region, memory));
        using var arena = new Arena(4096);
        using var loop = new ZipLoop(CompressionDirection.Compress, level: 6, engine: DeflateEngineKind.LibDeflate) { Space = domain };
        byte[] text = ZipData.Text(Size);
        using var stop = new CancellationTokenSource();
        var scribble = new Thread(() =>
        {
            var random = new Random(1);
            while (!stop.IsCancellationRequested)
            {
                text.AsSpan(random.Next(Size / 2)..).CopyTo(region.Slice(0, Size));
                random.NextBytes(region.Slice(random.Next(Size / 2), Size / 4));
            }
        });
        scribble.Start();
        try
        {
            for (int i = 0; i < 100; i++)
            {
                CompressionCompletion done = loop.Run(Request(CompressionFormat.Gzip, memory, Size, memory + Size, Room - Size), arena);
                Assert.True(done.Status == RequestStatus.Ok, $"{done.Status}");
                Assert.Equal(Size, ZipData.Decompress(CompressionFormat.Gzip, region.Slice(Size, done.Produced).ToArray()).Length);   // its checksum too
            }
        }
        finally
        {
            stop.Cancel();
            scribble.Join();
        }
    }

    internal static ProcessSource Own() => new(
        File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite),
        File.OpenHandle("/proc/self/maps", FileMode.Open, FileAccess.Read, FileShare.ReadWrite),
        new ProcessIdentity(Environment.ProcessId, 0, Guid.Empty));

    private static CompressionRequest Request(CompressionFormat format, ulong source, int length, ulong destination, int space) => new()
    {
        Format = format,
        WindowCode = 4,
        Source = source,
        SourceLength = length,
        Destination = destination,
        DestinationLength = space,
    };
}
