namespace WarpDrive;

/// <summary>One item of a batch. Source and destination must not overlap, and must stay untouched until the batch is done.</summary>
/// <param name="Source">Bytes to work on.</param>
/// <param name="Destination">Room for the result.</param>
public readonly record struct CompressionJob(ReadOnlyMemory<byte> Source, Memory<byte> Destination);
