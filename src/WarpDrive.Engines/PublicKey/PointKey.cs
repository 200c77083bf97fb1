namespace WarpDrive.Engines.PublicKey;

/// <summary>p ‖ a ‖ s ‖ b: a curve and a private scalar.</summary>
internal sealed class PointKey : PreparedKey, IPreparable<PointKey>
{
    private readonly Curve _curve;
    private readonly SecretLimbs _scalar;

    private PointKey(KeyClass kind, ReadOnlySpan<byte> block, Curve curve, SecretLimbs scalar)
        : base(kind, block)
    {
        _curve = curve;
        _scalar = scalar;
    }

    /// <inheritdoc/>
    public static PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out PointKey? key)
    {
        key = null;
        var operands = new CurveBlock(block, 4);
        Span<ulong> p = stackalloc ulong[operands.Limbs];
        Span<ulong> a = stackalloc ulong[operands.Limbs];
        Span<ulong> b = stackalloc ulong[operands.Limbs];
        operands.Read(0, p);
        operands.Read(1, a);
        operands.Read(3, b);
        Curve? curve = Curves.Find(p, a, b);
        if (curve is null)
        {
            return PublicKeyStatus.BadOperand;
        }

        var scalar = new SecretLimbs(operands.Limbs);
        operands.Read(2, scalar.Value);
        key = new PointKey(kind, block, curve, scalar);
        return PublicKeyStatus.Ok;
    }

    /// <summary>The scalar times a point.</summary>
    internal PublicKeyStatus Multiply(ReadOnlySpan<byte> point, Span<byte> output, CurveScratch scratch)
    {
        Span<ulong> room = stackalloc ulong[4 * FixedModulus.MaxLimbs];
        int n = _curve.Limbs;
        Span<ulong> x = room[..n];
        Span<ulong> y = room.Slice(n, n);
        Span<ulong> resultX = room.Slice(2 * n, n);
        Span<ulong> resultY = room.Slice(3 * n, n);
        var operands = new CurveBlock(point, 2);
        operands.Read(0, x);
        operands.Read(1, y);
        if (!_curve.IsOnCurve(x, y))
        {
            return PublicKeyStatus.BadOperand;
        }

        if (!_curve.TryMultiply(_scalar.Value, x, y, resultX, resultY, scratch))
        {
            return PublicKeyStatus.Undefined;
        }

        FixedModulus.Write(resultX, output[..operands.Slot]);
        FixedModulus.Write(resultY, output[operands.Slot..]);
        FixedModulus.Clear(room);
        return PublicKeyStatus.Ok;
    }

    /// <inheritdoc/>
    protected override void Free() => _scalar.Erase();
}
