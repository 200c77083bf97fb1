namespace WarpDrive.Engines.PublicKey;

public sealed partial class PublicKeyEngine
{
    /// <summary>Bytes of a message that SM2 encryption takes at most.</summary>
    public const int MaxSm2Message = 512;

    private const int Sm2Slot = 32;

    /// <summary>Draws an SM2 key, code 0x11: d in [1, n-2] from the system's generator, q = dG.</summary>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, 32 bytes each; of these p, a, b and n count.</param>
    /// <param name="basis">gx ‖ gy, 32 bytes each.</param>
    /// <param name="output">qx ‖ qy ‖ d, 32 bytes each.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a generator off the curve, an even p or n, wrong sizes.</returns>
    public PublicKeyStatus Sm2KeyGen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> basis, Span<byte> output)
    {
        if (!IsAvailable)
        {
            return PublicKeyStatus.Unavailable;
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        if (key.Length != 8 * Sm2Slot || basis.Length != 2 * Sm2Slot || output.Length != 3 * Sm2Slot)
        {
            return PublicKeyStatus.BadOperand;
        }

        try
        {
            return GenerateSm2Key(key, basis, output);
        }
        finally
        {
            _curveScratch.Clear();
            _scratch.Renew();
        }
    }

    /// <summary>SM2 signature (GB/T 32918.2), code 0x12: r = (e + (kG).x) mod n, s = (k - rd)/(1 + d) mod n.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy, 32 bytes each; d in [1, n-2].</param>
    /// <param name="input">e ‖ k, 32 bytes each; k in [1, n-1].</param>
    /// <param name="drawsNonce">Whether the engine draws the nonce; k is then not read.</param>
    /// <param name="output">r ‖ s, 32 bytes each.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a number out of its range, a generator off the curve, wrong sizes;
    /// <see cref="PublicKeyStatus.Undefined"/> when r, r + k or s is zero.</returns>
    public PublicKeyStatus Sm2Sign(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, bool drawsNonce, Span<byte> output)
    {
        PublicKeyStatus status = RentForSm2(
            keys, KeyClass.Sm2Private, 7, key, input.Length == 2 * Sm2Slot && output.Length == 2 * Sm2Slot, out CurvePrivateKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.SignSm2(input, drawsNonce, output, _curveScratch);
        }
        finally
        {
            Return(prepared!);
        }
    }

    /// <summary>SM2 verification (GB/T 32918.2), code 0x13.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, 32 bytes each.</param>
    /// <param name="input">e ‖ s ‖ r, 32 bytes each.</param>
    /// <param name="valid">Whether the signature is good; r or s outside [1, n-1] is not, and no error.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a public key or generator off the curve, an even p or n, wrong sizes.</returns>
    public PublicKeyStatus Sm2Verify(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, out bool valid)
    {
        valid = false;
        PublicKeyStatus status = RentForSm2(keys, KeyClass.CurvePublic, 8, key, input.Length == 3 * Sm2Slot, out CurvePublicKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            valid = prepared!.VerifySm2(input, _curveScratch);
            return PublicKeyStatus.Ok;
        }
        finally
        {
            Return(prepared!);
        }
    }

    /// <summary>SM2 encryption with SM3 (GB/T 32918.4), code 0x14.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy, 32 bytes each.</param>
    /// <param name="input">k (32 bytes) ‖ message of 1 to <see cref="MaxSm2Message"/> bytes; k in [1, n-1].</param>
    /// <param name="drawsNonce">Whether the engine draws the nonce; k is then not read.</param>
    /// <param name="output">c1x ‖ c1y (32 bytes each) ‖ c2 (as long as the message) ‖ c3 (32 bytes).</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for a number out of its range, a point off the curve, wrong sizes;
    /// <see cref="PublicKeyStatus.CheckFailed"/> when the given nonce leads to a key stream of zeros.</returns>
    public PublicKeyStatus Sm2Encrypt(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, bool drawsNonce, Span<byte> output)
    {
        int message = input.Length - Sm2Slot;
        PublicKeyStatus status = RentForSm2(
            keys, KeyClass.CurvePublic, 8, key, IsSm2Text(message, output.Length), out CurvePublicKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.EncryptSm2(input, drawsNonce, output, _curveScratch);
        }
        finally
        {
            Return(prepared!);
        }
    }

    /// <summary>SM2 decryption with SM3 (GB/T 32918.4), code 0x15.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy, 32 bytes each; d in [1, n-2].</param>
    /// <param name="input">c1x ‖ c1y (32 bytes each) ‖ c2 (1 to <see cref="MaxSm2Message"/> bytes) ‖ c3 (32 bytes).</param>
    /// <param name="output">The message, as long as c2.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for c1 off the curve, a number out of its range, wrong sizes;
    /// <see cref="PublicKeyStatus.CheckFailed"/> when c3 is not that of the message, which is then not given out.</returns>
    public PublicKeyStatus Sm2Decrypt(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        PublicKeyStatus status = RentForSm2(
            keys, KeyClass.Sm2Private, 7, key, IsSm2Text(output.Length, input.Length), out CurvePrivateKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.DecryptSm2(input, output, _curveScratch);
        }
        finally
        {
            Return(prepared!);
        }
    }

    private static bool IsSm2Text(int message, int cipherText) =>
        message is > 0 and <= MaxSm2Message && cipherText == (2 * Sm2Slot) + message + Sm3Digest.Size;

    private PublicKeyStatus RentForSm2<TKey>(PreparedKeyCache keys, KeyClass kind, int slots, ReadOnlySpan<byte> key, bool areSizesGood, out TKey? prepared)
        where TKey : PreparedKey, IPreparable<TKey>
    {
        ArgumentNullException.ThrowIfNull(keys);
        prepared = null;
        return !IsAvailable ? PublicKeyStatus.Unavailable
            : areSizesGood && key.Length == slots * Sm2Slot ? Rent(keys, kind, key, out prepared)
            : PublicKeyStatus.BadOperand;
    }

    private PublicKeyStatus GenerateSm2Key(ReadOnlySpan<byte> key, ReadOnlySpan<byte> basis, Span<byte> output)
    {
        var operands = new CurveBlock(key, 8);
        var generator = new CurveBlock(basis, 2);
        int n = operands.Limbs;
        Span<ulong> room = stackalloc ulong[6 * n];
        for (int i = 0; i < 4; i++)
        {
            operands.Read(i, room.Slice(i * n, n));
        }

        Span<ulong> x = room.Slice(4 * n, n);
        Span<ulong> y = room.Slice(5 * n, n);
        generator.Read(0, x);
        generator.Read(1, y);
        Curve? curve = Curves.Find(room[..n], room.Slice(n, n), room.Slice(2 * n, n), room.Slice(3 * n, n), x, y);
        if (curve is not { Order: { Bits: > 2 } order })
        {
            return PublicKeyStatus.BadOperand;
        }

        Span<ulong> d = stackalloc ulong[n];
        Span<ulong> next = stackalloc ulong[n];
        Span<ulong> one = stackalloc ulong[n];
        one.Clear();
        one[0] = 1;
        do
        {
            SecretScalar.Draw(order, d);
            order.Add(next, d, one);
        }
        while (FixedModulus.IsZero(next));   // d = n-1, which signatures cannot use

        bool found = curve.TryMultiplyGenerator(d, x, y, _curveScratch);
        if (found)
        {
            FixedModulus.Write(x, output[..Sm2Slot]);
            FixedModulus.Write(y, output.Slice(Sm2Slot, Sm2Slot));
            FixedModulus.Write(d, output[(2 * Sm2Slot)..]);
        }

        FixedModulus.Clear(d);
        FixedModulus.Clear(next);
        return found ? PublicKeyStatus.Ok : PublicKeyStatus.Undefined;
    }
}
