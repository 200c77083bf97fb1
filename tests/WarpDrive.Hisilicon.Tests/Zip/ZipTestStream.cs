using WarpDrive.Engines.Deflate;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Tests.Zip;

/// <summary>One stream compressed request by request, with all the room it may need.</summary>
internal sealed class ZipTestStream(ZipLoop loop, Arena arena, CompressionFormat format)
{
    private readonly ulong _context = arena.Take(ZipContextLayout.BufferSize);
    private CompressionCompletion _done;

    /// <summary>Bytes that the last request took.</summary>
    internal int Taken => _done.Consumed;

    /// <summary>Compresses a piece; takes all of it unless the room is given.</summary>
    internal byte[] Compress(ReadOnlySpan<byte> piece, bool first = false, bool last = false, int? room = null)
    {
        int space = room ?? DeflateBound.MaxCompressedLength(piece.Length) + 300;
        ulong destination = arena.Take(space);
        ulong source = piece.IsEmpty ? destination : arena.Put(piece);
        CompressionRequest request = ZipStreamTests.Request(format, source, piece.Length, destination, space, _context, first, last);
        request.Checksum = _done.Checksum;
        request.UncompressedLength = _done.UncompressedLength;
        _done = loop.Run(in request, arena);
        Assert.True(_done.Status is RequestStatus.Ok or RequestStatus.StreamEnd or RequestStatus.MoreOutput, $"{_done.Status}");
        Assert.True(room is not null || _done.Consumed == piece.Length);
        return Arena.At(destination, _done.Produced).ToArray();
    }
}
