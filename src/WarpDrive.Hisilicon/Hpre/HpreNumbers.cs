using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Big-endian numbers between requests (k bytes each) and operand slots (h bytes each); comparisons of secrets in constant time.</summary>
internal static class HpreNumbers
{
    /// <summary>Bytes of an operand slot on the device for a curve (hisi-hpre.md §4); 0 when the device has none.</summary>
    internal static int CurveSlot(int k) => k switch
    {
        16 or 24 or 28 or 32 => 32,
        40 or 48 => 48,
        56 or 66 => 72,
        _ => 0,
    };

    /// <summary>Numbers side by side into slots, each right-aligned.</summary>
    internal static void Spread(ReadOnlySpan<byte> numbers, int k, Span<byte> slots, int h)
    {
        for (int from = 0, to = 0; from < numbers.Length; from += k, to += h)
        {
            slots.Slice(to, h - k).Clear();
            numbers.Slice(from, k).CopyTo(slots.Slice(to + h - k, k));
        }
    }

    /// <summary>Whether every slot holds a number of at most k bytes.</summary>
    internal static bool Fits(ReadOnlySpan<byte> slots, int h, int k)
    {
        for (int at = 0; at < slots.Length; at += h)
        {
            if (slots.Slice(at, h - k).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Slots into numbers side by side; they fit.</summary>
    internal static void Gather(ReadOnlySpan<byte> slots, int h, Span<byte> numbers, int k)
    {
        for (int from = h - k, to = 0; to < numbers.Length; from += h, to += k)
        {
            slots.Slice(from, k).CopyTo(numbers.Slice(to, k));
        }
    }

    /// <summary>Whether a number is 0.</summary>
    internal static bool IsZero(ReadOnlySpan<byte> number)
    {
        int bits = 0;
        foreach (byte b in number)
        {
            bits |= b;
        }

        return bits == 0;
    }

    /// <summary>Whether a number is 0 or 1.</summary>
    internal static bool IsBelowTwo(ReadOnlySpan<byte> number) => IsZero(number[..^1]) & ((number[^1] & 0xFE) == 0);

    /// <summary>Whether a number is below another of the same width.</summary>
    internal static bool IsBelow(ReadOnlySpan<byte> number, ReadOnlySpan<byte> limit)
    {
        int borrow = 0;
        for (int i = number.Length - 1; i >= 0; i--)
        {
            borrow = ((number[i] - limit[i] - borrow) >> 8) & 1;
        }

        return borrow != 0;
    }

    /// <summary>Whether 1 ≤ number &lt; n.</summary>
    internal static bool IsScalar(ReadOnlySpan<byte> number, ReadOnlySpan<byte> order) => !IsZero(number) & IsBelow(number, order);

    /// <summary>Draws a scalar in [1, n − 1] by rejection (hisi-hpre.md §6.8).</summary>
    internal static void DrawScalar(EllipticCurve curve, Span<byte> number)
    {
        ReadOnlySpan<byte> order = curve.Order;
        int first = order.IndexOfAnyExcept((byte)0);
        byte mask = (byte)((1 << (32 - int.LeadingZeroCount(order[first]))) - 1);
        number[..first].Clear();
        do
        {
            RandomNumberGenerator.Fill(number[first..]);
            number[first] &= mask;
        }
        while (!IsScalar(number, order));
    }

    /// <summary>Whether two curves are the same.</summary>
    internal static bool IsSame(EllipticCurve curve, EllipticCurve known) =>
        ReferenceEquals(curve, known)
        || (curve.IsMontgomery == known.IsMontgomery && curve.Prime.SequenceEqual(known.Prime) && curve.A.SequenceEqual(known.A)
            && curve.B.SequenceEqual(known.B) && curve.Order.SequenceEqual(known.Order) && curve.BaseX.SequenceEqual(known.BaseX)
            && curve.BaseY.SequenceEqual(known.BaseY));
}
