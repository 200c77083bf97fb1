using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// A curve that libcrypto knows by name: private scalars go through its constant-time ladder or, for secp256r1, its table-driven code (nistz256).
/// </summary>
/// <remarks>One group serves every engine of the process: it is read-only and lives as long as the process.</remarks>
internal sealed unsafe class NamedCurve : Curve
{
    private readonly void* _group;

    private NamedCurve(void* group, FixedModulus field, CurveNumbers numbers, FixedModulus order)
        : base(field, numbers.A, numbers.B, order, numbers.Gx, numbers.Gy)
    {
        _group = group;
        Numbers = numbers;
    }

    /// <summary>What the curve is known by.</summary>
    internal CurveNumbers Numbers { get; }

    /// <summary>The curve with a number of obj_mac.h; null when the library is built without it.</summary>
    internal static NamedCurve? Create(int nid, Scratch scratch)
    {
        void* group = LibCrypto.Ec.EC_GROUP_new_by_curve_name(nid);
        if (group == null)
        {
            LibCrypto.Bn.ERR_clear_error();
            return null;
        }

        using var p = new BigNumber(secret: false);
        using var a = new BigNumber(secret: false);
        using var b = new BigNumber(secret: false);
        using var x = new BigNumber(secret: false);
        using var y = new BigNumber(secret: false);
        Need(LibCrypto.Ec.EC_GROUP_get_curve(group, p.Handle, a.Handle, b.Handle, scratch.Handle));
        void* generator = LibCrypto.Ec.EC_GROUP_get0_generator(group);
        Need(LibCrypto.Ec.EC_POINT_get_affine_coordinates(group, generator, x.Handle, y.Handle, scratch.Handle));
        int limbs = p.Bits <= 256 ? 4 : p.Bits <= 384 ? 6 : FixedModulus.MaxLimbs;
        var numbers = new CurveNumbers(
            LimbsOf(p, limbs), LimbsOf(a, limbs), LimbsOf(b, limbs), LimbsOf(x, limbs), LimbsOf(y, limbs),
            OrderOf(group, limbs));
        FixedModulus? field = FixedModulus.From(numbers.P);
        FixedModulus? order = FixedModulus.From(numbers.N);
        if (field is not null && order is not null)
        {
            return new NamedCurve(group, field, numbers, order);
        }

        LibCrypto.Ec.EC_GROUP_free(group);
        return null;
    }

    /// <inheritdoc/>
    internal override bool TryMultiply(
        ReadOnlySpan<ulong> scalar, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, Span<ulong> resultX, Span<ulong> resultY, CurveScratch scratch)
    {
        void* point = NewPoint();
        void* result = NewPoint();
        try
        {
            // Reduced here: libcrypto reduces a longer scalar in variable time.
            SetReduced(scratch.Scalar, scalar);
            SetPoint(point, x, y, scratch);
            Need(LibCrypto.Ec.EC_POINT_mul(_group, result, null, point, scratch.Scalar.Handle, scratch.Pool.Handle));
            return TryGet(result, resultX, resultY, scratch);
        }
        finally
        {
            LibCrypto.Ec.EC_POINT_clear_free(point);
            LibCrypto.Ec.EC_POINT_clear_free(result);
        }
    }

    /// <inheritdoc/>
    internal override bool TryMultiplyGenerator(ReadOnlySpan<ulong> scalar, Span<ulong> resultX, Span<ulong> resultY, CurveScratch scratch)
    {
        void* result = NewPoint();
        try
        {
            SetReduced(scratch.Scalar, scalar);
            Need(LibCrypto.Ec.EC_POINT_mul(_group, result, scratch.Scalar.Handle, null, null, scratch.Pool.Handle));
            return TryGet(result, resultX, resultY, scratch);
        }
        finally
        {
            LibCrypto.Ec.EC_POINT_clear_free(result);
        }
    }

    /// <inheritdoc/>
    internal override bool TryMultiplyBoth(
        ReadOnlySpan<ulong> u, ReadOnlySpan<ulong> v, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, Span<ulong> resultX, CurveScratch scratch)
    {
        void* point = NewPoint();
        void* result = NewPoint();
        try
        {
            SetReduced(scratch.Scalar, u);
            SetReduced(scratch.SecondScalar, v);
            SetPoint(point, x, y, scratch);
            Need(LibCrypto.Ec.EC_POINT_mul(
                _group, result, scratch.Scalar.Handle, point, scratch.SecondScalar.Handle, scratch.Pool.Handle));
            return TryGet(result, resultX, default, scratch);
        }
        finally
        {
            LibCrypto.Ec.EC_POINT_clear_free(point);
            LibCrypto.Ec.EC_POINT_clear_free(result);
        }
    }

    private static ulong[] LimbsOf(BigNumber number, int limbs)
    {
        ulong[] value = new ulong[limbs];
        number.TryWrite(value);
        return value;
    }

    private static ulong[] OrderOf(void* group, int limbs)
    {
        ulong[] value = new ulong[limbs];
        fixed (ulong* words = value)
        {
            LibCrypto.Bn.BN_bn2lebinpad(LibCrypto.Ec.EC_GROUP_get0_order(group), (byte*)words, limbs * sizeof(ulong));
        }

        return value;
    }

    private static void Need(int answer)
    {
        if (answer == 0)
        {
            NativeFailure.Throw("a curve operation");
        }
    }

    private void* NewPoint()
    {
        void* point = LibCrypto.Ec.EC_POINT_new(_group);
        Need(point == null ? 0 : 1);
        return point;
    }

    private void SetReduced(BigNumber number, ReadOnlySpan<ulong> scalar)
    {
        Span<ulong> reduced = stackalloc ulong[FixedModulus.MaxLimbs];
        reduced = reduced[..Limbs];
        Order!.Reduce(reduced, scalar);
        number.Set(reduced);
        FixedModulus.Clear(reduced);
    }

    private void SetPoint(void* point, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, CurveScratch scratch)
    {
        scratch.X.Set(x);
        scratch.Y.Set(y);
        Need(LibCrypto.Ec.EC_POINT_set_affine_coordinates(_group, point, scratch.X.Handle, scratch.Y.Handle, scratch.Pool.Handle));
    }

    private bool TryGet(void* point, Span<ulong> x, Span<ulong> y, CurveScratch scratch)
    {
        if (LibCrypto.Ec.EC_POINT_is_at_infinity(_group, point) != 0)
        {
            return false;
        }

        Need(LibCrypto.Ec.EC_POINT_get_affine_coordinates(
            _group, point, scratch.X.Handle, y.IsEmpty ? null : scratch.Y.Handle, scratch.Pool.Handle));
        return scratch.X.TryWrite(x) && (y.IsEmpty || scratch.Y.TryWrite(y));
    }
}
