namespace WarpDrive.Engines.PublicKey;

/// <summary>p ‖ a ‖ d ‖ b ‖ n ‖ gx ‖ gy: a curve with its generator and a private key in [1, n-1], for SM2 in [1, n-2].</summary>
internal sealed partial class CurvePrivateKey : PreparedKey, IPreparable<CurvePrivateKey>
{
    private const int Operands = 7;

    private readonly Curve _curve;
    private readonly FixedModulus _order;
    private readonly SecretLimbs _key;        // d: for ECDSA and signatures of SM2 in Montgomery form
    private readonly SecretLimbs? _scalar;    // SM2: d as it is, for decryption
    private readonly SecretLimbs? _inverse;   // SM2: 1/(1 + d) in Montgomery form

    private CurvePrivateKey(KeyClass kind, ReadOnlySpan<byte> block, Curve curve, ReadOnlySpan<ulong> key, ReadOnlySpan<ulong> inverse)
        : base(kind, block)
    {
        _curve = curve;
        _order = curve.Order!;
        _key = new SecretLimbs(curve.Limbs);
        _order.ToMontgomery(_key.Value, key);
        if (!inverse.IsEmpty)
        {
            _scalar = new SecretLimbs(curve.Limbs);
            key.CopyTo(_scalar.Value);
            _inverse = new SecretLimbs(curve.Limbs);
            _order.ToMontgomery(_inverse.Value, inverse);
        }
    }

    /// <summary>Arithmetic modulo n.</summary>
    internal FixedModulus Order => _order;

    /// <inheritdoc/>
    public static PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out CurvePrivateKey? key)
    {
        key = null;
        var operands = new CurveBlock(block, Operands);
        int limbs = operands.Limbs;
        Span<ulong> room = stackalloc ulong[(Operands + 1) * FixedModulus.MaxLimbs];
        for (int i = 0; i < Operands; i++)
        {
            operands.Read(i, room.Slice(i * limbs, limbs));
        }

        Span<ulong> d = room.Slice(2 * limbs, limbs);
        Span<ulong> inverse = room.Slice(Operands * limbs, limbs);
        Curve? curve = Curves.Find(
            room[..limbs], room.Slice(limbs, limbs), room.Slice(3 * limbs, limbs),
            room.Slice(4 * limbs, limbs), room.Slice(5 * limbs, limbs), room.Slice(6 * limbs, limbs));
        PublicKeyStatus status = PublicKeyStatus.BadOperand;
        if (curve is { Order: { } order } && order.IsInRange(d))
        {
            if (kind == KeyClass.CurvePrivate)
            {
                key = new CurvePrivateKey(kind, block, curve, d, default);
                status = PublicKeyStatus.Ok;
            }
            else if (TryInvertSuccessor(order, d, inverse))
            {
                key = new CurvePrivateKey(kind, block, curve, d, inverse);
                status = PublicKeyStatus.Ok;
            }
        }

        FixedModulus.Clear(room);
        return status;
    }

    /// <summary>ECDSA with a given nonce: e ‖ k to r ‖ s (SEC 1 version 2 section 4.1.3, from the second step on).</summary>
    internal PublicKeyStatus Sign(ReadOnlySpan<byte> input, Span<byte> output, CurveScratch scratch)
    {
        Span<ulong> room = stackalloc ulong[4 * FixedModulus.MaxLimbs];
        PublicKeyStatus status = Sign(input, output, room, scratch);
        FixedModulus.Clear(room);
        return status;
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        _key.Erase();
        _scalar?.Erase();
        _inverse?.Erase();
    }

    private PublicKeyStatus Sign(ReadOnlySpan<byte> input, Span<byte> output, Span<ulong> room, CurveScratch scratch)
    {
        int n = _curve.Limbs;
        var operands = new CurveBlock(input, 2);
        Span<ulong> e = room[..n];
        Span<ulong> k = room.Slice(n, n);
        Span<ulong> r = room.Slice(2 * n, n);
        Span<ulong> s = room.Slice(3 * n, n);
        operands.Read(0, e);
        operands.Read(1, k);
        if (!_order.IsInRange(k))
        {
            return PublicKeyStatus.BadOperand;
        }

        if (!_curve.TryMultiplyGenerator(k, r, default, scratch) || !_order.TryInvert(k, k))
        {
            return PublicKeyStatus.Undefined;
        }

        _order.Reduce(r, r);
        _order.Reduce(e, e);
        _order.Multiply(s, r, _key.Value);    // rd
        _order.Add(s, s, e);
        _order.Multiply(s, s, k);             // (e + rd)/k, divided by R
        _order.ToMontgomery(s, s);            // and R back
        if (FixedModulus.IsZero(r) || FixedModulus.IsZero(s))
        {
            return PublicKeyStatus.Undefined;
        }

        FixedModulus.Write(r, output[..operands.Slot]);
        FixedModulus.Write(s, output[operands.Slot..]);
        return PublicKeyStatus.Ok;
    }
}
