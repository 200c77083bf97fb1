using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>The scatter lists of one queue's requests. The sender's: the receiver only lets go of records, and the sender collects their lists.</summary>
internal sealed class SecLists : IDisposable
{
    private readonly int _total;
    private QmSglPool? _pool;                       // made by the first scattered request
    private ScatterSegment[] _pieces = new ScatterSegment[QmSgl.MaxEntries];

    /// <summary>Lists for so many requests.</summary>
    /// <param name="requests">0 for none.</param>
    /// <param name="perRequest">1, or 2 when there is a destination.</param>
    internal SecLists(int requests, int perRequest) => _total = Math.Clamp(perRequest * requests, 0, QmSgl.MaxLists);

    /// <summary>Lists in all.</summary>
    internal int Total => _total;

    /// <summary>Lists that are free.</summary>
    internal int Available => _pool?.FreeLists ?? _total;

    /// <summary>Whether chains are out that the sender must collect.</summary>
    internal bool IsOutstanding => Available != _total;

    /// <summary>Lists that a buffer needs at most.</summary>
    /// <param name="pieces">Its pieces, or null when it is one.</param>
    internal static int Needed(ScatterSegment[]? pieces) => pieces is null ? 1 : Math.Max(1, (pieces.Length + QmSgl.MaxEntries - 1) / QmSgl.MaxEntries);

    /// <summary>Words why pieces cannot be used, or null.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="length">Bytes that they must hold.</param>
    internal static string? Refusal(ScatterSegment[] pieces, int length)
    {
        long total = 0;
        foreach (ScatterSegment piece in pieces)
        {
            if (piece.Length is < 0 or > QmSgl.MaxEntryLength)
            {
                return "a piece of a list is negative or over 8 MiB";
            }

            if (piece.Length > 0 && piece.Address == 0)
            {
                return "a piece of a list has a null address";
            }

            total += piece.Length;
        }

        return total < length ? "the pieces of a list hold less than the length says" : null;
    }

    /// <summary>Builds the list of a buffer; there is room for it, and it holds the bytes.</summary>
    /// <param name="address">The buffer, when it is one piece.</param>
    /// <param name="pieces">Its pieces, or null.</param>
    /// <param name="length">Bytes, at least 1; what the pieces hold beyond is left out.</param>
    internal QmSglChain Build(ulong address, ScatterSegment[]? pieces, int length)
    {
        _pool ??= new QmSglPool(_total);
        int count = 0;
        if (pieces is null)
        {
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
                int taken = Math.Min(piece.Length, length);
                if (taken > 0)
                {
                    Add(count++, new ScatterSegment(piece.Address, taken));
                    length -= taken;
                }
            }
        }

        _ = _pool.TryWrite(_pieces.AsSpan(0, count), out QmSglChain chain);
        return chain;
    }

    /// <summary>Gives a list back; nothing is given back for none.</summary>
    /// <param name="chain">The list; none afterwards.</param>
    internal void Return(ref QmSglChain chain)
    {
        _pool?.Return(in chain);
        chain = default;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool?.Dispose();

    private void Add(int index, ScatterSegment piece)
    {
        if (index == _pieces.Length)
        {
            Array.Resize(ref _pieces, index * 2);
        }

        _pieces[index] = piece;
    }
}
