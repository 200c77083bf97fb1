namespace WarpDrive;

/// <summary>What a call of a <see cref="Cipher"/>, <see cref="Aead"/> or <see cref="CbcHmac"/> did.</summary>
/// <param name="BytesWritten">Bytes written to the destination.</param>
/// <param name="Receipt">Where it ran.</param>
public readonly record struct CipherResult(int BytesWritten, Receipt Receipt);
