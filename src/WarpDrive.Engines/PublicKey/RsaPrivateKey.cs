using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// libcrypto's RSA key with its private half: the power is computed in constant time, on a blinded message, and with the factors it is checked
/// against faults (by the public exponent) before it leaves. Thread safe, as RSA objects are.
/// </summary>
internal sealed unsafe class RsaPrivateKey : IDisposable
{
    private void* _rsa;

    private RsaPrivateKey(void* rsa) => _rsa = rsa;

    /// <summary>A key of n, e and d; takes the numbers over.</summary>
    internal static RsaPrivateKey From(BigNumber n, BigNumber e, BigNumber d)
    {
        void* rsa = LibCrypto.Rsa.RSA_new();
        if (rsa == null || LibCrypto.Rsa.RSA_set0_key(rsa, n.Handle, e.Handle, d.Handle) == 0)
        {
            LibCrypto.Rsa.RSA_free(rsa);   // null is allowed
            NativeFailure.Throw("RSA_set0_key");
        }

        n.HandOver();
        e.HandOver();
        d.HandOver();
        return new RsaPrivateKey(rsa);
    }

    /// <summary>Adds the factors and what the Chinese remainder theorem needs; takes the numbers over.</summary>
    internal void SetFactors(BigNumber p, BigNumber q, BigNumber dp, BigNumber dq, BigNumber inverseOfQ)
    {
        if (LibCrypto.Rsa.RSA_set0_factors(_rsa, p.Handle, q.Handle) == 0)
        {
            NativeFailure.Throw("RSA_set0_factors");
        }

        p.HandOver();
        q.HandOver();
        if (LibCrypto.Rsa.RSA_set0_crt_params(_rsa, dp.Handle, dq.Handle, inverseOfQ.Handle) == 0)
        {
            NativeFailure.Throw("RSA_set0_crt_params");
        }

        dp.HandOver();
        dq.HandOver();
        inverseOfQ.HandOver();
    }

    /// <summary>output = input^d mod n.</summary>
    /// <param name="input">Big-endian, of the operand size, which may be wider than the modulus.</param>
    /// <param name="output">As wide; may be the input.</param>
    internal PublicKeyStatus Power(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int size = LibCrypto.Rsa.RSA_size(_rsa);
        int pad = input.Length - size;
        if (pad < 0 || input[..pad].ContainsAnyExcept((byte)0))
        {
            return PublicKeyStatus.BadOperand;
        }

        Span<byte> result = stackalloc byte[PublicKeyEngine.MaxOperand];
        int written;
        fixed (byte* from = input[pad..])
        fixed (byte* to = result)
        {
            written = LibCrypto.Rsa.RSA_private_encrypt(size, from, to, _rsa, LibCrypto.Rsa.RSA_NO_PADDING);
        }

        if (written != size)
        {
            LibCrypto.Bn.ERR_clear_error();
            return PublicKeyStatus.BadOperand;   // a message that is not below the modulus
        }

        output[..pad].Clear();
        result[..size].CopyTo(output[pad..]);
        CryptographicOperations.ZeroMemory(result[..size]);
        return PublicKeyStatus.Ok;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LibCrypto.Rsa.RSA_free(_rsa);   // null is allowed
        _rsa = null;
    }
}
