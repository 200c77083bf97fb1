namespace WarpDrive.Hisilicon.Qm;

/// <summary>Where things are in the DUS region (hisi-qm-zip.md A2, uacce.md §5.2).</summary>
/// <remarks>SQ ring, CQ ring, padding to a page, one page whose last eight bytes are the status words.</remarks>
public readonly record struct QmDusLayout
{
    /// <summary>Status word value: that side is dead.</summary>
    public const uint Dead = 1;

    private QmDusLayout(int sqeSize, int sqDepth, int cqDepth, int size)
    {
        SqeSize = sqeSize;
        SqDepth = sqDepth;
        CqDepth = cqDepth;
        CqOffset = sqeSize * sqDepth;
        Size = size;
    }

    /// <summary>Bytes of a descriptor.</summary>
    public int SqeSize { get; }
    /// <summary>Slots of the submission ring.</summary>
    public int SqDepth { get; }
    /// <summary>Slots of the completion ring.</summary>
    public int CqDepth { get; }
    /// <summary>Bytes of the region.</summary>
    public int Size { get; }
    /// <summary>Offset of the submission ring.</summary>
    public const int SqOffset = 0;
    /// <summary>Offset of the completion ring.</summary>
    public int CqOffset { get; }
    /// <summary>Offset of the RX status word: 1 = nothing will be received any more.</summary>
    public int RxStatusOffset => Size - 8;
    /// <summary>Offset of the TX status word: 1 = nothing can be submitted any more.</summary>
    public int TxStatusOffset => Size - 4;

    /// <summary>The layout a device makes.</summary>
    /// <param name="sqeSize">Bytes of a descriptor: a power of two, 32…4096.</param>
    /// <param name="sqDepth">Slots, 2…32768.</param>
    /// <param name="cqDepth">Slots, 2…32768.</param>
    /// <param name="pageSize">Bytes of a page.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of range.</exception>
    public static QmDusLayout Create(int sqeSize, int sqDepth, int cqDepth, int pageSize)
    {
        CheckRings(sqeSize, sqDepth, cqDepth);
        int rings = (sqeSize * sqDepth) + (QmCqe.SizeInBytes * cqDepth);
        int size = ((rings + pageSize - 1) / pageSize * pageSize) + pageSize;
        return new QmDusLayout(sqeSize, sqDepth, cqDepth, size);
    }

    /// <summary>The layout of a region whose size the device reports: the status words are at its end.</summary>
    /// <param name="sqeSize">Bytes of a descriptor.</param>
    /// <param name="sqDepth">Slots.</param>
    /// <param name="cqDepth">Slots.</param>
    /// <param name="regionSize">Bytes of the region.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rings do not fit, or a value is out of range.</exception>
    public static QmDusLayout ForRegion(int sqeSize, int sqDepth, int cqDepth, long regionSize)
    {
        CheckRings(sqeSize, sqDepth, cqDepth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(regionSize, int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(regionSize, (sqeSize * sqDepth) + (QmCqe.SizeInBytes * cqDepth) + 8);
        return new QmDusLayout(sqeSize, sqDepth, cqDepth, (int)regionSize);
    }

    private static void CheckRings(int sqeSize, int sqDepth, int cqDepth)
    {
        if (!int.IsPow2(sqeSize) || sqeSize is < 32 or > 4096)
        {
            throw new ArgumentOutOfRangeException(nameof(sqeSize), sqeSize, "a descriptor is a power of two of 32 to 4096 bytes");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(sqDepth, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sqDepth, 32768);
        ArgumentOutOfRangeException.ThrowIfLessThan(cqDepth, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cqDepth, 32768);
    }
}
