namespace WarpDrive;

/// <summary>What a hash call did.</summary>
/// <param name="BytesWritten">Bytes of the digest.</param>
/// <param name="Receipt">Where it ran.</param>
public readonly record struct HashResult(int BytesWritten, Receipt Receipt);
