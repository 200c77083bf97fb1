namespace WarpDrive.Engines.Deflate;

/// <summary>Which level of which engine keeps which promise.</summary>
/// <remarks>
/// For every engine the lowest level whose ratio reaches the promise, on assemblies and on XML documentation each, in pieces of
/// 4, 8, 16, 64, 256 KiB and 1 MiB. Measured with the zlib-ng of .NET 10.0, ISA-L 2.30 (blocks as <see cref="IsaLibrary.LevelBufferSize"/>
/// has them), libdeflate 1.14 against zlib 1.2.13; ratio of assemblies, MB/s of both:
/// <code>
///                         4 KiB          64 KiB          1 MiB
/// zlib 1               1.945   82      2.165  102      1.946   75
/// zlib 6               2.016   51      2.328   42      2.074   31
/// zlib 9               2.017   47      2.333   22      2.079   16
/// runtime 1 (Fastest)  1.633  338      1.837  292      1.661  249
/// runtime 2            1.907  101      2.145  157      1.921  128
/// runtime 6            1.953   64      2.256   95      2.007   78
/// runtime 9            2.017   45      2.331   36      2.079   30
/// ISA-L 0              1.557  607      1.838  617      1.625  582
/// ISA-L 1              1.896  235      2.093  636      1.864  686
/// ISA-L 3              1.899  190      2.153  353      1.930  369
/// libdeflate 1         1.925  199      2.159  215      1.932  180
/// libdeflate 5         2.018   94      2.346  100      2.096   89
/// libdeflate 7         2.021   84      2.363   75      2.110   70
/// </code>
/// ISA-L's level 0 is faster but falls below Fastest at 4 KiB and 1 MiB. The runtime's levels 4 to 8 stay 2 to 4 % below zlib's.
/// Between samples of 8 MiB the distance of two engines moves by up to 2 %, most of all for the runtime's levels 2 to 6; the table
/// goes by the least favourable one, but for ISA-L at level 1, which goes by 24 MiB (16 KiB -1.8 %, 64 KiB -1.1 %, 1 MiB -0.2 %).
/// A piece of a stream that refers to nothing before it keeps its promise by the same level: it is 4 or 5 bytes longer than a whole
/// stream, with any engine. libdeflate's pieces of 1 MiB, walk to the last block included, beside zlib-ng (MB/s of CPU time, ratio):
/// promise 2: 102, 2.130 beside 51, 2.120; 3: 104, 2.130 beside 29, 2.177; 6: 61, 2.207 beside 29, 2.177; 9: 40, 2.210 beside 29, 2.177.
/// The promise tests repeat the comparison on the machine they run on.
/// </remarks>
internal static class DeflatePromiseTable
{
    internal const int Promises = 10;
    internal const int SizeClasses = 3;

    /// <summary>In a cell: the engine has no level that keeps the promise.</summary>
    internal const int None = 0;

    // Rows: Fastest, Level1 to Level9. Columns: Small, Medium, Large.
    private static ReadOnlySpan<byte> Runtime =>
    [
        1, 1, 1,
        3, 3, 3,
        7, 7, 7,
        9, 9, 9,
        9, 9, 9,
        9, 9, 9,
        9, 9, 9,
        9, 9, 9,
        9, 9, 9,
        9, 9, 9,
    ];

    private static ReadOnlySpan<byte> IsaL =>
    [
        1, 1, 1,
        None, 3, 3,
        None, None, None,
        None, None, None,
        None, None, None,
        None, None, None,
        None, None, None,
        None, None, None,
        None, None, None,
        None, None, None,
    ];

    private static ReadOnlySpan<byte> LibDeflate =>
    [
        1, 1, 1,
        1, 1, 1,
        2, 2, 2,
        2, 2, 2,
        3, 4, 4,
        5, 5, 5,
        6, 7, 7,
        6, 7, 7,
        6, 7, 8,
        6, 7, 8,
    ];

    /// <summary>The engine's lowest level that keeps the promise, or <see cref="None"/>.</summary>
    internal static int LevelOf(DeflateEngineKind kind, DeflatePromise promise, DeflateSizeClass sizeClass)
    {
        int cell = (int)promise * SizeClasses + (int)sizeClass;
        return kind switch
        {
            DeflateEngineKind.Runtime => Runtime[cell],
            DeflateEngineKind.IsaL => IsaL[cell],
            DeflateEngineKind.LibDeflate => LibDeflate[cell],
            _ => None,
        };
    }

    /// <summary>The engines of this machine that can do the operation and keep the promise.</summary>
    internal static List<DeflateChoice> Candidates(DeflateOperation operation, DeflatePromise promise, DeflateSizeClass sizeClass)
    {
        var candidates = new List<DeflateChoice>();
        foreach (DeflateEngineInfo info in DeflateEngines.Available)
        {
            int level = LevelOf(info.Kind, promise, sizeClass);
            bool fits = operation switch
            {
                DeflateOperation.Encode => level != None,
                DeflateOperation.StreamEncode => level != None && info.CanStreamEncode && level >= info.MinStreamLevel,
                DeflateOperation.PieceEncode => level != None && (!info.CanStreamEncode || level >= info.MinStreamLevel),
                _ => true,
            };
            if (fits)
            {
                candidates.Add(new DeflateChoice(info.Kind, operation == DeflateOperation.Decode ? 0 : level));
            }
        }

        return candidates;
    }
}
