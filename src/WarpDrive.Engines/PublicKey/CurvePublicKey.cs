namespace WarpDrive.Engines.PublicKey;

/// <summary>p ‖ a ‖ b ‖ n ‖ gx ‖ gy ‖ qx ‖ qy: a curve with its generator and a public key on it.</summary>
internal sealed partial class CurvePublicKey : PreparedKey, IPreparable<CurvePublicKey>
{
    private const int Operands = 8;

    private readonly Curve _curve;
    private readonly FixedModulus _order;
    private readonly ulong[] _x;
    private readonly ulong[] _y;

    private CurvePublicKey(KeyClass kind, ReadOnlySpan<byte> block, Curve curve, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y)
        : base(kind, block)
    {
        _curve = curve;
        _order = curve.Order!;
        _x = x.ToArray();
        _y = y.ToArray();
    }

    /// <inheritdoc/>
    public static PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out CurvePublicKey? key)
    {
        key = null;
        var operands = new CurveBlock(block, Operands);
        int limbs = operands.Limbs;
        Span<ulong> room = stackalloc ulong[Operands * FixedModulus.MaxLimbs];
        for (int i = 0; i < Operands; i++)
        {
            operands.Read(i, room.Slice(i * limbs, limbs));
        }

        Span<ulong> x = room.Slice(6 * limbs, limbs);
        Span<ulong> y = room.Slice(7 * limbs, limbs);
        Curve? curve = Curves.Find(
            room[..limbs], room.Slice(limbs, limbs), room.Slice(2 * limbs, limbs),
            room.Slice(3 * limbs, limbs), room.Slice(4 * limbs, limbs), room.Slice(5 * limbs, limbs));
        if (curve is null || !curve.IsOnCurve(x, y))
        {
            return PublicKeyStatus.BadOperand;
        }

        key = new CurvePublicKey(kind, block, curve, x, y);
        return PublicKeyStatus.Ok;
    }

    /// <summary>ECDSA verification of e ‖ s ‖ r (SEC 1 version 2 section 4.1.4).</summary>
    internal bool Verify(ReadOnlySpan<byte> input, CurveScratch scratch)
    {
        int n = _curve.Limbs;
        var operands = new CurveBlock(input, 3);
        Span<ulong> e = stackalloc ulong[n];
        Span<ulong> s = stackalloc ulong[n];
        Span<ulong> r = stackalloc ulong[n];
        operands.Read(0, e);
        operands.Read(1, s);
        operands.Read(2, r);
        if (!_order.IsInRange(r) || !_order.IsInRange(s) || !_order.TryInvert(s, s))
        {
            return false;
        }

        Span<ulong> v = stackalloc ulong[n];
        _order.ToMontgomery(s, s);
        _order.Multiply(e, e, s);     // e/s
        _order.Multiply(v, r, s);     // r/s
        if (!_curve.TryMultiplyBoth(e, v, _x, _y, e, scratch))
        {
            return false;
        }

        _order.Reduce(e, e);
        return FixedModulus.AreEqual(e, r);
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        // Public numbers, on the managed heap.
    }
}
