namespace WarpDrive;

/// <summary>What decompressing a stream did.</summary>
/// <param name="BytesRead">Compressed bytes used, up to the end of the last stream or member and its padding.</param>
/// <param name="BytesWritten">Bytes written to the output.</param>
/// <param name="Members">Complete gzip members, or streams.</param>
/// <param name="TrailingGarbage">True when something that is neither a member nor zero padding followed; it was ignored.</param>
/// <param name="Receipt">Where the last request ran.</param>
public readonly record struct DecompressionTotals(long BytesRead, long BytesWritten, int Members, bool TrailingGarbage, Receipt Receipt);
