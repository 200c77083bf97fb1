namespace WarpDrive.Engines.PublicKey;

public sealed partial class PublicKeyEngine
{
    /// <summary>A point times a private scalar, code 0x0D.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ s ‖ b, h bytes each.</param>
    /// <param name="point">x ‖ y, h bytes each.</param>
    /// <param name="output">x ‖ y, h bytes each.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a point off the curve; <see cref="PublicKeyStatus.Undefined"/> when the result is the point at
    /// infinity.</returns>
    public PublicKeyStatus PointMultiply(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> point, Span<byte> output) =>
        Unserved();

    /// <summary>ECDSA with a given nonce, code 0x0E: r = (kG).x mod n, s = (e + rd)/k mod n.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy, h bytes each.</param>
    /// <param name="input">e ‖ k, h bytes each; k in [1, n-1].</param>
    /// <param name="output">r ‖ s, h bytes each.</param>
    /// <returns><see cref="PublicKeyStatus.Undefined"/> when r or s is zero.</returns>
    public PublicKeyStatus EcdsaSign(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output) =>
        Unserved();

    /// <summary>ECDSA verification, code 0x0F.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, h bytes each.</param>
    /// <param name="input">e ‖ s ‖ r, h bytes each.</param>
    /// <param name="valid">Whether the signature is good; r or s outside [1, n-1] is not, and no error.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a public key off the curve.</returns>
    public PublicKeyStatus EcdsaVerify(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, out bool valid)
    {
        valid = false;
        return Unserved();
    }

    /// <summary>The Montgomery ladder of X25519 and X448 (RFC 7748 section 5), code 0x10, with big-endian operands.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a24 ‖ s, h bytes each; s is used as it is given.</param>
    /// <param name="input">u, h bytes; reduced modulo p.</param>
    /// <param name="output">u, h bytes.</param>
    /// <returns><see cref="PublicKeyStatus.Undefined"/> when the result is zero.</returns>
    public PublicKeyStatus Montgomery(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output) =>
        Unserved();

    private PublicKeyStatus Unserved()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return PublicKeyStatus.Unavailable;
    }
}
