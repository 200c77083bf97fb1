namespace WarpDrive;

/// <summary>One item of a batch. Source and destination are the same memory or do not overlap; all must stay untouched until the batch is done.</summary>
/// <param name="Iv">IV of one block; empty for ECB.</param>
/// <param name="Source">Bytes to work on.</param>
/// <param name="Destination">Room for as many.</param>
public readonly record struct CipherJob(ReadOnlyMemory<byte> Iv, ReadOnlyMemory<byte> Source, Memory<byte> Destination);
