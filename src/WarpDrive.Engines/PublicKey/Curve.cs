namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// y² = x³ + ax + b modulo p, perhaps with a generator and its order. Numbers are plain (no Montgomery form) spans of <see cref="Limbs"/> limbs.
/// Read-only, so many threads may use it.
/// </summary>
internal abstract class Curve
{
    private readonly ulong[] _a;   // Montgomery form
    private readonly ulong[] _b;

    /// <summary>A curve; the generator's parts are empty when the order is unknown.</summary>
    protected Curve(FixedModulus field, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, FixedModulus? order, ReadOnlySpan<ulong> gx, ReadOnlySpan<ulong> gy)
    {
        Field = field;
        Order = order;
        _a = new ulong[field.Limbs];
        _b = new ulong[field.Limbs];
        field.ToMontgomery(_a, a);
        field.ToMontgomery(_b, b);
        GeneratorX = gx.ToArray();
        GeneratorY = gy.ToArray();
    }

    /// <summary>Arithmetic modulo p.</summary>
    internal FixedModulus Field { get; }

    /// <summary>Arithmetic modulo n, when the order of the generator is known.</summary>
    internal FixedModulus? Order { get; }

    internal int Limbs => Field.Limbs;

    internal ulong[] GeneratorX { get; }

    internal ulong[] GeneratorY { get; }

    /// <summary>a, in Montgomery form.</summary>
    protected ReadOnlySpan<ulong> A => _a;

    /// <summary>b, in Montgomery form.</summary>
    protected ReadOnlySpan<ulong> B => _b;

    /// <summary>Whether the coordinates are below p and fulfil the equation. Both zero stand for infinity, which is not on the curve.</summary>
    internal bool IsOnCurve(ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y)
    {
        if (!Field.IsReduced(x) || !Field.IsReduced(y) || (FixedModulus.IsZero(x) && FixedModulus.IsZero(y)))
        {
            return false;
        }

        Span<ulong> right = stackalloc ulong[Limbs];
        Span<ulong> left = stackalloc ulong[Limbs];
        Span<ulong> form = stackalloc ulong[Limbs];
        Field.ToMontgomery(form, x);
        Field.Multiply(right, form, form);
        Field.Add(right, right, _a);
        Field.Multiply(right, right, form);
        Field.Add(right, right, _b);
        Field.ToMontgomery(form, y);
        Field.Multiply(left, form, form);
        return FixedModulus.AreEqual(left, right);
    }

    /// <summary>The point (x, y), which is on the curve, times a private scalar, in constant time.</summary>
    /// <param name="scalar">Any number of that many limbs.</param>
    /// <param name="x">The point.</param>
    /// <param name="y">The point.</param>
    /// <param name="resultX">Receives the product.</param>
    /// <param name="resultY">Receives the product; empty when nobody wants it.</param>
    /// <param name="scratch">Temporary numbers.</param>
    /// <returns>False when the product is the point at infinity.</returns>
    internal abstract bool TryMultiply(
        ReadOnlySpan<ulong> scalar, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, Span<ulong> resultX, Span<ulong> resultY, CurveScratch scratch);

    /// <summary>The generator times a private scalar, in constant time; as <see cref="TryMultiply"/>.</summary>
    internal abstract bool TryMultiplyGenerator(ReadOnlySpan<ulong> scalar, Span<ulong> resultX, Span<ulong> resultY, CurveScratch scratch);

    /// <summary>The x coordinate of uG + v(x, y), for scalars that everybody may know.</summary>
    /// <returns>False when the sum is the point at infinity.</returns>
    internal abstract bool TryMultiplyBoth(
        ReadOnlySpan<ulong> u, ReadOnlySpan<ulong> v, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, Span<ulong> resultX, CurveScratch scratch);
}
