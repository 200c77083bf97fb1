using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>The scatter lists of one queue's requests. The sender's: the receiver leaves chains in its records, and the sender collects them.</summary>
internal sealed class ZipLists : IDisposable
{
    private readonly int _requests;
    private QmSglPool? _pool;                       // made by the first scattered request
    private ScatterSegment[] _pieces = new ScatterSegment[QmSgl.MaxEntries];

    /// <summary>Lists for so many requests.</summary>
    /// <param name="requests">0 for none.</param>
    internal ZipLists(int requests) => _requests = requests;

    /// <summary>Lists in all: three for each request, as many as a pool holds at most.</summary>
    internal int Total => Math.Min(3 * _requests, QmSgl.MaxLists);

    /// <summary>Lists that are free.</summary>
    internal int Available => _pool?.FreeLists ?? Total;

    /// <summary>Whether chains are out that the sender must collect.</summary>
    internal bool IsOutstanding => Available != Total;

    /// <summary>Lists that a request will need at most.</summary>
    internal static int Needed(in CompressionRequest request)
    {
        if (request.SourceList is null && request.DestinationList is null && request.DestinationLength <= ZipRequestCheck.MaxFlat)
        {
            return 0;
        }

        int needed = NeededFor(request.SourceList, request.SourceLength) + NeededFor(request.DestinationList, request.DestinationLength);
        return request.Format == CompressionFormat.Lz77Zstd ? needed + 1 : needed;   // its destination becomes two lists
    }

    /// <summary>Builds a list over part of a buffer.</summary>
    /// <param name="address">The buffer, when it is one piece.</param>
    /// <param name="pieces">The buffer's pieces, or null.</param>
    /// <param name="skip">Bytes to leave out at the start: whole pieces are dropped, the rest is the offset.</param>
    /// <param name="length">Bytes behind them.</param>
    /// <param name="chain">The list; nothing when there are no bytes.</param>
    /// <param name="offset">Offset into the list's first entry for the descriptor.</param>
    /// <returns>False when all are in use.</returns>
    internal bool TryBuild(ulong address, ScatterSegment[]? pieces, int skip, int length, out QmSglChain chain, out int offset)
    {
        _pool ??= new QmSglPool(Total);
        chain = default;
        offset = 0;
        int count = 0;
        if (pieces is null)
        {
            address += (uint)skip;
            for (; length > 0; count++)
            {
                int piece = Math.Min(length, QmSgl.MaxEntryLength);
                Add(count, new ScatterSegment(address, piece));
                address += (uint)piece;
                length -= piece;
            }
        }
        else
        {
            foreach (ScatterSegment piece in pieces)
            {
                if (length == 0)
                {
                    break;
                }

                if (skip >= piece.Length)
                {
                    skip -= piece.Length;
                    continue;
                }

                int taken = Math.Min(piece.Length - skip, length);
                Add(count, new ScatterSegment(piece.Address, skip + taken));
                offset = count++ == 0 ? skip : offset;
                skip = 0;
                length -= taken;
            }
        }

        return _pool.TryWrite(_pieces.AsSpan(0, count), out chain) is QmSglWriteResult.Written or QmSglWriteResult.Empty;
    }

    /// <summary>Gives a list back; nothing is given back for none.</summary>
    internal void Return(ref QmSglChain chain)
    {
        _pool?.Return(in chain);
        chain = default;
    }

    public void Dispose() => _pool?.Dispose();

    private static int NeededFor(ScatterSegment[]? pieces, int length)
    {
        int entries = pieces?.Length ?? (int)(((long)length + QmSgl.MaxEntryLength - 1) / QmSgl.MaxEntryLength);
        return Math.Max(1, (entries + QmSgl.MaxEntries - 1) / QmSgl.MaxEntries);
    }

    private void Add(int index, ScatterSegment piece)
    {
        if (index == _pieces.Length)
        {
            Array.Resize(ref _pieces, index * 2);
        }

        _pieces[index] = piece;
    }
}
