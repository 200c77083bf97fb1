using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Scatter lists, and address spaces that hand out windows.</summary>
public sealed class ZipScatterTests
{
    [Theory]
    [InlineData(CompressionFormat.Deflate, 1)]
    [InlineData(CompressionFormat.Zlib, 7)]
    [InlineData(CompressionFormat.Gzip, 300)]
    [InlineData(CompressionFormat.Gzip, 5000)]
    public void Pieces_are_as_good_as_a_flat_buffer(CompressionFormat format, int largest)
    {
        using var arena = new Arena(4 << 20);
        int size = largest == 1 ? 200 : 20 * largest;
        foreach (int length in new[] { 0, 1, size })
        {
            foreach ((string name, byte[] data) in ZipData.Of(length))
            {
                foreach (bool inPieces in new[] { true, false })
                {
                    arena.Rewind();
                    var random = new Random(length);
                    using var compress = new ZipLoop(CompressionDirection.Compress);
                    using var decompress = new ZipLoop(CompressionDirection.Decompress);
                    ScatterSegment[] source = Scatter(arena, data, largest, random);
                    ScatterSegment[] packed = Scatter(arena, new byte[(length * 9 / 8) + 200], Math.Max(largest, 10), random, first: 10);
                    ScatterSegment[] back = Scatter(arena, new byte[length], largest, random);
                    var request = new CompressionRequest
                    {
                        Format = format,
                        WindowCode = 4,
                        Source = inPieces ? 0 : arena.Put(data),
                        SourceLength = length,
                        SourceList = inPieces ? source : null,
                        DestinationList = packed,
                        DestinationLength = packed.Sum(s => s.Length),
                    };
                    CompressionCompletion done = compress.Run(in request, arena);
                    Assert.True(done.Status == RequestStatus.Ok, $"{name} {length} {done.Status}");
                    byte[] result = Gather(packed, done.Produced);
                    Assert.Equal(data, ZipData.Decompress(format, result));

                    request = request with
                    {
                        SourceList = packed,
                        SourceLength = done.Produced,
                        Destination = inPieces ? 0 : arena.Take(length + 1),
                        DestinationList = inPieces ? back : null,
                        DestinationLength = length,
                    };
                    CompressionCompletion undone = decompress.Run(in request, arena);
                    Assert.Equal((RequestStatus.Ok, done.Produced, length), (undone.Status, undone.Consumed, undone.Produced));
                    Assert.Equal(data, inPieces ? Gather(back, length) : Arena.At(request.Destination, length).ToArray());
                }
            }
        }
    }

    [Fact]
    public void A_scattered_destination_that_is_too_small_is_said_so()
    {
        using var arena = new Arena(1 << 20);
        using var compress = new ZipLoop(CompressionDirection.Compress);
        byte[] data = ZipData.Text(5000);
        var request = new CompressionRequest
        {
            Format = CompressionFormat.Gzip,
            Source = arena.Put(data),
            SourceLength = 5000,
            DestinationList = Scatter(arena, new byte[100], 10, new Random(1), first: 10),
            DestinationLength = 100,
        };

        Assert.Equal(RequestStatus.OutputTooSmall, compress.Run(in request, arena).Status);
    }

    [Fact]
    public void Neighbouring_pieces_are_one_piece_to_the_device()
    {
        using var arena = new Arena(1 << 20);
        ulong source = arena.Put(ZipData.Text(3000));
        var cursor = new ZipCursor();
        cursor.Open(arena, arena.CreateLease(), leased: false, WarpDrive.Uacce.Core.MemoryAccess.Read);
        cursor.Add(source, 1000);
        cursor.Add(source + 1000, 0);
        cursor.Add(source + 1000, 2000);

        Assert.True(cursor.TryBegin());
        Assert.True(cursor.IsContiguous);
        Assert.Equal(3000, cursor.Current.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(40_000)]
    public void Address_spaces_with_windows_change_nothing(int window)
    {
        int size = window == 1 ? 500 : 100_000;
        using var arena = new Arena(1 << 20);
        using var executor = new ZipExecutor(3);
        foreach ((string _, byte[] data) in ZipData.Of(size))
        {
            arena.Rewind();
            ulong source = arena.Put(data);
            ulong packed = arena.Take(size * 2);
            ulong back = arena.Take(size);
            var sqe = new ZipSqe { Control = 0x3A000000, OperationWord = 3, Source = source, InputLength = (uint)size, Destination = packed, OutputSpace = (uint)size * 2 };
            var space = new Everywhere(window);
            executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), space, leased: false, out _);
            Assert.True(sqe.Status is ZipStatus.Done or ZipStatus.NegativeCompression);

            sqe.Source = packed;
            sqe.InputLength = sqe.Produced;
            sqe.Destination = back;
            sqe.OutputSpace = (uint)size;
            executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: false), space, leased: false, out _);
            Assert.Equal((ZipStatus.Done, (uint)size), (sqe.Status, sqe.Produced));
            Assert.Equal(data, Arena.At(back, size).ToArray());
        }
    }

    internal static ScatterSegment[] Scatter(Arena arena, ReadOnlySpan<byte> data, int largest, Random random, int first = 0)
    {
        var list = new List<ScatterSegment>();
        while (!data.IsEmpty)
        {
            int length = Math.Min(data.Length, Math.Max(list.Count == 0 ? first : 0, random.Next(largest) + 1));
            ulong address = arena.Take(length + 1) + 1;   // unaligned
            data[..length].CopyTo(Arena.At(address, length));
            list.Add(new ScatterSegment(address, length));
            data = data[length..];
            if (random.Next(5) == 0)
            {
                list.Add(new ScatterSegment(0, 0));
            }
        }

        return [.. list];
    }

    internal static byte[] Gather(ScatterSegment[] list, int length)
    {
        var bytes = new List<byte>();
        foreach (ScatterSegment segment in list)
        {
            bytes.AddRange(Arena.At(segment.Address, Math.Min(segment.Length, length - bytes.Count)).ToArray());
        }

        return [.. bytes];
    }
}
