namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// dq ‖ dp ‖ q ‖ p ‖ qinv (hisi-hpre.md section 3, code 0x01). The block has no public exponent, but blinding and the check against faults need one:
/// it is e = 1/dp mod p-1 = 1/dq mod q-1, joined by the Chinese remainder theorem when it is longer than either.
/// </summary>
internal sealed class CrtKey : PreparedKey, IPreparable<CrtKey>
{
    private readonly RsaPrivateKey _rsa;

    private CrtKey(KeyClass kind, ReadOnlySpan<byte> block, RsaPrivateKey rsa)
        : base(kind, block) => _rsa = rsa;

    /// <inheritdoc/>
    public static PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out CrtKey? key)
    {
        key = null;
        int half = block.Length / 5;
        using var dq = new BigNumber(block[..half], secret: true);
        using var dp = new BigNumber(block.Slice(half, half), secret: true);
        using var q = new BigNumber(block.Slice(2 * half, half), secret: true);
        using var p = new BigNumber(block.Slice(3 * half, half), secret: true);
        using var inverseOfQ = new BigNumber(block.Slice(4 * half, half), secret: true);
        if (!IsFactor(p) || !IsFactor(q) || inverseOfQ.CompareTo(p) >= 0)
        {
            return PublicKeyStatus.BadOperand;
        }

        using var check = new BigNumber(secret: true);
        scratch.MultiplyModulo(check, q, inverseOfQ, p);
        using var e = new BigNumber(secret: false);
        using var d = new BigNumber(secret: true);
        if (!check.IsOne || !TryFindExponents(p, q, dp, dq, e, d, scratch))
        {
            return PublicKeyStatus.BadOperand;   // not the five numbers of one RSA key
        }

        using var n = new BigNumber(secret: false);
        scratch.Multiply(n, p, q);
        var rsa = RsaPrivateKey.From(n, e, d);
        try
        {
            rsa.SetFactors(p, q, dp, dq, inverseOfQ);
            key = new CrtKey(kind, block, rsa);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }

        return PublicKeyStatus.Ok;
    }

    /// <summary>output = input^d mod pq.</summary>
    internal PublicKeyStatus Power(ReadOnlySpan<byte> input, Span<byte> output) => _rsa.Power(input, output);

    /// <inheritdoc/>
    protected override void Free() => _rsa.Dispose();

    private static bool IsFactor(BigNumber number) => number.IsOdd && !number.IsOne;

    /// <summary>The public exponent, and the private one that belongs to it; false when the exponents of the factors are not of one key.</summary>
    private static bool TryFindExponents(BigNumber p, BigNumber q, BigNumber dp, BigNumber dq, BigNumber e, BigNumber d, Scratch scratch)
    {
        using var p1 = new BigNumber(secret: true);
        using var q1 = new BigNumber(secret: true);
        using var ep = new BigNumber(secret: true);
        using var eq = new BigNumber(secret: true);
        Scratch.Decrement(p1, p);
        Scratch.Decrement(q1, q);
        if (!scratch.TryInvert(ep, dp, p1) || !scratch.TryInvert(eq, dq, q1))
        {
            return false;
        }

        // e = ep + (p-1)t with t = ((eq - ep) / g) / ((p-1) / g) mod (q-1) / g, g = gcd(p-1, q-1); t = 0 when ep = eq, as for every short e.
        using var g = new BigNumber(secret: true);
        using var step = new BigNumber(secret: true);
        using var rest = new BigNumber(secret: true);
        using var t = new BigNumber(secret: true);
        scratch.GreatestCommonDivisor(g, p1, q1);
        scratch.Divide(rest, q1, g);          // (q-1) / g
        Scratch.Subtract(t, eq, ep);
        scratch.Modulo(step, t, g);
        if (!step.IsZero)
        {
            return false;
        }

        scratch.Divide(t, t, g);
        scratch.Divide(step, p1, g);
        if (rest.IsOne)
        {
            t.Set(0);
        }
        else
        {
            if (!scratch.TryInvert(step, step, rest))
            {
                return false;
            }

            scratch.MultiplyModulo(t, t, step, rest);
        }

        scratch.Multiply(step, p1, t);
        Scratch.Add(e, ep, step);
        scratch.Multiply(rest, p1, rest);     // lcm(p-1, q-1)
        return scratch.TryInvert(d, e, rest);
    }
}
