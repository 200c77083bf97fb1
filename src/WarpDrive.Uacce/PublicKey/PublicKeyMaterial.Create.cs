using System.Numerics;
using System.Security.Cryptography;

namespace WarpDrive.Uacce.PublicKey;

public sealed unsafe partial class PublicKeyMaterial
{
    /// <summary>An RSA key; private parts may be missing, the modulus not.</summary>
    /// <param name="parameters">Big-endian numbers of any width. k is the width of the modulus without leading zeros.</param>
    /// <exception cref="ArgumentException">No modulus, or a number is wider than its place: k, or k/2 for those of the primes.</exception>
    public static PublicKeyMaterial FromRsa(in RSAParameters parameters)
    {
        int k = WidthOf(parameters.Modulus, nameof(parameters));
        int half = (k + 1) / 2;
        Span<int> widths = stackalloc int[Components];
        widths[(int)KeyComponent.Modulus] = k;
        widths[(int)KeyComponent.PublicExponent] = parameters.Exponent is null ? 0 : k;
        widths[(int)KeyComponent.PrivateExponent] = parameters.D is null ? 0 : k;
        widths[(int)KeyComponent.P] = parameters.P is null ? 0 : half;
        widths[(int)KeyComponent.Q] = parameters.Q is null ? 0 : half;
        widths[(int)KeyComponent.DP] = parameters.DP is null ? 0 : half;
        widths[(int)KeyComponent.DQ] = parameters.DQ is null ? 0 : half;
        widths[(int)KeyComponent.InverseQ] = parameters.InverseQ is null ? 0 : half;
        var key = new PublicKeyMaterial(k, BitsOf(parameters.Modulus), null, widths);
        try
        {
            key.Place(KeyComponent.Modulus, parameters.Modulus, nameof(parameters));
            key.Place(KeyComponent.PublicExponent, parameters.Exponent, nameof(parameters));
            key.Place(KeyComponent.PrivateExponent, parameters.D, nameof(parameters));
            key.Place(KeyComponent.P, parameters.P, nameof(parameters));
            key.Place(KeyComponent.Q, parameters.Q, nameof(parameters));
            key.Place(KeyComponent.DP, parameters.DP, nameof(parameters));
            key.Place(KeyComponent.DQ, parameters.DQ, nameof(parameters));
            key.Place(KeyComponent.InverseQ, parameters.InverseQ, nameof(parameters));
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>A DH key.</summary>
    /// <param name="prime">The prime, big-endian; k is its width without leading zeros.</param>
    /// <param name="exponent">x, big-endian, at most k bytes.</param>
    /// <exception cref="ArgumentException">No prime, or x is wider.</exception>
    public static PublicKeyMaterial FromDh(ReadOnlySpan<byte> prime, ReadOnlySpan<byte> exponent)
    {
        int k = WidthOf(prime, nameof(prime));
        Span<int> widths = stackalloc int[Components];
        widths[(int)KeyComponent.Modulus] = k;
        widths[(int)KeyComponent.PrivateExponent] = k;
        var key = new PublicKeyMaterial(k, BitsOf(prime), null, widths);
        try
        {
            key.Place(KeyComponent.Modulus, prime, nameof(prime));
            key.Place(KeyComponent.PrivateExponent, exponent, nameof(exponent));
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>A key on a curve; each part may be missing. Key generation needs none, the private operations d, the public ones Q.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="d">Private key or scalar, big-endian, at most k bytes; empty when there is none.</param>
    /// <param name="x">x of Q, big-endian; empty when there is none.</param>
    /// <param name="y">y of Q, big-endian; empty when there is none.</param>
    /// <exception cref="ArgumentException">A number is wider than the curve's.</exception>
    public static PublicKeyMaterial FromCurve(
        EllipticCurve curve, ReadOnlySpan<byte> d, ReadOnlySpan<byte> x = default, ReadOnlySpan<byte> y = default)
    {
        ArgumentNullException.ThrowIfNull(curve);
        Span<int> widths = stackalloc int[Components];
        widths[(int)KeyComponent.D] = d.IsEmpty ? 0 : curve.Size;
        widths[(int)KeyComponent.X] = x.IsEmpty ? 0 : curve.Size;
        widths[(int)KeyComponent.Y] = y.IsEmpty ? 0 : curve.Size;
        var key = new PublicKeyMaterial(curve.Size, curve.Bits, curve, widths);
        try
        {
            key.Place(KeyComponent.D, d, nameof(d));
            key.Place(KeyComponent.X, x, nameof(x));
            key.Place(KeyComponent.Y, y, nameof(y));
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static int WidthOf(ReadOnlySpan<byte> number, string name)
    {
        ReadOnlySpan<byte> digits = BigEndianNumber.Trim(number);
        return digits.IsEmpty || digits[0] == 0 ? throw new ArgumentException("the modulus is missing or zero", name) : digits.Length;
    }

    private static int BitsOf(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> digits = BigEndianNumber.Trim(number);
        return (digits.Length * 8) - (BitOperations.LeadingZeroCount((uint)digits[0]) - 24);
    }
}
