using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Which requests a queue takes at all; the words are constants, because callers may ask often.</summary>
internal static class ZipRequestCheck
{
    /// <summary>The largest flat buffer that goes into one descriptor (hisi-qm-zip.md B4).</summary>
    internal const int MaxFlat = 8 << 20;

    private const int MaxLz77Input = 128 << 10;
    private const int Lz77LiteralReserve = 16;

    /// <summary>Words why a request is refused, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="direction">The queue's direction.</param>
    /// <param name="type">Descriptor type of the hardware.</param>
    internal static string? Refusal(in CompressionRequest request, CompressionDirection direction, uint type)
    {
        if (request.SourceLength < 0 || request.DestinationLength < 0 || request.LiteralsLength < 0)
        {
            return "a length is negative";
        }

        if ((request.SourceList is null && request.Source == 0) || (request.DestinationList is null && request.Destination == 0))
        {
            return "a buffer address is null: give any valid address, even for an empty buffer";
        }

        if (request.SourceList is null && request.SourceLength > MaxFlat)
        {
            return "one request takes at most 8 MiB of contiguous input: split it, or give it as a list of pieces";
        }

        if (request.WindowCode > 4)
        {
            return "the window code is above 4 (32 KiB)";
        }

        if ((request.Flags & CompressionRequestFlags.Stateful) != 0 && request.StreamContext == 0)
        {
            return "a request of a stream needs the address of its 64 KiB context buffer";
        }

        if (request.DestinationList is { } pieces && direction == CompressionDirection.Compress && !HeaderFits(in request, pieces))
        {
            return "the first piece of a scattered destination is too small for the header";
        }

        return FormatRefusal(in request, direction, type) ?? ListRefusal(request.SourceList, request.SourceLength)
            ?? ListRefusal(request.DestinationList, request.DestinationLength);
    }

    private static string? FormatRefusal(in CompressionRequest request, CompressionDirection direction, uint type)
    {
        switch (request.Format)
        {
            case CompressionFormat.Zlib or CompressionFormat.Gzip:
                return null;
            case CompressionFormat.Deflate:
                return type == ZipSqe.TypeV2 ? "this hardware generation (QM v2) has no raw deflate: use zlib or gzip" : null;
            case CompressionFormat.Lz77Zstd:
                break;
            default:
                return "the format is unknown";
        }

        if (type == ZipSqe.TypeV2)
        {
            return "this hardware generation (QM v2) has no LZ77 for zstd";
        }

        if (direction != CompressionDirection.Compress)
        {
            return "LZ77 for zstd only compresses, and this queue was opened for decompression";
        }

        if (request.SourceLength > MaxLz77Input)
        {
            return "LZ77 for zstd takes at most 128 KiB of input";
        }

        if (request.DestinationList is { } list)
        {
            return LiteralPieces(list, request.SourceLength, out int literals) && literals < request.DestinationLength
                ? null
                : "the leading pieces of the destination must hold the input length + 16 for literals, and a further piece the sequences";
        }

        return request.Literals == 0 || request.LiteralsLength < request.SourceLength + Lz77LiteralReserve
            ? "the literal buffer must hold the input length + 16"
            : null;
    }

    /// <summary>The leading whole pieces that take the literals of LZ77 (hisi-qm-zip.md B13): until they hold the input length + 16.</summary>
    /// <param name="list">The destination.</param>
    /// <param name="input">Input bytes.</param>
    /// <param name="length">Bytes of those pieces; the sequences begin behind them.</param>
    /// <returns>Whether there are enough.</returns>
    internal static bool LiteralPieces(ScatterSegment[] list, int input, out int length)
    {
        length = 0;
        for (int i = 0; i < list.Length && length < input + Lz77LiteralReserve; i++)
        {
            if (list[i].Length is < 0 or > MaxFlat)
            {
                return false;
            }

            length += list[i].Length;
        }

        return length >= input + Lz77LiteralReserve;
    }

    private static string? ListRefusal(ScatterSegment[]? list, int length)
    {
        if (list is null)
        {
            return null;
        }

        long total = 0;
        foreach (ScatterSegment segment in list)
        {
            if (segment.Length is < 0 or > MaxFlat)
            {
                return "a piece of a list is negative or over 8 MiB";
            }

            if (segment.Length > 0 && segment.Address == 0)
            {
                return "a piece of a list has a null address";
            }

            total += segment.Length;
        }

        return total < length ? "the pieces of a list hold less than the length says" : null;
    }

    private static bool HeaderFits(in CompressionRequest request, ScatterSegment[] list)
    {
        int header = (request.Flags & CompressionRequestFlags.Headerless) != 0 ? 0 : ZipHeaders.For(request.Format).Length;
        if ((request.Flags & (CompressionRequestFlags.Stateful | CompressionRequestFlags.First)) == CompressionRequestFlags.Stateful)
        {
            return true;   // only the first request of a stream has a header
        }

        foreach (ScatterSegment segment in list)
        {
            if (segment.Length > 0)
            {
                return segment.Length >= header || request.DestinationLength <= header;
            }
        }

        return true;
    }
}
