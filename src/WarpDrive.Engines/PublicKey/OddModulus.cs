using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>An odd modulus above 1 with what Montgomery multiplication needs to know of it. Read-only, so many threads may use it.</summary>
internal sealed unsafe class OddModulus : IDisposable
{
    private void* _montgomery;

    private OddModulus(BigNumber value, void* montgomery)
    {
        Value = value;
        _montgomery = montgomery;
    }

    /// <summary>The modulus.</summary>
    internal BigNumber Value { get; }

    /// <summary>Null unless the number is odd and above 1.</summary>
    internal static OddModulus? From(ReadOnlySpan<byte> bigEndian, Scratch scratch)
    {
        var value = new BigNumber(bigEndian, secret: false);
        void* montgomery = null;
        if (value.IsOdd && !value.IsOne)
        {
            montgomery = LibCrypto.Bn.BN_MONT_CTX_new();
            if (montgomery != null && LibCrypto.Bn.BN_MONT_CTX_set(montgomery, value.Handle, scratch.Handle) == 0)
            {
                LibCrypto.Bn.BN_MONT_CTX_free(montgomery);
                LibCrypto.Bn.ERR_clear_error();
                montgomery = null;
            }
        }

        if (montgomery != null)
        {
            return new OddModulus(value, montgomery);
        }

        value.Dispose();
        return null;
    }

    /// <summary>result = number^exponent, in time that depends on the sizes alone.</summary>
    internal bool TryPowerSecret(BigNumber result, BigNumber number, BigNumber exponent, Scratch scratch) => Checked(
        LibCrypto.Bn.BN_mod_exp_mont_consttime(result.Handle, number.Handle, exponent.Handle, Value.Handle, scratch.Handle, _montgomery));

    /// <summary>result = number^exponent, for an exponent that everybody may know.</summary>
    internal bool TryPowerPublic(BigNumber result, BigNumber number, BigNumber exponent, Scratch scratch) => Checked(
        LibCrypto.Bn.BN_mod_exp_mont(result.Handle, number.Handle, exponent.Handle, Value.Handle, scratch.Handle, _montgomery));

    /// <inheritdoc/>
    public void Dispose()
    {
        LibCrypto.Bn.BN_MONT_CTX_free(_montgomery);   // null is allowed
        _montgomery = null;
        Value.Dispose();
    }

    private static bool Checked(int answer)
    {
        if (answer == 0)
        {
            LibCrypto.Bn.ERR_clear_error();
        }

        return answer != 0;
    }
}
