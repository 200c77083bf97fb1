using System.Runtime.InteropServices;
using WarpDrive.Engines.Lz77;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>LZ77 for zstd with scatter lists (hisi-qm-zip.md B13): literals in the leading whole pieces, sequences from the next piece on.</summary>
public sealed class ZipLz77ScatterTests
{
    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(1, 16, false)]
    [InlineData(3000, 60, false)]
    [InlineData(100_000, 5000, true)]
    [InlineData(128 << 10, 4096, false)]
    public void Pieces_say_the_same_as_flat_buffers(int size, int largest, bool price)
    {
        using var arena = new Arena(8 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        foreach ((string name, byte[] data) in ZipData.Of(size))
        {
            foreach (bool sourceInPieces in (bool[])[false, true])
            {
                arena.Rewind();
                var random = new Random(size);
                int free = loop.FreeLists;
                ulong source = arena.Put(data);
                int space = (size * 3) + 64;
                CompressionRequest request = Request(source, size, price);
                request.Destination = arena.Take(space);
                request.DestinationLength = space;
                request.Literals = arena.Take(size + 16);
                request.LiteralsLength = size + 16;
                CompressionCompletion flat = loop.Run(in request, arena);
                Assert.Equal(RequestStatus.Ok, flat.Status);

                ScatterSegment[] pieces = [.. ZipScatterTests.Scatter(arena, new byte[size + 16], largest, random), .. ZipScatterTests.Scatter(arena, new byte[space], largest, random)];
                CompressionRequest scattered = Request(sourceInPieces ? 0 : source, size, price);
                scattered.SourceList = sourceInPieces ? ZipScatterTests.Scatter(arena, data, largest, random) : null;
                scattered.DestinationList = pieces;
                scattered.DestinationLength = pieces.Sum(s => s.Length);
                CompressionCompletion done = loop.Run(in scattered, arena);

                Assert.True(done.Status == RequestStatus.Ok, $"{name}: {ZipWords.Describe(in done)}");
                Assert.Equal(
                    (size, flat.SequenceCount, flat.LiteralCount, flat.LongLiteralSequence),
                    (done.Consumed, done.SequenceCount, done.LiteralCount, done.LongLiteralSequence));
                int border = Border(pieces, size);
                Assert.True(Arena.At(request.Literals, flat.LiteralCount).SequenceEqual(ZipScatterTests.Gather(pieces[..border], done.LiteralCount)), name);
                Assert.True(Arena.At(request.Destination, flat.Produced).SequenceEqual(ZipScatterTests.Gather(pieces[border..], done.Produced)), name);
                Assert.Equal(free, loop.FreeLists);
            }
        }
    }

    [Fact]
    public void A_scattered_source_may_have_flat_results()
    {
        using var arena = new Arena(4 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        byte[] data = ZipData.Text(50_000);
        CompressionRequest request = Request(0, data.Length, price: false);
        request.SourceList = ZipScatterTests.Scatter(arena, data, 700, new Random(1));
        request.Destination = arena.Take(200_000);
        request.DestinationLength = 200_000;
        request.Literals = arena.Take(data.Length + 16);
        request.LiteralsLength = data.Length + 16;

        CompressionCompletion done = loop.Run(in request, arena);

        Assert.Equal((RequestStatus.Ok, data.Length), (done.Status, done.Consumed));
        var decoder = new SequenceDecoder();
        decoder.Block(
            Arena.At(request.Literals, done.LiteralCount), MemoryMarshal.Cast<byte, Lz77Sequence>(Arena.At(request.Destination, done.Produced)), Result(in done));
        Assert.True(data.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(decoder.Output)));
    }

    [Fact]
    public void Without_a_piece_for_sequences_the_request_is_refused()
    {
        using var arena = new Arena(1 << 20);
        byte[] data = ZipData.Text(1000);
        CompressionRequest request = Request(arena.Put(data), data.Length, price: false);
        ulong room = arena.Take(20_000);
        foreach (ScatterSegment[] pieces in (ScatterSegment[][])
            [[new(room, 20_000)], [new(room, 1015)], [new(room, 500), new(room + 500, 516)], [new(room, 1015), new(room + 5000, 3000)], []])
        {
            request.DestinationList = pieces;
            request.DestinationLength = pieces.Sum(s => s.Length);
            string? refusal = ZipRequestCheck.Refusal(in request, CompressionDirection.Compress, ZipSqe.TypeV3);
            Assert.Contains("leading pieces", refusal, StringComparison.Ordinal);
        }

        request.DestinationList = [new(room, 500), new(room + 500, 516), new(room + 5000, 3000)];
        request.DestinationLength = 4016;
        Assert.Null(ZipRequestCheck.Refusal(in request, CompressionDirection.Compress, ZipSqe.TypeV3));
    }

    [Fact]
    public void Too_few_bytes_for_sequences_are_said_so()
    {
        using var arena = new Arena(1 << 20);
        using var loop = new ZipLoop(CompressionDirection.Compress);
        byte[] data = ZipData.Text(20_000);
        CompressionRequest request = Request(arena.Put(data), data.Length, price: false);
        request.DestinationList = [new(arena.Take(20_016), 20_016), new(arena.Take(64), 40), new(arena.Take(64), 40)];
        request.DestinationLength = 20_096;

        Assert.Equal(RequestStatus.OutputTooSmall, loop.Run(in request, arena).Status);
    }

    [Fact]
    public void A_literal_list_that_holds_too_little_fails_its_request()
    {
        using var arena = new Arena(1 << 20);
        using var lists = new ZipLists(4);
        using var executor = new ZipExecutor(3);
        byte[] data = ZipData.Text(1000);
        CompressionRequest request = Request(arena.Put(data), data.Length, price: false);
        request.DestinationList = [new(arena.Take(1016), 1016), new(arena.Take(8000), 8000)];
        request.DestinationLength = 9016;
        Assert.True(new ZipRequestEncoder(CompressionDirection.Compress, ZipSqe.TypeV3).TryEncode(in request, lists, out ZipSqe good, out _));
        Assert.True(lists.TryBuild(arena.Take(1015), null, 0, 1015, out WarpDrive.Hisilicon.Qm.QmSglChain shorter, out _));

        ZipSqe sqe = good with { Literals = shorter.Address };
        executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), new Everywhere(), leased: false, out ZipOutcome outcome);
        Assert.Equal((ZipStatus.MalformedDescriptor, ZipReason.LiteralBufferTooSmall), (sqe.Status, outcome.Reason));

        sqe = good with { Literals = good.Literals + 4 };
        executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), new Everywhere(), leased: false, out outcome);
        Assert.Equal((ZipStatus.MalformedDescriptor, ZipReason.ListMisaligned), (sqe.Status, outcome.Reason));

        sqe = good;
        executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), new Everywhere(), leased: false, out _);
        Assert.Equal((ZipStatus.Done, 1000u), (sqe.Status, sqe.Consumed));
    }

    [Fact]
    public void Windows_of_the_address_space_change_nothing()
    {
        using var arena = new Arena(1 << 20);
        using var executor = new ZipExecutor(3);
        byte[] data = ZipData.Text(30_000);
        ulong literals = arena.Take(30_016);
        ulong sequences = arena.Take(100_000);
        var sqe = new ZipSqe
        {
            Control = 0x3A000000,
            OperationWord = 0x4043,
            Source = arena.Put(data),
            InputLength = 30_000,
            Dw13 = 30_016,
            Literals = literals,
            Destination = sequences,
            OutputSpace = 100_000,
        };

        executor.Execute(ref sqe, ZipGoldenTests.Plan(compress: true), new Everywhere(window: 999), leased: false, out _);

        Assert.Equal((ZipStatus.Done, 30_000u), (sqe.Status, sqe.Consumed));
        var decoder = new SequenceDecoder();
        decoder.Block(
            Arena.At(literals, (int)sqe.LiteralCount), MemoryMarshal.Cast<byte, Lz77Sequence>(Arena.At(sequences, (int)sqe.Produced * 8)), new Lz77Result());
        Assert.True(data.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(decoder.Output)));
    }

    [Fact]
    public void Lists_of_many_requests_come_back_through_a_queue()
    {
        using var arena = new Arena(4 << 20);
        using CompressionQueue queue = ZipQueueTests.Open(3, CompressionDirection.Compress, arena, new CompressionQueueOptions { ScatterRequests = 1 });
        byte[] data = ZipData.Text(3000);
        CompressionRequest request = Request(arena.Put(data), data.Length, price: false);
        request.DestinationList = ZipScatterTests.Scatter(arena, new byte[20_000], 500, new Random(4));
        request.DestinationLength = 20_000;
        for (int i = 0; i < 50; i++)
        {
            // The lists lie in the driver's memory, which this arena does not hold: each request fails, and its lists come back all the same.
            Assert.Equal(RequestStatus.BadAddress, ZipQueueTests.Run(queue, in request).Status);
        }
    }

    internal static Lz77Result Result(in CompressionCompletion done) => new(
        done.SequenceCount, done.LiteralCount, 0, done.LongLiteralSequence >= 0 ? 1 : 0, Math.Max(0, done.LongLiteralSequence));

    private static CompressionRequest Request(ulong source, int size, bool price) => new()
    {
        Format = CompressionFormat.Lz77Zstd,
        PriceMode = price,
        WindowCode = 4,
        Source = source,
        SourceLength = size,
    };

    /// <summary>Index of the first piece of the sequences, by the rule as a client would apply it.</summary>
    private static int Border(ScatterSegment[] pieces, int size)
    {
        int held = 0;
        int index = 0;
        while (held < size + 16)
        {
            held += pieces[index++].Length;
        }

        return index;
    }
}
