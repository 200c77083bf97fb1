namespace WarpDrive;

/// <summary>One item of a batch. Source and destination are the same memory or do not overlap; all must stay untouched until the batch is done.</summary>
/// <param name="Nonce">Nonce, never used twice for encryption under one key.</param>
/// <param name="Source">Plaintext to encrypt, or ciphertext to decrypt.</param>
/// <param name="Destination">Room for as many bytes.</param>
/// <param name="Tag">Becomes the tag when encrypting; is compared when decrypting.</param>
/// <param name="AssociatedData">Authenticated and not encrypted; may be empty.</param>
public readonly record struct AeadJob(
    ReadOnlyMemory<byte> Nonce, ReadOnlyMemory<byte> Source, Memory<byte> Destination, Memory<byte> Tag, ReadOnlyMemory<byte> AssociatedData = default);
