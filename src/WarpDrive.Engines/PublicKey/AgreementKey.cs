namespace WarpDrive.Engines.PublicKey;

/// <summary>x ‖ p of Diffie–Hellman (hisi-hpre.md section 3, codes 0x04 and 0x05). x is always private.</summary>
internal sealed class AgreementKey : PreparedKey, IPreparable<AgreementKey>
{
    private readonly OddModulus _modulus;
    private readonly BigNumber _exponent;

    private AgreementKey(KeyClass kind, ReadOnlySpan<byte> block, OddModulus modulus, BigNumber exponent)
        : base(kind, block)
    {
        _modulus = modulus;
        _exponent = exponent;
    }

    /// <inheritdoc/>
    public static PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out AgreementKey? key)
    {
        key = null;
        int size = block.Length / 2;
        OddModulus? modulus = OddModulus.From(block[size..], scratch);
        if (modulus is null)
        {
            return PublicKeyStatus.BadOperand;
        }

        key = new AgreementKey(kind, block, modulus, new BigNumber(block[..size], secret: true));
        return PublicKeyStatus.Ok;
    }

    /// <summary>output = basis^x mod p.</summary>
    internal PublicKeyStatus Power(BigNumber basis, Span<byte> output, BigNumber result, Scratch scratch)
    {
        if (basis.IsZero || basis.CompareTo(_modulus.Value) >= 0)
        {
            return PublicKeyStatus.BadOperand;
        }

        return _modulus.TryPowerSecret(result, basis, _exponent, scratch) && result.TryWrite(output)
            ? PublicKeyStatus.Ok
            : PublicKeyStatus.BadOperand;
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        _exponent.Dispose();
        _modulus.Dispose();
    }
}
