namespace WarpDrive.Uacce.PublicKey;

/// <summary>
/// Public-key operations. For each: what the key must hold, the input, the output; numbers are big-endian and k bytes wide
/// (<see cref="PublicKeyMaterial.Size"/>), <c>‖</c> is concatenation. No operation pads messages or encodes signatures.
/// </summary>
/// <remarks>
/// A nonce is there when <see cref="PublicKeyRequest.HasNonce"/> says so; it must be in [1, n − 1] and is refused otherwise. Without one it is drawn.
/// </remarks>
public enum PublicKeyOperation
{
    /// <summary>RSA with the public exponent. Key: e and n. Input: number below n (k). Output: k.</summary>
    RsaPublic = 0,
    /// <summary>RSA with the private exponent. Key: d and n. Input: number below n (k). Output: k.</summary>
    RsaPrivate,
    /// <summary>RSA with the primes. Key: p, q, dp, dq, qinv. Input: number below n (k). Output: k.</summary>
    RsaPrivateCrt,
    /// <summary>RSA key from given primes. Key: null. Input: e (k) ‖ p (k/2) ‖ q (k/2). Output: d ‖ n.</summary>
    RsaKeyGen,
    /// <summary>RSA key from given primes. Key: null. Input: e (k) ‖ p (k/2) ‖ q (k/2). Output: d ‖ n ‖ qinv (k/2) ‖ dq (k/2) ‖ dp (k/2).</summary>
    RsaKeyGenCrt,
    /// <summary>DH. Key: prime and x. Input: generator or the peer's value (k). Output: input^x mod p (k).</summary>
    Dh,
    /// <summary>DH, first phase with generator 2. Key: prime and x. Input: none. Output: 2^x mod p (k).</summary>
    DhBase2,
    /// <summary>Point multiplication (ECDH). Key: d. Input: x ‖ y of the peer's point, or none for the base point. Output: x ‖ y.</summary>
    PointMultiply,
    /// <summary>ECDSA. Key: d. Input: digest (k, cut to the bits of n by the caller) [‖ nonce]. Output: r ‖ s.</summary>
    EcdsaSign,
    /// <summary>ECDSA. Key: Q. Input: digest ‖ r ‖ s. Output: none; <see cref="Completion.IsValid"/>.</summary>
    EcdsaVerify,
    /// <summary>X25519 (RFC 7748), big-endian: byte strings of the RFC are reversed by the caller. Key: scalar (clamped here). Input: u, or none for the base point. Output: u (32).</summary>
    X25519,
    /// <summary>X448, as <see cref="X25519"/>. Output: u (56).</summary>
    X448,
    /// <summary>SM2 key pair (GB/T 32918). Key: the curve alone. Input: none. Output: x ‖ y ‖ d.</summary>
    Sm2KeyGen,
    /// <summary>SM2. Key: d. Input: e, the digest of Z and the message (32) [‖ nonce]. Output: r ‖ s.</summary>
    Sm2Sign,
    /// <summary>SM2. Key: Q. Input: e ‖ r ‖ s. Output: none; <see cref="Completion.IsValid"/>.</summary>
    Sm2Verify,
    /// <summary>SM2. Key: Q. Input: [nonce ‖] message (at least 1 byte). Output: C1x ‖ C1y ‖ C2 (as the message) ‖ C3 (the digest's size).</summary>
    Sm2Encrypt,
    /// <summary>SM2. Key: d. Input: C1x ‖ C1y ‖ C2 ‖ C3. Output: the message. A wrong C3 ends as <see cref="RequestStatus.CheckFailed"/>, and nothing is written.</summary>
    Sm2Decrypt,
}
