using System.Numerics;

namespace WarpDrive.Uacce.PublicKey;

/// <summary>Parameters of a curve over a prime field, y² = x³ + ax + b, or of one of the two curves of RFC 7748.</summary>
/// <remarks>Immutable, thread safe. Numbers are big-endian and <see cref="Size"/> bytes wide.</remarks>
public sealed partial class EllipticCurve
{
    private readonly byte[] _p;
    private readonly byte[] _a;
    private readonly byte[] _b;
    private readonly byte[] _n;
    private readonly byte[] _gx;
    private readonly byte[] _gy;

    private EllipticCurve(string name, byte[] p, byte[] a, byte[] b, byte[] n, byte[] gx, byte[] gy)
    {
        Name = name;
        Size = p.Length;
        Bits = BitLength(p);
        _p = p;
        _a = Widen(a, nameof(a));
        _b = Widen(b, nameof(b));
        _n = Widen(n, nameof(n));
        _gx = Widen(gx, nameof(gx));
        _gy = Widen(gy, nameof(gy));
    }

    /// <summary>Name as in the standard, or <c>explicit</c>.</summary>
    public string Name { get; }

    /// <summary>Bytes of a number: those of p.</summary>
    public int Size { get; }

    /// <summary>Bits of p.</summary>
    public int Bits { get; private init; }

    /// <summary>One of the two of RFC 7748: <see cref="A"/> is a₂₄, <see cref="BaseX"/> the base u, and B, Order and BaseY are 0.</summary>
    public bool IsMontgomery { get; private init; }

    /// <summary>p, the field.</summary>
    public ReadOnlySpan<byte> Prime => _p;

    /// <summary>a, or a₂₄.</summary>
    public ReadOnlySpan<byte> A => _a;

    /// <summary>b.</summary>
    public ReadOnlySpan<byte> B => _b;

    /// <summary>n, the order of the base point.</summary>
    public ReadOnlySpan<byte> Order => _n;

    /// <summary>x of the base point, or its u.</summary>
    public ReadOnlySpan<byte> BaseX => _gx;

    /// <summary>y of the base point.</summary>
    public ReadOnlySpan<byte> BaseY => _gy;

    /// <summary>A curve of given parameters, big-endian, of any width. That they make a curve is not checked here: a device refuses what it cannot compute with.</summary>
    /// <param name="p">Field.</param>
    /// <param name="a">Coefficient.</param>
    /// <param name="b">Coefficient.</param>
    /// <param name="n">Order of the base point.</param>
    /// <param name="gx">x of the base point.</param>
    /// <param name="gy">y of the base point.</param>
    /// <exception cref="ArgumentException">p or n is zero, or a number is wider than p.</exception>
    public static EllipticCurve Create(
        ReadOnlySpan<byte> p, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> n, ReadOnlySpan<byte> gx, ReadOnlySpan<byte> gy)
    {
        if (!p.ContainsAnyExcept((byte)0) || !n.ContainsAnyExcept((byte)0))
        {
            throw new ArgumentException("the field and the order of a curve are not zero");
        }

        return new EllipticCurve(
            "explicit", BigEndianNumber.Trim(p).ToArray(), a.ToArray(), b.ToArray(), n.ToArray(), gx.ToArray(), gy.ToArray());
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int BitLength(byte[] number) => (number.Length * 8) - (BitOperations.LeadingZeroCount(number[0]) - 24);

    private byte[] Widen(byte[] number, string name)
    {
        byte[] wide = new byte[Size];
        return BigEndianNumber.TryPlace(number, wide) ? wide : throw new ArgumentException("the number is wider than the field", name);
    }
}
