namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// A curve that has no name, in our own arithmetic: double and add for every bit of the slot, with the complete addition of Renes, Costello and Batina
/// ("Complete addition formulas for prime order elliptic curves", 2016, algorithm 1), which has no special cases. libcrypto cannot serve such a curve in constant
/// time, because its ladder wants the order, which a point multiplication does not carry.
/// </summary>
/// <remarks>
/// Points are projective, (X : Y : Z) with x = X/Z and y = Y/Z, three field elements in Montgomery form side by side. On a curve of even order the addition can meet
/// points whose difference has order 2; the sum then is (0 : 0 : 0), which ends as "no result".
/// </remarks>
internal sealed class GenericCurve : Curve
{
    private readonly ulong[] _b3;   // 3b

    private GenericCurve(
        FixedModulus field, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, FixedModulus? order, ReadOnlySpan<ulong> gx, ReadOnlySpan<ulong> gy)
        : base(field, a, b, order, gx, gy)
    {
        _b3 = new ulong[field.Limbs];
        field.Add(_b3, B, B);
        field.Add(_b3, _b3, B);
    }

    /// <summary>A curve without a generator, or null; see <see cref="Curves"/>.</summary>
    internal static GenericCurve? Create(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b) =>
        FieldOf(p, a, b) is { } field ? new GenericCurve(field, a, b, null, [], []) : null;

    /// <summary>A curve with a generator, or null; see <see cref="Curves"/>.</summary>
    internal static GenericCurve? Create(
        ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> n, ReadOnlySpan<ulong> gx, ReadOnlySpan<ulong> gy)
    {
        if (FieldOf(p, a, b) is not { } field || FixedModulus.From(n) is not { } order)
        {
            return null;
        }

        var curve = new GenericCurve(field, a, b, order, gx, gy);
        return curve.IsOnCurve(gx, gy) ? curve : null;
    }

    /// <inheritdoc/>
    internal override bool TryMultiply(
        ReadOnlySpan<ulong> scalar, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, Span<ulong> resultX, Span<ulong> resultY, CurveScratch scratch)
    {
        Span<ulong> product = stackalloc ulong[3 * FixedModulus.MaxLimbs];
        product = product[..(3 * Limbs)];
        Multiply(product, scalar, x, y);
        bool found = TryGet(product, resultX, resultY);
        FixedModulus.Clear(product);
        return found;
    }

    /// <inheritdoc/>
    internal override bool TryMultiplyGenerator(ReadOnlySpan<ulong> scalar, Span<ulong> resultX, Span<ulong> resultY, CurveScratch scratch) =>
        TryMultiply(scalar, GeneratorX, GeneratorY, resultX, resultY, scratch);

    /// <inheritdoc/>
    internal override bool TryMultiplyBoth(
        ReadOnlySpan<ulong> u, ReadOnlySpan<ulong> v, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, Span<ulong> resultX, CurveScratch scratch)
    {
        Span<ulong> first = stackalloc ulong[3 * Limbs];
        Span<ulong> second = stackalloc ulong[3 * Limbs];
        Multiply(first, u, GeneratorX, GeneratorY);
        Multiply(second, v, x, y);
        Add(first, first, second);
        return TryGet(first, resultX, default);
    }

    private static FixedModulus? FieldOf(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b) =>
        FixedModulus.From(p) is { Bits: > 2 } field && field.IsReduced(a) && field.IsReduced(b) ? field : null;

    private void Multiply(Span<ulong> product, ReadOnlySpan<ulong> scalar, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y)
    {
        Span<ulong> point = stackalloc ulong[3 * Limbs];
        Span<ulong> sum = stackalloc ulong[3 * Limbs];
        Field.ToMontgomery(point[..Limbs], x);
        Field.ToMontgomery(point.Slice(Limbs, Limbs), y);
        Field.One.CopyTo(point[(2 * Limbs)..]);
        product.Clear();
        Field.One.CopyTo(product[Limbs..]);   // (0 : 1 : 0), infinity
        for (int bit = (64 * Limbs) - 1; bit >= 0; bit--)
        {
            Add(product, product, product);
            Add(sum, product, point);
            FixedModulus.Select(product, sum, 0 - ((scalar[bit / 64] >> (bit % 64)) & 1));
        }

        FixedModulus.Clear(sum);
    }

    private bool TryGet(ReadOnlySpan<ulong> point, Span<ulong> x, Span<ulong> y)
    {
        // The form of Z is ZR; its inverse, 1/(ZR), converts to 1/Z, and that times the form of X is the plain X/Z.
        Span<ulong> inverse = stackalloc ulong[Limbs];
        bool found = Field.TryInvert(inverse, point[(2 * Limbs)..]);
        Field.ToMontgomery(inverse, inverse);
        Field.Multiply(x, point[..Limbs], inverse);
        if (!y.IsEmpty)
        {
            Field.Multiply(y, point.Slice(Limbs, Limbs), inverse);
        }

        FixedModulus.Clear(inverse);
        return found;
    }

    /// <summary>result = p + q; steps in the order of algorithm 1. The result may be an operand.</summary>
    private void Add(Span<ulong> result, ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q)
    {
        int n = Limbs;
        ReadOnlySpan<ulong> x1 = p[..n];
        ReadOnlySpan<ulong> y1 = p.Slice(n, n);
        ReadOnlySpan<ulong> z1 = p.Slice(2 * n, n);
        ReadOnlySpan<ulong> x2 = q[..n];
        ReadOnlySpan<ulong> y2 = q.Slice(n, n);
        ReadOnlySpan<ulong> z2 = q.Slice(2 * n, n);
        Span<ulong> room = stackalloc ulong[9 * FixedModulus.MaxLimbs];
        Span<ulong> t0 = room[..n];
        Span<ulong> t1 = room.Slice(n, n);
        Span<ulong> t2 = room.Slice(2 * n, n);
        Span<ulong> t3 = room.Slice(3 * n, n);
        Span<ulong> t4 = room.Slice(4 * n, n);
        Span<ulong> t5 = room.Slice(5 * n, n);
        Span<ulong> x3 = room.Slice(6 * n, n);
        Span<ulong> y3 = room.Slice(7 * n, n);
        Span<ulong> z3 = room.Slice(8 * n, n);

        Field.Multiply(t0, x1, x2);
        Field.Multiply(t1, y1, y2);
        Field.Multiply(t2, z1, z2);
        CrossProduct(t3, x1, y1, x2, y2, t0, t1, t4, t5);   // X1 Y2 + X2 Y1
        CrossProduct(t4, x1, z1, x2, z2, t0, t2, t5, x3);   // X1 Z2 + X2 Z1
        CrossProduct(t5, y1, z1, y2, z2, t1, t2, x3, y3);   // Y1 Z2 + Y2 Z1
        Field.Multiply(z3, A, t4);
        Field.Multiply(x3, _b3, t2);
        Field.Add(z3, x3, z3);
        Field.Subtract(x3, t1, z3);
        Field.Add(z3, t1, z3);
        Field.Multiply(y3, x3, z3);
        Field.Add(t1, t0, t0);
        Field.Add(t1, t1, t0);
        Field.Multiply(t2, A, t2);
        Field.Multiply(t4, _b3, t4);
        Field.Add(t1, t1, t2);
        Field.Subtract(t2, t0, t2);
        Field.Multiply(t2, A, t2);
        Field.Add(t4, t4, t2);
        Field.Multiply(t0, t1, t4);
        Field.Add(y3, y3, t0);
        Field.Multiply(t0, t5, t4);
        Field.Multiply(x3, t3, x3);
        Field.Subtract(x3, x3, t0);
        Field.Multiply(t0, t3, t1);
        Field.Multiply(z3, t5, z3);
        Field.Add(z3, z3, t0);
        room.Slice(6 * n, 3 * n).CopyTo(result);
        FixedModulus.Clear(room[..(9 * n)]);
    }

    /// <summary>result = (a1 + b1)(a2 + b2) - a1 a2 - b1 b2, the products given.</summary>
    private void CrossProduct(
        Span<ulong> result, ReadOnlySpan<ulong> a1, ReadOnlySpan<ulong> b1, ReadOnlySpan<ulong> a2, ReadOnlySpan<ulong> b2,
        ReadOnlySpan<ulong> productA, ReadOnlySpan<ulong> productB, Span<ulong> left, Span<ulong> right)
    {
        Field.Add(left, a1, b1);
        Field.Add(right, a2, b2);
        Field.Multiply(result, left, right);
        Field.Add(left, productA, productB);
        Field.Subtract(result, result, left);
    }
}
