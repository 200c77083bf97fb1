namespace WarpDrive.Engines.PublicKey;

public sealed partial class PublicKeyEngine
{
    /// <summary>Diffie–Hellman, codes 0x04 and 0x05: output = basis^x mod p.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">x ‖ p, k bytes each.</param>
    /// <param name="basis">k bytes in [1, p-1]: the generator or the peer's value; empty for 2.</param>
    /// <param name="output">k bytes.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for an even modulus, one below 3, a basis outside the range, or wrong sizes.</returns>
    public PublicKeyStatus DhPower(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> basis, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (!IsAvailable)
        {
            return PublicKeyStatus.Unavailable;
        }

        int size = output.Length;
        if (!IsSize(size) || key.Length != 2 * size || !(basis.IsEmpty || basis.Length == size))
        {
            return PublicKeyStatus.BadOperand;
        }

        PublicKeyStatus status = Rent(keys, KeyClass.Agreement, key, out AgreementKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            if (basis.IsEmpty)
            {
                _number.Set(2);
            }
            else
            {
                _number.Set(basis);
            }

            return prepared!.Power(_number, output, _result, _scratch);
        }
        finally
        {
            prepared!.Release();
            Forget();
        }
    }
}
