namespace WarpDrive;

/// <summary>What a call on streams or sequences did.</summary>
/// <param name="BytesRead">Bytes used of the input.</param>
/// <param name="BytesWritten">Bytes written to the output.</param>
/// <param name="Receipt">Where the last request ran.</param>
public readonly record struct CompressionTotals(long BytesRead, long BytesWritten, Receipt Receipt);
