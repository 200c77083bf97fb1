using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>The key blocks of HPRE (hisi-hpre.md §3): numbers of one kind of key, in slots.</summary>
/// <remarks>A step of a layout is a number of the key or of its curve. In the private layout of curves the secret comes third, between a and b.</remarks>
internal sealed class HpreKeyForm : KeyForm
{
    /// <summary>e‖n.</summary>
    internal static readonly HpreKeyForm RsaPublic = new("an RSA public exponent", KeyComponent.PublicExponent, KeyComponent.Modulus);

    /// <summary>d‖n.</summary>
    internal static readonly HpreKeyForm RsaPrivate = new("an RSA private exponent", KeyComponent.PrivateExponent, KeyComponent.Modulus);

    /// <summary>dq‖dp‖q‖p‖qinv.</summary>
    internal static readonly HpreKeyForm RsaCrt = new(
        "the RSA primes and what belongs to them", KeyComponent.DQ, KeyComponent.DP, KeyComponent.Q, KeyComponent.P, KeyComponent.InverseQ);

    /// <summary>x‖p.</summary>
    internal static readonly HpreKeyForm Dh = new("a DH exponent", KeyComponent.PrivateExponent, KeyComponent.Modulus);

    private readonly string _missing;
    private readonly KeyComponent[] _components;

    private HpreKeyForm(string needs, params KeyComponent[] components)
    {
        _missing = $"the key does not hold {needs}";
        _components = components;
    }

    /// <inheritdoc/>
    public override int SizeOf(PublicKeyMaterial key)
    {
        int length = 0;
        foreach (KeyComponent component in _components)
        {
            length += key.Component(component).Length;
        }

        return length;
    }

    /// <inheritdoc/>
    public override string? Write(PublicKeyMaterial key, Span<byte> block)
    {
        foreach (KeyComponent component in _components)
        {
            ReadOnlySpan<byte> number = key.Component(component);
            if (number.IsEmpty)
            {
                return _missing;
            }

            number.CopyTo(block);   // as wide as its slot already
            block = block[number.Length..];
        }

        return null;
    }
}
