namespace WarpDrive.Engines.PublicKey;

/// <summary>Finds the arithmetic for the curve that a key block gives by its numbers.</summary>
internal static class Curves
{
    // obj_mac.h. The curves of hisi-hpre.md section 12 first, then others that libcrypto may know.
    private static readonly int[] s_nids =
    [
        415,    // prime256v1, which is secp256r1
        1172,   // sm2p256v1
        715,    // secp384r1
        716,    // secp521r1
        714,    // secp256k1
        713,    // secp224r1
        706,    // secp128r1
        711,    // secp192k1
        929,    // brainpoolP320r1
        931,    // brainpoolP384r1
        409,    // prime192v1
        927,    // brainpoolP256r1
        933,    // brainpoolP512r1
    ];

    private static readonly Lazy<NamedCurve[]> s_named = new(CreateNamed);

    /// <summary>A curve without a generator: p, a, b.</summary>
    /// <returns>Null when p is even or below 4, or a or b are not below it.</returns>
    internal static Curve? Find(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        foreach (NamedCurve curve in s_named.Value)
        {
            if (curve.Numbers.HasEquation(p, a, b))
            {
                return curve;
            }
        }

        return GenericCurve.Create(p, a, b);
    }

    /// <summary>A curve with a generator of known order.</summary>
    /// <returns>Null when p or n is even or too small, a or b are not below p, or the generator is off the curve.</returns>
    internal static Curve? Find(
        ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> n, ReadOnlySpan<ulong> gx, ReadOnlySpan<ulong> gy)
    {
        foreach (NamedCurve curve in s_named.Value)
        {
            if (curve.Numbers.HasEquation(p, a, b) && curve.Numbers.HasGenerator(gx, gy, n))
            {
                return curve;
            }
        }

        return GenericCurve.Create(p, a, b, n, gx, gy);
    }

    private static NamedCurve[] CreateNamed()
    {
        using var scratch = new Scratch();
        return [.. s_nids.Select(nid => NamedCurve.Create(nid, scratch)).OfType<NamedCurve>()];
    }
}
