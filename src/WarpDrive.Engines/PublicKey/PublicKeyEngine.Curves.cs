namespace WarpDrive.Engines.PublicKey;

public sealed partial class PublicKeyEngine
{
    /// <summary>A point times a private scalar, code 0x0D.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ s ‖ b, h bytes each; h is 32, 48 or 72.</param>
    /// <param name="point">x ‖ y, h bytes each.</param>
    /// <param name="output">x ‖ y, h bytes each.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a point off the curve or at infinity, an even p, a or b not below p, wrong sizes;
    /// <see cref="PublicKeyStatus.Undefined"/> when the result is the point at infinity.</returns>
    public PublicKeyStatus PointMultiply(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> point, Span<byte> output)
    {
        PublicKeyStatus status = RentForCurve(keys, KeyClass.PointMultiply, 4, key, 2, point.Length, 2, output.Length, out PointKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.Multiply(point, output, _curveScratch);
        }
        finally
        {
            Return(prepared!);
        }
    }

    /// <summary>ECDSA with a given nonce, code 0x0E: r = (kG).x mod n, s = (e + rd)/k mod n.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy, h bytes each; d in [1, n-1].</param>
    /// <param name="input">e ‖ k, h bytes each; e is reduced modulo n, k is in [1, n-1].</param>
    /// <param name="output">r ‖ s, h bytes each.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a number out of its range, a generator off the curve, wrong sizes;
    /// <see cref="PublicKeyStatus.Undefined"/> when r or s is zero.</returns>
    public PublicKeyStatus EcdsaSign(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        PublicKeyStatus status = RentForCurve(keys, KeyClass.CurvePrivate, 7, key, 2, input.Length, 2, output.Length, out CurvePrivateKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.Sign(input, output, _curveScratch);
        }
        finally
        {
            Return(prepared!);
        }
    }

    /// <summary>ECDSA verification, code 0x0F.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, h bytes each.</param>
    /// <param name="input">e ‖ s ‖ r, h bytes each.</param>
    /// <param name="valid">Whether the signature is good; r or s outside [1, n-1] is not, and no error.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a public key or generator off the curve or at infinity, an even p or n, wrong sizes.</returns>
    public PublicKeyStatus EcdsaVerify(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, out bool valid)
    {
        valid = false;
        PublicKeyStatus status = RentForCurve(keys, KeyClass.CurvePublic, 8, key, 3, input.Length, 0, 0, out CurvePublicKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            valid = prepared!.Verify(input, _curveScratch);
            return PublicKeyStatus.Ok;
        }
        finally
        {
            Return(prepared!);
        }
    }

    /// <summary>The Montgomery ladder of X25519 and X448 (RFC 7748 section 5), code 0x10, with big-endian operands.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a24 ‖ s, h bytes each; s is used as it is given, not clamped.</param>
    /// <param name="input">u, h bytes; reduced modulo p.</param>
    /// <param name="output">u, h bytes.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for an even p, a24 not below it, wrong sizes; <see cref="PublicKeyStatus.Undefined"/> when u or
    /// the result is zero, as for points of small order.</returns>
    public PublicKeyStatus Montgomery(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        PublicKeyStatus status = RentForCurve(keys, KeyClass.Montgomery, 3, key, 1, input.Length, 1, output.Length, out MontgomeryKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.Multiply(input, output);
        }
        finally
        {
            prepared!.Release();
        }
    }

    /// <summary>Checks that three blocks have so many slots of one size, and rents the key.</summary>
    private PublicKeyStatus RentForCurve<TKey>(
        PreparedKeyCache keys, KeyClass kind, int keySlots, ReadOnlySpan<byte> key, int inputSlots, int inputLength, int outputSlots, int outputLength,
        out TKey? prepared)
        where TKey : PreparedKey, IPreparable<TKey>
    {
        ArgumentNullException.ThrowIfNull(keys);
        prepared = null;
        if (!IsAvailable)
        {
            return PublicKeyStatus.Unavailable;
        }

        int slot = key.Length / keySlots;
        return CurveBlock.IsSlot(slot) && key.Length == keySlots * slot && inputLength == inputSlots * slot && outputLength == outputSlots * slot
            ? Rent(keys, kind, key, out prepared)
            : PublicKeyStatus.BadOperand;
    }

    private void Return(PreparedKey prepared)
    {
        prepared.Release();
        _curveScratch.Clear();
        _scratch.Renew();
    }
}
