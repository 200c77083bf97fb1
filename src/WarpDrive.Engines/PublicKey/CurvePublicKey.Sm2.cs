using System.Security.Cryptography;

namespace WarpDrive.Engines.PublicKey;

internal sealed partial class CurvePublicKey
{
    /// <summary>SM2 verification of e ‖ s ‖ r (GB/T 32918.2-2016 section 7.1).</summary>
    internal bool VerifySm2(ReadOnlySpan<byte> input, CurveScratch scratch)
    {
        int n = _curve.Limbs;
        var operands = new CurveBlock(input, 3);
        Span<ulong> e = stackalloc ulong[n];
        Span<ulong> s = stackalloc ulong[n];
        Span<ulong> r = stackalloc ulong[n];
        Span<ulong> t = stackalloc ulong[n];
        operands.Read(0, e);
        operands.Read(1, s);
        operands.Read(2, r);
        if (!_order.IsInRange(r) || !_order.IsInRange(s))
        {
            return false;
        }

        _order.Add(t, r, s);
        if (FixedModulus.IsZero(t) || !_curve.TryMultiplyBoth(s, t, _x, _y, t, scratch))
        {
            return false;
        }

        _order.Reduce(e, e);
        _order.Reduce(t, t);
        _order.Add(e, e, t);
        return FixedModulus.AreEqual(e, r);
    }

    /// <summary>SM2 encryption (GB/T 32918.4-2016 section 6.1): k ‖ message to c1x ‖ c1y ‖ c2 ‖ c3.</summary>
    /// <param name="input">k ‖ message.</param>
    /// <param name="drawsNonce">Draw k, and again while it leads to an empty key stream.</param>
    /// <param name="output">c1x ‖ c1y ‖ c2 ‖ c3.</param>
    /// <param name="scratch">Temporary numbers.</param>
    internal PublicKeyStatus EncryptSm2(ReadOnlySpan<byte> input, bool drawsNonce, Span<byte> output, CurveScratch scratch)
    {
        int n = _curve.Limbs;
        int slot = n * sizeof(ulong);
        Span<ulong> k = stackalloc ulong[n];
        Span<byte> result = stackalloc byte[(2 * slot) + PublicKeyEngine.MaxSm2Message + Sm3Digest.Size];
        result = result[..output.Length];
        PublicKeyStatus status;
        if (drawsNonce)
        {
            // A message of one byte needs a second draw once in 256 times.
            int draws = 0;
            do
            {
                SecretScalar.Draw(_order, k);
                status = EncryptSm2(k, input[slot..], result, scratch);
            }
            while (status == PublicKeyStatus.CheckFailed && ++draws < SecretScalar.MaxDraws);
        }
        else
        {
            FixedModulus.Read(input[..slot], k);
            status = _order.IsInRange(k) ? EncryptSm2(k, input[slot..], result, scratch) : PublicKeyStatus.BadOperand;
        }

        if (status == PublicKeyStatus.Ok)
        {
            result.CopyTo(output);
        }

        FixedModulus.Clear(k);
        return status;
    }

    private PublicKeyStatus EncryptSm2(ReadOnlySpan<ulong> k, ReadOnlySpan<byte> message, Span<byte> output, CurveScratch scratch)
    {
        int n = _curve.Limbs;
        int slot = n * sizeof(ulong);
        Span<ulong> x = stackalloc ulong[n];
        Span<ulong> y = stackalloc ulong[n];
        Span<byte> shared = stackalloc byte[2 * slot];
        if (!_curve.TryMultiplyGenerator(k, x, y, scratch))
        {
            return PublicKeyStatus.Undefined;
        }

        FixedModulus.Write(x, output[..slot]);
        FixedModulus.Write(y, output.Slice(slot, slot));
        if (!_curve.TryMultiply(k, _x, _y, x, y, scratch))
        {
            return PublicKeyStatus.Undefined;
        }

        FixedModulus.Write(x, shared[..slot]);
        FixedModulus.Write(y, shared[slot..]);
        bool good = Sm2KeyStream.TryApply(shared, message, output.Slice(2 * slot, message.Length));
        Sm2KeyStream.Check(shared, message, output[(2 * slot + message.Length)..]);
        FixedModulus.Clear(x);
        FixedModulus.Clear(y);
        CryptographicOperations.ZeroMemory(shared);
        return good ? PublicKeyStatus.Ok : PublicKeyStatus.CheckFailed;
    }
}
