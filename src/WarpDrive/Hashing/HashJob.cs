namespace WarpDrive;

/// <summary>One item of a batch. The digest must overlap no source of the batch, and all must stay untouched until the batch is done.</summary>
/// <param name="Source">Message.</param>
/// <param name="Digest">Room for its digest.</param>
public readonly record struct HashJob(ReadOnlyMemory<byte> Source, Memory<byte> Digest);
