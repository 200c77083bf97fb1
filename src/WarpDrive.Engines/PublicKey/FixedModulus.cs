using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// Arithmetic modulo an odd number above 1 on a fixed count of 64-bit limbs, the least significant first. No branch, address or count of steps depends
/// on a value, only on the modulus, which is public. Read-only, so many threads may use it.
/// </summary>
/// <remarks>
/// The Montgomery form of a is aR mod m with R = 2^(64 limbs). Results are below m. Multiplication wants one factor below m, the other may be any number of
/// that many limbs. Results may be one of the operands.
/// </remarks>
[SkipLocalsInit]
internal sealed partial class FixedModulus
{
    /// <summary>Limbs at most: 576 bits, the widest slot of curve operands.</summary>
    internal const int MaxLimbs = 9;

    private readonly ulong[] _modulus;
    private readonly ulong[] _square;   // R^2 mod m
    private readonly ulong[] _one;      // R mod m
    private readonly ulong _inverse;    // -1/m mod 2^64

    private FixedModulus(ulong[] modulus)
    {
        _modulus = modulus;
        ulong inverse = modulus[0];     // right to 3 bits; each step doubles them (Newton)
        for (int i = 0; i < 5; i++)
        {
            inverse *= 2 - (modulus[0] * inverse);
        }

        _inverse = 0 - inverse;
        Bits = BitsOf(modulus);
        _one = new ulong[modulus.Length];
        _square = new ulong[modulus.Length];
        PreparePowers();
        PrepareInversion(inverse);
    }

    /// <summary>Limbs of every operand.</summary>
    internal int Limbs => _modulus.Length;

    /// <summary>Bits of the modulus.</summary>
    internal int Bits { get; }

    /// <summary>The modulus.</summary>
    internal ReadOnlySpan<ulong> Value => _modulus;

    /// <summary>The Montgomery form of 1.</summary>
    internal ReadOnlySpan<ulong> One => _one;

    /// <summary>Null unless the number is odd and above 1.</summary>
    internal static FixedModulus? From(ReadOnlySpan<ulong> modulus) =>
        (modulus[0] & 1) != 0 && BitsOf(modulus) > 1 ? new FixedModulus(modulus.ToArray()) : null;

    /// <summary>Reads a big-endian number as wide as the limbs.</summary>
    internal static void Read(ReadOnlySpan<byte> bigEndian, Span<ulong> limbs)
    {
        for (int i = 0; i < limbs.Length; i++)
        {
            limbs[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bigEndian[(bigEndian.Length - (8 * (i + 1)))..]);
        }
    }

    /// <summary>Writes a big-endian number as wide as the limbs.</summary>
    internal static void Write(ReadOnlySpan<ulong> limbs, Span<byte> bigEndian)
    {
        for (int i = 0; i < limbs.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bigEndian[(bigEndian.Length - (8 * (i + 1)))..], limbs[i]);
        }
    }

    /// <summary>Zeroes limbs that held a secret.</summary>
    internal static void Clear(Span<ulong> limbs) =>
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(limbs));

    /// <summary>Whether a number is zero.</summary>
    internal static bool IsZero(ReadOnlySpan<ulong> a)
    {
        ulong all = 0;
        foreach (ulong limb in a)
        {
            all |= limb;
        }

        return all == 0;
    }

    /// <summary>Whether two numbers are the same.</summary>
    internal static bool AreEqual(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        ulong all = 0;
        for (int i = 0; i < a.Length; i++)
        {
            all |= a[i] ^ b[i];
        }

        return all == 0;
    }

    /// <summary>result = mask is all ones ? a : result, for a mask of all ones or all zeros.</summary>
    internal static void Select(Span<ulong> result, ReadOnlySpan<ulong> a, ulong mask)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] ^= (result[i] ^ a[i]) & mask;
        }
    }

    /// <summary>Swaps a and b when the mask is all ones, and not when it is all zeros.</summary>
    internal static void Swap(Span<ulong> a, Span<ulong> b, ulong mask)
    {
        for (int i = 0; i < a.Length; i++)
        {
            ulong difference = (a[i] ^ b[i]) & mask;
            a[i] ^= difference;
            b[i] ^= difference;
        }
    }

    /// <summary>Whether a is below m.</summary>
    internal bool IsReduced(ReadOnlySpan<ulong> a)
    {
        ulong borrow = 0;
        for (int i = 0; i < _modulus.Length; i++)
        {
            SubtractWithBorrow(a[i], _modulus[i], ref borrow);
        }

        return borrow != 0;
    }

    /// <summary>Whether a is in [1, m-1].</summary>
    internal bool IsInRange(ReadOnlySpan<ulong> a) => IsReduced(a) & !IsZero(a);

    /// <summary>result = a + b, both below m.</summary>
    internal void Add(Span<ulong> result, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        ulong carry = 0;
        for (int i = 0; i < _modulus.Length; i++)
        {
            result[i] = AddWithCarry(a[i], b[i], ref carry);
        }

        SubtractOnce(result, carry);
    }

    /// <summary>result = a - b, both below m.</summary>
    internal void Subtract(Span<ulong> result, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        ulong borrow = 0;
        for (int i = 0; i < _modulus.Length; i++)
        {
            result[i] = SubtractWithBorrow(a[i], b[i], ref borrow);
        }

        ulong mask = 0 - borrow;
        ulong carry = 0;
        for (int i = 0; i < _modulus.Length; i++)
        {
            result[i] = AddWithCarry(result[i], _modulus[i] & mask, ref carry);
        }
    }

    /// <summary>result = ab/R: the product in Montgomery form of factors in that form, the plain product when only one is.</summary>
    internal void Multiply(Span<ulong> result, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        // Coarsely integrated operand scanning (Koç, Acar, Kaliski, 1996): one limb of a, then one step of the reduction.
        int limbs = _modulus.Length;
        if (limbs == 4)
        {
            MultiplyFour(result, a, b);
            return;
        }

        Span<ulong> t = stackalloc ulong[MaxLimbs + 1];
        t = t[..(limbs + 1)];
        t.Clear();
        a = a[..limbs];
        b = b[..limbs];
        ReadOnlySpan<ulong> m = _modulus;
        for (int i = 0; i < a.Length; i++)
        {
            ulong carry = 0;
            ulong factor = a[i];
            for (int j = 0; j < b.Length; j++)
            {
                t[j] = MultiplyAdd(factor, b[j], t[j], ref carry);
            }

            ulong over = 0;
            ulong top = AddWithCarry(t[limbs], carry, ref over);
            factor = t[0] * _inverse;
            carry = 0;
            MultiplyAdd(factor, m[0], t[0], ref carry);
            for (int j = 1; j < m.Length; j++)
            {
                t[j - 1] = MultiplyAdd(factor, m[j], t[j], ref carry);
            }

            ulong last = 0;
            t[limbs - 1] = AddWithCarry(top, carry, ref last);
            t[limbs] = over + last;
        }

        ulong above = t[limbs];
        t[..limbs].CopyTo(result);
        SubtractOnce(result, above);
    }

    /// <summary>result = the Montgomery form of any a of that many limbs.</summary>
    internal void ToMontgomery(Span<ulong> result, ReadOnlySpan<ulong> a) => Multiply(result, a, _square);

    /// <summary>result = the number whose Montgomery form is a.</summary>
    internal void FromMontgomery(Span<ulong> result, ReadOnlySpan<ulong> a)
    {
        Span<ulong> one = stackalloc ulong[MaxLimbs];
        one.Clear();
        one[0] = 1;
        Multiply(result, a, one);
    }

    /// <summary>result = a mod m, for any a of that many limbs.</summary>
    internal void Reduce(Span<ulong> result, ReadOnlySpan<ulong> a)
    {
        ToMontgomery(result, a);
        FromMontgomery(result, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWithCarry(ulong a, ulong b, ref ulong carry)
    {
        ulong sum = a + b;
        ulong first = Below(sum, a);
        ulong total = sum + carry;
        carry = first | Below(total, sum);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractWithBorrow(ulong a, ulong b, ref ulong borrow)
    {
        ulong difference = a - b;
        ulong first = Below(a, b);
        ulong total = difference - borrow;
        borrow = first | Below(difference, borrow);
        return total;
    }

    /// <summary>The low limb of a * b + addend + carry; the high limb becomes the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += addend;
        high += Below(low, addend);
        low += carry;
        carry = high + Below(low, carry);
        return low;
    }

    /// <summary>1 when a is below b, else 0: a flag made into a number, no branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Below(ulong a, ulong b) => Unsafe.BitCast<bool, byte>(a < b);

    private static int BitsOf(ReadOnlySpan<ulong> a)
    {
        for (int i = a.Length - 1; i >= 0; i--)
        {
            if (a[i] != 0)
            {
                return (64 * i) + 64 - System.Numerics.BitOperations.LeadingZeroCount(a[i]);
            }
        }

        return 0;
    }

    /// <summary>Takes m away once when the number, with a limb above it, is not below m.</summary>
    private void SubtractOnce(Span<ulong> a, ulong above)
    {
        Span<ulong> less = stackalloc ulong[MaxLimbs];
        less = less[.._modulus.Length];
        ulong borrow = 0;
        for (int i = 0; i < less.Length; i++)
        {
            less[i] = SubtractWithBorrow(a[i], _modulus[i], ref borrow);
        }

        Select(a, less, 0 - (above | (borrow ^ 1)));
    }

    /// <summary>R and R^2 mod m by doubling 1; the modulus is public, but the way is the same for all of one size.</summary>
    private void PreparePowers()
    {
        Span<ulong> power = stackalloc ulong[MaxLimbs];
        power = power[..Limbs];
        power.Clear();
        power[0] = 1;
        for (int i = 0; i < 64 * Limbs; i++)
        {
            Add(power, power, power);
        }

        power.CopyTo(_one);
        for (int i = 0; i < 64 * Limbs; i++)
        {
            Add(power, power, power);
        }

        power.CopyTo(_square);
    }
}
