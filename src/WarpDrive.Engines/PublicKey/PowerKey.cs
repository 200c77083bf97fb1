namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// exponent ‖ modulus of RSA (hisi-hpre.md section 3, code 0x00). The block does not say whether the exponent is private, so the length decides: one
/// below a quarter of the modulus cannot be private, because it could be computed from the public key (Wiener, 1990), and takes the fast path.
/// Any other is used in constant time. Blinding needs the public exponent: the usual ones are tried, and where none fits there is none.
/// </summary>
internal sealed class PowerKey : PreparedKey, IPreparable<PowerKey>
{
    // X.509 keys have 65537; the others are those that appear in older ones.
    private static readonly ulong[] s_usualExponents = [65537, 3, 17, 5, 7, 257, 35, 37, 41];

    private readonly OddModulus _modulus;
    private readonly BigNumber _exponent;
    private readonly bool _isPublic;
    private readonly RsaPrivateKey? _blinded;

    private PowerKey(KeyClass kind, ReadOnlySpan<byte> block, OddModulus modulus, BigNumber exponent, bool isPublic, RsaPrivateKey? blinded)
        : base(kind, block)
    {
        _modulus = modulus;
        _exponent = exponent;
        _isPublic = isPublic;
        _blinded = blinded;
    }

    /// <summary>Whether a private power is computed on a blinded message.</summary>
    internal bool IsBlinded => _blinded is not null;

    /// <summary>Whether the exponent counts as public.</summary>
    internal bool IsPublic => _isPublic;

    /// <inheritdoc/>
    public static PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out PowerKey? key)
    {
        key = null;
        int size = block.Length / 2;
        OddModulus? modulus = OddModulus.From(block[size..], scratch);
        if (modulus is null)
        {
            return PublicKeyStatus.BadOperand;
        }

        var exponent = new BigNumber(block[..size], secret: true);
        bool isPublic = exponent.Bits * 4 < modulus.Value.Bits;
        if (isPublic)
        {
            exponent.Dispose();
            exponent = new BigNumber(block[..size], secret: false);
        }

        RsaPrivateKey? blinded = isPublic ? null : FindBlinded(block, modulus, exponent, scratch);
        key = new PowerKey(kind, block, modulus, exponent, isPublic, blinded);
        return PublicKeyStatus.Ok;
    }

    /// <summary>output = input^exponent.</summary>
    internal PublicKeyStatus Power(ReadOnlySpan<byte> input, Span<byte> output, BigNumber number, BigNumber result, Scratch scratch)
    {
        if (_blinded is not null)
        {
            return _blinded.Power(input, output);
        }

        number.Set(input);
        if (number.CompareTo(_modulus.Value) >= 0)
        {
            return PublicKeyStatus.BadOperand;
        }

        bool done = _isPublic
            ? _modulus.TryPowerPublic(result, number, _exponent, scratch)
            : _modulus.TryPowerSecret(result, number, _exponent, scratch);
        return done && result.TryWrite(output) ? PublicKeyStatus.Ok : PublicKeyStatus.BadOperand;
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        _blinded?.Dispose();
        _exponent.Dispose();
        _modulus.Dispose();
    }

    /// <summary>A key that blinds, when one of the usual public exponents undoes the private one on the number 2.</summary>
    private static RsaPrivateKey? FindBlinded(ReadOnlySpan<byte> block, OddModulus modulus, BigNumber exponent, Scratch scratch)
    {
        using var two = new BigNumber(secret: false);
        using var power = new BigNumber(secret: false);
        using var back = new BigNumber(secret: false);
        two.Set(2);
        if (!modulus.TryPowerSecret(power, two, exponent, scratch))
        {
            return null;
        }

        foreach (ulong candidate in s_usualExponents)
        {
            using var e = new BigNumber(secret: false);
            e.Set(candidate);
            if (modulus.TryPowerPublic(back, power, e, scratch) && back.CompareTo(two) == 0)
            {
                int size = block.Length / 2;
                using var n = new BigNumber(block[size..], secret: false);
                using var d = new BigNumber(block[..size], secret: true);
                return RsaPrivateKey.From(n, e, d);
            }
        }

        return null;
    }
}
