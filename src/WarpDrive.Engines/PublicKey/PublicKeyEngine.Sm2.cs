namespace WarpDrive.Engines.PublicKey;

public sealed partial class PublicKeyEngine
{
    /// <summary>Bytes of a message that SM2 encryption takes at most.</summary>
    public const int MaxSm2Message = 512;

    /// <summary>Draws an SM2 key, code 0x11.</summary>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, h bytes each; q is not read.</param>
    /// <param name="basis">gx ‖ gy, h bytes each.</param>
    /// <param name="output">qx ‖ qy ‖ d, h bytes each.</param>
    public PublicKeyStatus Sm2KeyGen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> basis, Span<byte> output) => Unserved();

    /// <summary>SM2 signature (GB/T 32918.2), code 0x12: r = (e + (kG).x) mod n, s = (k - rd)/(1 + d) mod n.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy, h bytes each.</param>
    /// <param name="input">e ‖ k, h bytes each.</param>
    /// <param name="drawsNonce">Whether the engine draws the nonce; k is then not read.</param>
    /// <param name="output">r ‖ s, h bytes each.</param>
    public PublicKeyStatus Sm2Sign(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, bool drawsNonce, Span<byte> output) =>
        Unserved();

    /// <summary>SM2 verification, code 0x13.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, h bytes each.</param>
    /// <param name="input">e ‖ s ‖ r, h bytes each.</param>
    /// <param name="valid">Whether the signature is good.</param>
    public PublicKeyStatus Sm2Verify(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, out bool valid)
    {
        valid = false;
        return Unserved();
    }

    /// <summary>SM2 encryption with SM3 (GB/T 32918.4), code 0x14.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, h bytes each.</param>
    /// <param name="input">k (h bytes) ‖ message of 1 to <see cref="MaxSm2Message"/> bytes.</param>
    /// <param name="drawsNonce">Whether the engine draws the nonce; k is then not read.</param>
    /// <param name="output">c1x ‖ c1y (h bytes each) ‖ c2 (as long as the message) ‖ c3 (32 bytes).</param>
    public PublicKeyStatus Sm2Encrypt(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, bool drawsNonce, Span<byte> output) =>
        Unserved();

    /// <summary>SM2 decryption with SM3, code 0x15.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy, h bytes each.</param>
    /// <param name="input">c1x ‖ c1y (h bytes each) ‖ c2 ‖ c3 (32 bytes).</param>
    /// <param name="output">The message, as long as c2.</param>
    /// <returns><see cref="PublicKeyStatus.CheckFailed"/> when c3 is not that of the message, which is then not given out.</returns>
    public PublicKeyStatus Sm2Decrypt(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output) =>
        Unserved();
}
