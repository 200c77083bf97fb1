namespace WarpDrive;

/// <summary>What a call on buffers did.</summary>
/// <param name="BytesConsumed">Bytes of the source that were used. After decompression the rest of the source follows the stream.</param>
/// <param name="BytesWritten">Bytes written to the destination.</param>
/// <param name="Receipt">Where it ran.</param>
public readonly record struct CompressionResult(int BytesConsumed, int BytesWritten, Receipt Receipt);
