using System.Security.Cryptography;

namespace WarpDrive.Engines.PublicKey;

internal sealed partial class CurvePrivateKey
{
    /// <summary>SM2 signature (GB/T 32918.2-2016 section 6.1): e ‖ k to r ‖ s.</summary>
    /// <param name="input">e ‖ k.</param>
    /// <param name="drawsNonce">Draw k, and again while it leads to a zero.</param>
    /// <param name="output">r ‖ s.</param>
    /// <param name="scratch">Temporary numbers.</param>
    internal PublicKeyStatus SignSm2(ReadOnlySpan<byte> input, bool drawsNonce, Span<byte> output, CurveScratch scratch)
    {
        Span<ulong> room = stackalloc ulong[4 * FixedModulus.MaxLimbs];
        Span<ulong> k = room[.._curve.Limbs];
        PublicKeyStatus status;
        if (drawsNonce)
        {
            // A second draw never happens on a real curve; on one that a client made up it may always end the same way.
            int draws = 0;
            do
            {
                SecretScalar.Draw(_order, k);
                status = SignSm2(input, output, room, scratch);
            }
            while (status == PublicKeyStatus.Undefined && ++draws < SecretScalar.MaxDraws);
        }
        else
        {
            new CurveBlock(input, 2).Read(1, k);
            status = SignSm2(input, output, room, scratch);
        }

        FixedModulus.Clear(room);
        return status;
    }

    /// <summary>SM2 decryption (GB/T 32918.4-2016 section 7.1): c1x ‖ c1y ‖ c2 ‖ c3 to the message.</summary>
    internal PublicKeyStatus DecryptSm2(ReadOnlySpan<byte> input, Span<byte> output, CurveScratch scratch)
    {
        Span<ulong> room = stackalloc ulong[4 * FixedModulus.MaxLimbs];
        int n = _curve.Limbs;
        int slot = n * sizeof(ulong);
        Span<ulong> x = room[..n];
        Span<ulong> y = room.Slice(n, n);
        Span<ulong> sharedX = room.Slice(2 * n, n);
        Span<ulong> sharedY = room.Slice(3 * n, n);
        var point = new CurveBlock(input[..(2 * slot)], 2);
        point.Read(0, x);
        point.Read(1, y);
        if (!_curve.IsOnCurve(x, y))
        {
            return PublicKeyStatus.BadOperand;
        }

        if (!_curve.TryMultiply(_scalar!.Value, x, y, sharedX, sharedY, scratch))
        {
            return PublicKeyStatus.Undefined;
        }

        Span<byte> shared = stackalloc byte[2 * slot];
        Span<byte> message = stackalloc byte[PublicKeyEngine.MaxSm2Message];
        Span<byte> check = stackalloc byte[Sm3Digest.Size];
        message = message[..output.Length];
        FixedModulus.Write(sharedX, shared[..slot]);
        FixedModulus.Write(sharedY, shared[slot..]);
        bool good = Sm2KeyStream.TryApply(shared, input.Slice(2 * slot, message.Length), message);
        Sm2KeyStream.Check(shared, message, check);
        good &= CryptographicOperations.FixedTimeEquals(check, input[(2 * slot + message.Length)..]);
        if (good)
        {
            message.CopyTo(output);
        }

        FixedModulus.Clear(room);
        CryptographicOperations.ZeroMemory(shared);
        CryptographicOperations.ZeroMemory(message);
        return good ? PublicKeyStatus.Ok : PublicKeyStatus.CheckFailed;
    }

    /// <summary>inverse = 1/(1 + d) mod n; false when there is none, as for d = n-1.</summary>
    private static bool TryInvertSuccessor(FixedModulus order, ReadOnlySpan<ulong> d, Span<ulong> inverse)
    {
        Span<ulong> one = stackalloc ulong[FixedModulus.MaxLimbs];
        one.Clear();
        one[0] = 1;
        order.Add(inverse, d, one[..order.Limbs]);
        return order.TryInvert(inverse, inverse);
    }

    /// <summary>With k in the first part of the room.</summary>
    private PublicKeyStatus SignSm2(ReadOnlySpan<byte> input, Span<byte> output, Span<ulong> room, CurveScratch scratch)
    {
        int n = _curve.Limbs;
        var operands = new CurveBlock(input, 2);
        Span<ulong> k = room[..n];
        Span<ulong> e = room.Slice(n, n);
        Span<ulong> r = room.Slice(2 * n, n);
        Span<ulong> s = room.Slice(3 * n, n);
        operands.Read(0, e);
        if (!_order.IsInRange(k))
        {
            return PublicKeyStatus.BadOperand;
        }

        if (!_curve.TryMultiplyGenerator(k, r, default, scratch))
        {
            return PublicKeyStatus.Undefined;
        }

        _order.Reduce(r, r);
        _order.Reduce(e, e);
        _order.Add(r, r, e);
        _order.Add(s, r, k);
        if (FixedModulus.IsZero(r) || FixedModulus.IsZero(s))
        {
            return PublicKeyStatus.Undefined;   // r = 0 or r + k = n
        }

        _order.Multiply(s, r, _key.Value);      // rd
        _order.Subtract(s, k, s);
        _order.Multiply(s, s, _inverse!.Value);
        if (FixedModulus.IsZero(s))
        {
            return PublicKeyStatus.Undefined;
        }

        FixedModulus.Write(r, output[..operands.Slot]);
        FixedModulus.Write(s, output[operands.Slot..]);
        return PublicKeyStatus.Ok;
    }
}
