using System.Buffers.Binary;
using System.Runtime.InteropServices;
using WarpDrive.Engines.Lz77;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Testing;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>Chains of scatter lists, and LZ77, over the memory of a client elsewhere: staged by way of /proc, here this process's own.</summary>
public sealed class ZipOtherMemoryListTests : IDisposable
{
    private const int Size = 60_000;
    private const int Largest = 100;   // bytes of a piece: 1200 pieces, five lists

    private readonly ProcessSource _source = ZipOtherMemoryTests.Own();
    private readonly AddressSpace _space;
    private readonly Arena _arena = new(8 << 20);

    public ZipOtherMemoryListTests() => _space = _source.Create(1);

    public enum Chain
    {
        Source,
        Destination,
        Literals,
    }

    public void Dispose()
    {
        (_space as IDisposable)?.Dispose();
        _source.Dispose();
        _arena.Dispose();
    }

    [Theory]
    [InlineData(CompressionFormat.Deflate)]
    [InlineData(CompressionFormat.Zlib)]
    [InlineData(CompressionFormat.Gzip)]
    public void Chains_of_lists_go_there_and_back(CompressionFormat format)
    {
        using var compress = new ZipLoop(CompressionDirection.Compress) { Space = _space };
        using var decompress = new ZipLoop(CompressionDirection.Decompress) { Space = _space };
        foreach ((string name, byte[] data) in ZipData.Of(Size))
        {
            _arena.Rewind();
            int free = compress.FreeLists;
            ScatterSegment[] source = Scatter(data), packed = Scatter(Room((Size * 9 / 8) + 200)), back = Scatter(Room(Size));
            byte[] before = _arena.Bytes.ToArray();
            CompressionCompletion done = compress.Run(Request(format, source, Size, packed), _arena);
            Assert.True(done.Status == RequestStatus.Ok, $"{name}: {ZipWords.Describe(in done)}");
            Assert.Equal(data, ZipData.Decompress(format, ZipScatterTests.Gather(packed, done.Produced)));
            MustHaveWrittenOnly(before, (packed, done.Produced));
            Assert.True(name != "random" || done.Produced > packed.Where(piece => piece.Length > 0).Take(2 * QmSgl.MaxEntries).Sum(piece => piece.Length));

            before = _arena.Bytes.ToArray();
            CompressionCompletion undone = decompress.Run(Request(format, packed, done.Produced, back), _arena);
            Assert.Equal((RequestStatus.Ok, done.Produced, Size), (undone.Status, undone.Consumed, undone.Produced));
            Assert.Equal(data, ZipScatterTests.Gather(back, Size));
            MustHaveWrittenOnly(before, (back, Size));
            Assert.Equal(free, compress.FreeLists);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Sequences_and_literals_of_a_stream_rebuild_the_data(bool inPieces, bool price)
    {
        const int Block = 100_000;
        using var loop = new ZipLoop(CompressionDirection.Compress, executors: 2) { Space = _space };
        foreach ((string name, byte[] data) in ZipData.Of(250_000))
        {
            _arena.Rewind();
            var context = new ScatterSegment(_arena.Take(ZipContextLayout.BufferSize), ZipContextLayout.BufferSize);
            var decoder = new SequenceDecoder();
            for (int at = 0; at < data.Length; at += Block)
            {
                byte[] block = data[at..Math.Min(at + Block, data.Length)];
                CompressionRequest request = Lz77Request(block, inPieces, price, out ScatterSegment[] literals, out ScatterSegment[] sequences);
                request.Flags = CompressionRequestFlags.Stateful | (at == 0 ? CompressionRequestFlags.First : 0);
                request.StreamContext = context.Address;
                byte[] before = _arena.Bytes.ToArray();
                CompressionCompletion done = loop.Run(in request, _arena);
                Assert.True(done.Status == RequestStatus.Ok, $"{name}: {ZipWords.Describe(in done)}");
                Assert.Equal((block.Length, done.SequenceCount * Lz77Sequence.SizeInBytes), (done.Consumed, done.Produced));
                MustHaveWrittenOnly(before, (literals, done.LiteralCount), (sequences, done.Produced), ([context], context.Length));
                decoder.Block(
                    ZipScatterTests.Gather(literals, done.LiteralCount),
                    MemoryMarshal.Cast<byte, Lz77Sequence>(ZipScatterTests.Gather(sequences, done.Produced)), ZipLz77ScatterTests.Result(in done));
            }

            Assert.True(data.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(decoder.Output)), name);
            Assert.True(name != "text" || decoder.LargestOffset > 1000);
        }
    }

    [Theory]
    [InlineData(Chain.Source)]
    [InlineData(Chain.Destination)]
    [InlineData(Chain.Literals)]
    public void A_chain_that_leads_nowhere_is_a_bad_address(Chain chain)
    {
        using var loop = new ZipLoop(CompressionDirection.Compress) { Space = _space };
        foreach ((ulong next, ulong fault) in Nowhere())
        {
            _arena.Rewind();
            CompressionRequest request = Request(chain, out Action check);
            SetEntries(_arena.End - QmSglHeader.SizeInBytes, 1);   // they lie behind the end
            byte[] before = _arena.Bytes.ToArray();
            loop.Before = sqe => At(Next(First(in sqe, chain))) = next;
            CompressionCompletion done = loop.Run(in request, _arena);
            Assert.Equal((RequestStatus.BadAddress, 0), (done.Status, done.Produced));
            Assert.Equal(fault, loop.LastOutcome.FaultAddress);
            Assert.True(_arena.Bytes.SequenceEqual(before));

            loop.Before = null;
            Assert.Equal(RequestStatus.Ok, loop.Run(in request, _arena).Status);   // it has left nothing behind
            check();
        }
    }

    [Theory]
    [InlineData(Chain.Source)]
    [InlineData(Chain.Destination)]
    [InlineData(Chain.Literals)]
    public void A_piece_of_the_third_list_that_is_nowhere_is_a_bad_address(Chain chain)
    {
        using var loop = new ZipLoop(CompressionDirection.Compress) { Space = _space };
        foreach ((ulong piece, ulong fault) in Nowhere())
        {
            _arena.Rewind();
            CompressionRequest request = Request(chain, out Action check);
            loop.Before = sqe =>
            {
                ulong entry = Next(Next(First(in sqe, chain))) + QmSglHeader.SizeInBytes + (7 * QmSglEntry.SizeInBytes);
                At(entry) = piece;
                At(entry + 16) = QmSglHeader.SizeInBytes + 1;   // its length: one byte behind the end
            };
            CompressionCompletion done = loop.Run(in request, _arena);
            Assert.Equal((RequestStatus.BadAddress, 0), (done.Status, done.Produced));
            Assert.Equal(fault, loop.LastOutcome.FaultAddress);

            loop.Before = null;
            Assert.Equal(RequestStatus.Ok, loop.Run(in request, _arena).Status);
            check();
        }
    }

    /// <summary>The memory file looks past permissions, and short ranges are asked about when they have been read: what a list says goes nowhere.</summary>
    [Theory]
    [InlineData(Chain.Source)]
    [InlineData(Chain.Destination)]
    [InlineData(Chain.Literals)]
    public void A_list_that_may_not_be_read_is_the_bad_address_whatever_it_says(Chain chain)
    {
        using var loop = new ZipLoop(CompressionDirection.Compress) { Space = _space };
        foreach (ulong secret in (ulong[])[0x1234_5000, 0xFFFF_8000_1234_5000])
        {
            using var forbidden = new Arena(QmSgl.ListSize);
            ulong list = forbidden.Take(QmSgl.ListSize);
            SetEntries(list, 1);
            At(list + QmSglHeader.SizeInBytes) = secret;
            At(list + QmSglHeader.SizeInBytes + 16) = QmSgl.MaxEntryLength;
            forbidden.Forbid();

            _arena.Rewind();
            CompressionRequest request = Request(chain, out _);
            loop.Before = sqe =>
            {
                ulong first = First(in sqe, chain);
                SetEntries(first, 0);   // it says nothing but where the next one is
                At(first) = list;
            };
            CompressionCompletion done = loop.Run(in request, _arena);
            Assert.Equal((RequestStatus.BadAddress, 0), (done.Status, done.Produced));
            Assert.Equal(list, loop.LastOutcome.FaultAddress);
        }
    }

    /// <summary>Addresses that lead nowhere, with that of the first bad byte: unmapped, not canonical, of the kernel, without permission, and across an end.</summary>
    private (ulong Address, ulong Fault)[] Nowhere() =>
    [
        (0x1000, 0x1000),
        (1ul << 63, 1ul << 63),
        (0xFFFF_8000_0000_0000, 0xFFFF_8000_0000_0000),
        (_arena.End, _arena.End),
        (_arena.End - QmSglHeader.SizeInBytes, _arena.End),
    ];

    /// <summary>A request with a chain of at least three lists, all of which it needs, and a look at its result.</summary>
    private CompressionRequest Request(Chain chain, out Action check)
    {
        byte[] data = ZipData.Of(Size).Single(one => one.Name == "random").Bytes;
        if (chain == Chain.Literals)
        {
            CompressionRequest request = Lz77Request(data, inPieces: true, price: false, out ScatterSegment[] literals, out _);
            check = () => Assert.Equal(data, ZipScatterTests.Gather(literals, Size));   // nothing repeats in random data
            return request;
        }

        ScatterSegment[] packed = Scatter(Room((Size * 9 / 8) + 200));
        check = () => Assert.Equal(data, ZipData.Decompress(CompressionFormat.Deflate, ZipScatterTests.Gather(packed, packed.Sum(piece => piece.Length))));
        return Request(CompressionFormat.Deflate, Scatter(data), Size, packed);
    }

    private static CompressionRequest Request(CompressionFormat format, ScatterSegment[] source, int length, ScatterSegment[] destination) => new()
    {
        Format = format,
        WindowCode = 4,
        SourceList = source,
        SourceLength = length,
        DestinationList = destination,
        DestinationLength = destination.Sum(piece => piece.Length),
    };

    private CompressionRequest Lz77Request(byte[] data, bool inPieces, bool price, out ScatterSegment[] literals, out ScatterSegment[] sequences)
    {
        int mostLiterals = data.Length + 16, mostSequences = (data.Length * 3) + 64;
        var request = new CompressionRequest { Format = CompressionFormat.Lz77Zstd, PriceMode = price, WindowCode = 4, SourceLength = data.Length };
        if (inPieces)
        {
            literals = Scatter(Room(mostLiterals));
            sequences = Scatter(Room(mostSequences), 10 * Largest);
            request.SourceList = Scatter(data);
            request.DestinationList = [.. literals, .. sequences];
            request.DestinationLength = mostLiterals + mostSequences;
            return request;
        }

        literals = [new ScatterSegment(_arena.Take(mostLiterals), mostLiterals)];
        sequences = [new ScatterSegment(_arena.Take(mostSequences), mostSequences)];
        request.Source = _arena.Put([0, .. data]) + 1;   // no page, no line
        request.Literals = literals[0].Address;
        request.LiteralsLength = mostLiterals;
        request.Destination = sequences[0].Address;
        request.DestinationLength = mostSequences;
        return request;
    }

    /// <summary>What nobody else would write.</summary>
    private static byte[] Room(int length) => [.. Enumerable.Repeat((byte)0xA5, length)];

    private ScatterSegment[] Scatter(byte[] data, int largest = Largest)
    {
        ScatterSegment[] pieces = ZipScatterTests.Scatter(_arena, data, largest, new Random(data.Length), first: 10);
        Assert.True(pieces.Count(piece => piece.Length > 0) > (largest == Largest ? 3 : 1) * QmSgl.MaxEntries);
        return pieces;
    }

    private void MustHaveWrittenOnly(byte[] before, params (ScatterSegment[] Pieces, int Length)[] written)
    {
        foreach ((ScatterSegment[] pieces, int length) in written)
        {
            int rest = length;
            foreach (ScatterSegment piece in pieces.Where(piece => piece.Length > 0))
            {
                int taken = Math.Min(piece.Length, rest);
                Arena.At(piece.Address, taken).CopyTo(before.AsSpan((int)(piece.Address - _arena.Address)));
                rest -= taken;
            }
        }

        Assert.True(_arena.Bytes.SequenceEqual(before));
    }

    private static ulong First(in ZipSqe sqe, Chain chain) => chain switch
    {
        Chain.Source => sqe.Source,
        Chain.Destination => sqe.Destination,
        _ => sqe.Literals,
    };

    /// <summary>The next list of a chain; a header begins with it.</summary>
    private static ulong Next(ulong list) => At(list);

    private static void SetEntries(ulong list, ushort entries) => BinaryPrimitives.WriteUInt16LittleEndian(Arena.At(list + 10, sizeof(ushort)), entries);

    private static ref ulong At(ulong address) => ref MemoryMarshal.AsRef<ulong>(Arena.At(address, sizeof(ulong)));
}
