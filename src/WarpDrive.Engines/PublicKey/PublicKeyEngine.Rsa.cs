namespace WarpDrive.Engines.PublicKey;

public sealed partial class PublicKeyEngine
{
    /// <summary>RSA without the factors, code 0x00: output = input^exponent mod n. No padding.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">exponent ‖ n, k bytes each: the public exponent, or the private one (see docs/crypto.md for how they are told apart).</param>
    /// <param name="input">The message, k bytes, below n.</param>
    /// <param name="output">k bytes.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for an even modulus, one below 3, a message not below it, or wrong sizes.</returns>
    public PublicKeyStatus ModPower(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (!IsAvailable)
        {
            return PublicKeyStatus.Unavailable;
        }

        if (!IsSize(input.Length) || key.Length != 2 * input.Length || output.Length != input.Length)
        {
            return PublicKeyStatus.BadOperand;
        }

        PublicKeyStatus status = Rent(keys, KeyClass.Power, key, out PowerKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.Power(input, output, prepared.IsPublic ? _openNumber : _number, _result, _scratch);
        }
        finally
        {
            prepared!.Release();
            Forget();
        }
    }

    /// <summary>RSA with the factors, code 0x01: output = input^d mod pq. No padding.</summary>
    /// <param name="keys">Prepared keys of the request's address space.</param>
    /// <param name="key">dq ‖ dp ‖ q ‖ p ‖ qinv, k/2 bytes each.</param>
    /// <param name="input">The message, k bytes, below pq.</param>
    /// <param name="output">k bytes.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> when the five numbers are not of one RSA key, the message is not below the modulus, or the sizes
    /// are wrong.</returns>
    public PublicKeyStatus CrtPower(PreparedKeyCache keys, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (!IsAvailable)
        {
            return PublicKeyStatus.Unavailable;
        }

        if (!IsSize(input.Length) || input.Length % 2 != 0 || key.Length != input.Length / 2 * 5 || output.Length != input.Length)
        {
            return PublicKeyStatus.BadOperand;
        }

        PublicKeyStatus status = Rent(keys, KeyClass.Crt, key, out CrtKey? prepared);
        if (status != PublicKeyStatus.Ok)
        {
            return status;
        }

        try
        {
            return prepared!.Power(input, output);
        }
        finally
        {
            prepared!.Release();
        }
    }

    /// <summary>
    /// An RSA key from its primes, codes 0x02 and 0x03: n = pq, d = 1/e mod (p-1)(q-1), and for the long form qinv = 1/q mod p, dq = d mod q-1,
    /// dp = d mod p-1. The primes are not tested.
    /// </summary>
    /// <param name="input">e (k bytes) ‖ p ‖ q (k/2 bytes each).</param>
    /// <param name="output">d ‖ n, k bytes each: the standard form; or these and qinv ‖ dq ‖ dp, k/2 bytes each. Its length tells which is wanted.</param>
    /// <returns><see cref="PublicKeyStatus.BadOperand"/> for even or equal factors, factors below 3, or wrong sizes; <see cref="PublicKeyStatus.Undefined"/>
    /// when e has no inverse, or q none.</returns>
    public PublicKeyStatus RsaKeyGen(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (!IsAvailable)
        {
            return PublicKeyStatus.Unavailable;
        }

        int size = input.Length / 2;
        int half = size / 2;
        bool withFactors = output.Length == 2 * size + 3 * half;
        if (!IsSize(size) || input.Length != 4 * half || !(withFactors || output.Length == 2 * size))
        {
            return PublicKeyStatus.BadOperand;
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return GenerateRsaKey(input, size, half, output, withFactors);
        }
        finally
        {
            Forget();
        }
    }

    private static bool IsSize(int bytes) => bytes is > 0 and <= MaxOperand;

    private PublicKeyStatus GenerateRsaKey(ReadOnlySpan<byte> input, int size, int half, Span<byte> output, bool withFactors)
    {
        using var e = new BigNumber(input[..size], secret: true);
        using var p = new BigNumber(input.Slice(size, half), secret: true);
        using var q = new BigNumber(input.Slice(size + half, half), secret: true);
        if (!p.IsOdd || p.IsOne || !q.IsOdd || q.IsOne || p.CompareTo(q) == 0)
        {
            return PublicKeyStatus.BadOperand;
        }

        using var p1 = new BigNumber(secret: true);
        using var q1 = new BigNumber(secret: true);
        using var phi = new BigNumber(secret: true);
        using var d = new BigNumber(secret: true);
        using var inverseOfQ = new BigNumber(secret: true);
        Scratch.Decrement(p1, p);
        Scratch.Decrement(q1, q);
        _scratch.Multiply(phi, p1, q1);
        if (!_scratch.TryInvert(d, e, phi) || !_scratch.TryInvert(inverseOfQ, q, p))
        {
            return PublicKeyStatus.Undefined;
        }

        _scratch.Multiply(_result, p, q);
        Write(d, output[..size]);
        Write(_result, output.Slice(size, size));
        if (withFactors)
        {
            Write(inverseOfQ, output.Slice(2 * size, half));
            _scratch.Modulo(_number, d, q1);
            Write(_number, output.Slice(2 * size + half, half));
            _scratch.Modulo(_number, d, p1);
            Write(_number, output.Slice(2 * size + 2 * half, half));
        }

        return PublicKeyStatus.Ok;
    }

    /// <summary>Writes a number into a field that is wide enough for it by construction.</summary>
    private static void Write(BigNumber number, Span<byte> field)
    {
        if (!number.TryWrite(field))
        {
            throw new InvalidOperationException("a number is wider than its field");
        }
    }
}
