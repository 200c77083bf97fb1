using System.Numerics;
using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>A key on a curve: its public point, and its private number when it is there.</summary>
/// <remarks>Immutable, thread safe but for disposing.</remarks>
internal sealed class CurveKey : IDisposable
{
    private CurveKey(ECCurve name, PublicKeyMaterial material)
    {
        Name = CurveNames.Canonical(name);
        Material = material;
    }

    /// <summary>The curve as .NET names it.</summary>
    internal ECCurve Name { get; }

    /// <summary>The numbers.</summary>
    internal PublicKeyMaterial Material { get; }

    internal EllipticCurve Curve => Material.Curve!;

    /// <summary>k: bytes of a number.</summary>
    internal int Size => Material.Size;

    internal bool HasPrivate => Material.Has(KeyComponent.D);

    /// <summary>Makes a new key: the number is drawn here, the point computed by a device.</summary>
    internal static CurveKey Generate(ECCurve name, PublicKeySession session)
    {
        EllipticCurve curve = CurveNames.Find(name);
        Span<byte> d = stackalloc byte[curve.Size];
        try
        {
            Draw(curve, d);
            return FromPrivate(name, curve, d, session);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(d);
        }
    }

    /// <summary>A key whose numbers were computed together.</summary>
    internal static CurveKey Trust(ECCurve name, ReadOnlySpan<byte> d, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) =>
        new(name, Make(CurveNames.Find(name), d, x, y));

    /// <summary>Takes a key over. A point that is given must lie on the curve and belong to the private number.</summary>
    /// <exception cref="CryptographicException">The parameters make no key.</exception>
    internal static CurveKey Import(ECParameters parameters, PublicKeySession session)
    {
        EllipticCurve curve = CurveNames.Find(parameters.Curve);
        byte[]? x = parameters.Q.X, y = parameters.Q.Y;
        if (x is null != y is null || (x is null && parameters.D is null))
        {
            throw new CryptographicException("a key has a point of two coordinates, a private number, or both");
        }

        if (x is not null && !IsOnCurve(curve, x, y!))
        {
            throw new CryptographicException("the public point does not lie on the curve");
        }

        if (parameters.D is null)
        {
            return new CurveKey(parameters.Curve, Make(curve, [], x, y));
        }

        var d = new BigInteger(parameters.D, isUnsigned: true, isBigEndian: true);
        if (d <= BigInteger.One || d >= new BigInteger(curve.Order, isUnsigned: true, isBigEndian: true))
        {
            throw new CryptographicException("the private number is not between 2 and the order of the curve minus 1");
        }

        CurveKey key = FromPrivate(parameters.Curve, curve, parameters.D, session);
        if (x is not null && !(Same(key.Material.Component(KeyComponent.X), x) && Same(key.Material.Component(KeyComponent.Y), y!)))
        {
            key.Dispose();
            throw new CryptographicException("the public point does not belong to the private number");
        }

        return key;
    }

    internal ECParameters Export(bool includePrivate, bool asExplicit)
    {
        if (includePrivate && !HasPrivate)
        {
            throw new CryptographicException("the key has no private part");
        }

        return new ECParameters
        {
            Curve = asExplicit ? CurveNames.ToExplicit(Curve) : Name,
            Q = new ECPoint { X = Material.Component(KeyComponent.X).ToArray(), Y = Material.Component(KeyComponent.Y).ToArray() },
            D = includePrivate ? Material.Component(KeyComponent.D).ToArray() : null,
        };
    }

    public void Dispose() => Material.Dispose();

    /// <summary>Draws a number of 2…n − 1, all equally likely. 1 is left out: drivers refuse it (hisi-hpre.md §6.4).</summary>
    private static void Draw(EllipticCurve curve, Span<byte> d)
    {
        ReadOnlySpan<byte> order = curve.Order;
        int lead = order.IndexOfAnyExcept((byte)0);
        byte mask = (byte)((1 << (32 - BitOperations.LeadingZeroCount((uint)order[lead]))) - 1);
        do
        {
            RandomNumberGenerator.Fill(d);
            d[..lead].Clear();
            d[lead] &= mask;
        }
        while (d.SequenceCompareTo(order) >= 0 || (d[^1] <= 1 && !d[..^1].ContainsAnyExcept((byte)0)));
    }

    private static CurveKey FromPrivate(ECCurve name, EllipticCurve curve, ReadOnlySpan<byte> d, PublicKeySession session)
    {
        using PublicKeyMaterial half = Make(curve, d, null, null);
        using var call = PublicKeyCall.Rent(PublicKeyOperation.PointMultiply, half, 0, 2 * curve.Size);
        session.Run(call);
        return new CurveKey(name, Make(curve, d, call.Output[..curve.Size], call.Output[curve.Size..]));
    }

    private static PublicKeyMaterial Make(EllipticCurve curve, ReadOnlySpan<byte> d, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        try
        {
            return PublicKeyMaterial.FromCurve(curve, d, x, y);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException($"the parameters make no key: {e.Message}", e);
        }
    }

    /// <summary>y² = x³ + ax + b. The point is public, so that time tells nothing.</summary>
    private static bool IsOnCurve(EllipticCurve curve, byte[] px, byte[] py)
    {
        BigInteger p = Number(curve.Prime), x = Number(px), y = Number(py);
        return x < p && y < p && ((y * y) - (((x * x) + Number(curve.A)) * x) - Number(curve.B)) % p == 0;
    }

    private static bool Same(ReadOnlySpan<byte> number, byte[] other) => Number(number) == Number(other);

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
