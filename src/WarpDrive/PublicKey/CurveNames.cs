using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>Curves as .NET names them, and as devices take them (hisi-hpre.md §6.3).</summary>
internal static class CurveNames
{
    /// <summary>OID of SM2's curve (GB/T 33560).</summary>
    internal const string Sm2 = "1.2.156.10197.1.301";

    private static readonly (string Oid, string Name, EllipticCurve Curve)[] s_known =
    [
        ("1.2.840.10045.3.1.7", "nistP256", EllipticCurve.Secp256r1),
        ("1.3.132.0.34", "nistP384", EllipticCurve.Secp384r1),
        ("1.3.132.0.35", "nistP521", EllipticCurve.Secp521r1),
        ("1.3.132.0.33", "nistP224", EllipticCurve.Secp224r1),
        ("1.3.132.0.10", "secP256k1", EllipticCurve.Secp256k1),
        ("1.3.132.0.31", "secP192k1", EllipticCurve.Secp192k1),
        ("1.3.132.0.28", "secP128r1", EllipticCurve.Secp128r1),
        ("1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1", EllipticCurve.BrainpoolP320r1),
        ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", EllipticCurve.BrainpoolP384r1),
        (Sm2, "sm2p256v1", EllipticCurve.Sm2),
    ];

    /// <summary>The sizes that <see cref="OfSize"/> knows; the runtime's classes copy it before they give it out.</summary>
    internal static KeySizes[] UsualSizes { get; } = [new KeySizes(256, 384, 128), new KeySizes(521, 521, 0)];

    /// <summary>The curve of the usual key sizes.</summary>
    /// <exception cref="CryptographicException">There is none of that size.</exception>
    internal static ECCurve OfSize(int bits) => bits switch
    {
        256 => ECCurve.NamedCurves.nistP256,
        384 => ECCurve.NamedCurves.nistP384,
        521 => ECCurve.NamedCurves.nistP521,
        _ => throw new CryptographicException($"there is no usual curve of {bits} bits: use 256, 384 or 521, or name a curve"),
    };

    /// <summary>A named curve under the one name that the runtime gives it too; it compares names.</summary>
    internal static ECCurve Canonical(ECCurve curve) => curve.IsNamed ? ECCurve.CreateFromValue(FindNamed(curve).Oid) : curve;

    /// <summary>The parameters of a curve.</summary>
    /// <exception cref="PlatformNotSupportedException">Devices do not have it.</exception>
    internal static EllipticCurve Find(ECCurve curve)
    {
        if (curve.IsNamed)
        {
            return FindNamed(curve).Curve;
        }

        if (!curve.IsPrime)
        {
            throw new PlatformNotSupportedException("devices have curves over prime fields only");
        }

        try
        {
            return EllipticCurve.Create(curve.Prime, curve.A, curve.B, curve.Order, curve.G.X, curve.G.Y);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException($"the parameters make no curve: {e.Message}", e);
        }
    }

    /// <summary>The parameters of a curve in .NET's form.</summary>
    internal static ECCurve ToExplicit(EllipticCurve curve) => new()
    {
        CurveType = ECCurve.ECCurveType.PrimeShortWeierstrass,
        Prime = curve.Prime.ToArray(),
        A = curve.A.ToArray(),
        B = curve.B.ToArray(),
        Order = curve.Order.ToArray(),
        Cofactor = [1],
        G = new ECPoint { X = curve.BaseX.ToArray(), Y = curve.BaseY.ToArray() },
    };

    private static (string Oid, string Name, EllipticCurve Curve) FindNamed(ECCurve curve)
    {
        foreach ((string Oid, string Name, EllipticCurve Curve) known in s_known)
        {
            if (curve.Oid.Value is string oid ? oid == known.Oid : string.Equals(curve.Oid.FriendlyName, known.Name, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        throw new PlatformNotSupportedException($"devices do not have the curve {curve.Oid.FriendlyName ?? curve.Oid.Value}: use explicit parameters");
    }
}
