using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// p ‖ a24 ‖ s: a scalar for the ladder of RFC 7748 section 5. The two curves of that page with a clamped scalar go to libcrypto; anything else takes our own
/// ladder, because libcrypto clamps for itself.
/// </summary>
internal sealed class MontgomeryKey : PreparedKey, IPreparable<MontgomeryKey>
{
    private readonly FixedModulus _field;
    private readonly ulong[] _a24;             // Montgomery form
    private readonly SecretLimbs _scalar;
    private readonly LadderKey? _library;
    private readonly int _size;                // bytes of a number in the library

    private MontgomeryKey(
        KeyClass kind, ReadOnlySpan<byte> block, FixedModulus field, ReadOnlySpan<ulong> a24, ReadOnlySpan<ulong> scalar, LadderKey? library, int size)
        : base(kind, block)
    {
        _field = field;
        _a24 = new ulong[field.Limbs];
        field.ToMontgomery(_a24, a24);
        _scalar = new SecretLimbs(field.Limbs);
        scalar.CopyTo(_scalar.Value);
        _library = library;
        _size = size;
    }

    /// <summary>Whether libcrypto serves the key.</summary>
    internal bool UsesLibrary => _library is not null;

    /// <inheritdoc/>
    public static PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out MontgomeryKey? key)
    {
        key = null;
        var operands = new CurveBlock(block, 3);
        Span<ulong> p = stackalloc ulong[operands.Limbs];
        Span<ulong> a24 = stackalloc ulong[operands.Limbs];
        Span<ulong> scalar = stackalloc ulong[operands.Limbs];
        operands.Read(0, p);
        operands.Read(1, a24);
        operands.Read(2, scalar);
        PublicKeyStatus status = PublicKeyStatus.BadOperand;
        if (FixedModulus.From(p) is { Bits: > 2 } field && field.IsReduced(a24))
        {
            int size = IsX25519(p, a24, scalar) ? 32 : IsX448(p, a24, scalar) ? 56 : 0;
            key = new MontgomeryKey(kind, block, field, a24, scalar, LibraryKey(block, size), size);
            status = PublicKeyStatus.Ok;
        }

        FixedModulus.Clear(scalar);
        return status;
    }

    /// <summary>The u coordinate of the scalar times the point with that u.</summary>
    internal PublicKeyStatus Multiply(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<ulong> u = stackalloc ulong[_field.Limbs];
        FixedModulus.Read(input, u);
        if (!_field.IsReduced(u))   // whether the peer's value is reduced is no secret
        {
            _field.Reduce(u, u);
        }

        bool done = !FixedModulus.IsZero(u) && (_library is null ? TryClimb(u) : TryMultiplyInLibrary(u));
        done &= !FixedModulus.IsZero(u);
        if (done)
        {
            FixedModulus.Write(u, output);
        }

        FixedModulus.Clear(u);
        return done ? PublicKeyStatus.Ok : PublicKeyStatus.Undefined;
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        _library?.Dispose();
        _scalar.Erase();
    }

    /// <summary>p = 2^255 - 19, a24 = 121665, and a scalar with bit 254, none above, and the low three clear.</summary>
    private static bool IsX25519(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a24, ReadOnlySpan<ulong> scalar)
    {
        ReadOnlySpan<ulong> prime = [ulong.MaxValue - 18, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue >> 1];
        return p.SequenceEqual(prime) && a24[0] == 121665 && FixedModulus.IsZero(a24[1..])
            && (scalar[0] & 7) == 0 && scalar[3] >> 62 == 1;
    }

    /// <summary>p = 2^448 - 2^224 - 1, a24 = 39081, and a scalar with bit 447, none above, and the low two clear.</summary>
    private static bool IsX448(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a24, ReadOnlySpan<ulong> scalar)
    {
        ReadOnlySpan<ulong> prime =
        [
            ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0xFFFFFFFEFFFFFFFF, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0, 0,
        ];
        return p.SequenceEqual(prime) && a24[0] == 39081 && FixedModulus.IsZero(a24[1..])
            && (scalar[0] & 3) == 0 && scalar[6] >> 63 == 1 && (scalar[7] | scalar[8]) == 0;
    }

    private static LadderKey? LibraryKey(ReadOnlySpan<byte> block, int size)
    {
        if (size == 0 || !(size == 32 ? LadderLibrary.HasX25519 : LadderLibrary.HasX448))
        {
            return null;
        }

        Span<byte> littleEndian = stackalloc byte[size];
        block[^size..].CopyTo(littleEndian);
        littleEndian.Reverse();
        LadderKey? key = LadderKey.Create(size == 32 ? LibCrypto.Agreement.NID_X25519 : LibCrypto.Agreement.NID_X448, littleEndian);
        CryptographicOperations.ZeroMemory(littleEndian);
        return key;
    }

    private bool TryMultiplyInLibrary(Span<ulong> u)
    {
        Span<byte> point = stackalloc byte[FixedModulus.MaxLimbs * sizeof(ulong)];
        Span<byte> result = stackalloc byte[FixedModulus.MaxLimbs * sizeof(ulong)];
        point = point[..(u.Length * sizeof(ulong))];
        result = result[..point.Length];
        FixedModulus.Write(u, point);
        point.Reverse();
        result.Clear();
        bool done = _library!.TryMultiply(point[.._size], result[.._size]);
        result.Reverse();
        FixedModulus.Read(result, u);
        CryptographicOperations.ZeroMemory(result);
        return done;
    }

    /// <summary>The ladder over every bit of the slot; names as in RFC 7748 section 5. False when the result is zero.</summary>
    private bool TryClimb(Span<ulong> u)
    {
        int n = u.Length;
        Span<ulong> room = stackalloc ulong[10 * FixedModulus.MaxLimbs];
        Span<ulong> x1 = room[..n];
        Span<ulong> x2 = room.Slice(n, n);
        Span<ulong> z2 = room.Slice(2 * n, n);
        Span<ulong> x3 = room.Slice(3 * n, n);
        Span<ulong> z3 = room.Slice(4 * n, n);
        Span<ulong> a = room.Slice(5 * n, n);
        Span<ulong> b = room.Slice(6 * n, n);
        Span<ulong> c = room.Slice(7 * n, n);
        Span<ulong> d = room.Slice(8 * n, n);
        Span<ulong> e = room.Slice(9 * n, n);
        _field.ToMontgomery(x1, u);
        _field.One.CopyTo(x2);
        z2.Clear();
        x1.CopyTo(x3);
        _field.One.CopyTo(z3);
        ReadOnlySpan<ulong> scalar = _scalar.Value;
        ulong swapped = 0;
        for (int bit = (64 * n) - 1; bit >= 0; bit--)
        {
            ulong mask = 0 - ((scalar[bit / 64] >> (bit % 64)) & 1);
            FixedModulus.Swap(x2, x3, swapped ^ mask);
            FixedModulus.Swap(z2, z3, swapped ^ mask);
            swapped = mask;

            _field.Add(a, x2, z2);
            _field.Subtract(b, x2, z2);
            _field.Add(c, x3, z3);
            _field.Subtract(d, x3, z3);
            _field.Multiply(d, d, a);          // DA
            _field.Multiply(c, c, b);          // CB
            _field.Multiply(a, a, a);          // AA
            _field.Multiply(b, b, b);          // BB
            _field.Multiply(x2, a, b);
            _field.Subtract(b, a, b);          // E
            _field.Multiply(e, _a24, b);
            _field.Add(e, e, a);
            _field.Multiply(z2, b, e);
            _field.Add(x3, d, c);
            _field.Multiply(x3, x3, x3);
            _field.Subtract(z3, d, c);
            _field.Multiply(z3, z3, z3);
            _field.Multiply(z3, z3, x1);
        }

        FixedModulus.Swap(x2, x3, swapped);
        FixedModulus.Swap(z2, z3, swapped);
        bool found = _field.TryInvert(e, z2);  // 1/(zR)
        _field.ToMontgomery(e, e);             // 1/z
        _field.Multiply(u, x2, e);
        FixedModulus.Clear(room);
        return found;
    }
}
