using WarpDrive.Uacce.Digests;

namespace WarpDrive.Uacce.PublicKey;

/// <summary>One request to a public-key queue, in no vendor's format.</summary>
/// <remarks>
/// Operands are copied into memory of the queue when the request is sent, so that the input is free again and may lie anywhere, also with a device without
/// shared virtual addressing. Results are copied to the output when the request is received; nothing is written unless it succeeded. The key is kept alive
/// by the queue.
/// </remarks>
public struct PublicKeyRequest : IRequest
{
    /// <inheritdoc/>
    public uint Tag { get; set; }
    /// <summary>What to do; layouts of input and output are told there.</summary>
    public PublicKeyOperation Operation;
    /// <summary>Treatment. Operands are copied, so that there is nothing to lease.</summary>
    public RequestFlags Flags;
    /// <summary>The input has a nonce: ECDSA and SM2 signatures, SM2 encryption.</summary>
    public bool HasNonce;
    /// <summary>Digest of SM2 encryption and decryption; a plain digest, not a MAC.</summary>
    public DigestAlgorithm Hash;
    /// <summary>The key; null for RSA key generation.</summary>
    public PublicKeyMaterial? Key;
    /// <summary>Input, an address of this process.</summary>
    public ulong Input;
    /// <summary>Bytes of the input, exactly what the operation takes.</summary>
    public int InputLength;
    /// <summary>Where the result goes, an address of this process; may equal <see cref="Input"/>.</summary>
    public ulong Output;
    /// <summary>Bytes there, at least <see cref="PublicKeySizes.Output"/>.</summary>
    public int OutputLength;
}
