using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

/// <summary>AES as FIPS 197 states it, on vectors of 16 bytes, without tables and without branches on data.</summary>
internal static unsafe class AesPortable
{
    private const int BlockSize = 16;

    // The byte that each place takes (FIPS 197, 5.1.2): byte r + 4c holds row r of column c, and row r moves left by r columns.
    private static readonly Vector128<byte> s_shiftRows = Vector128.Create((byte)0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11);
    private static readonly Vector128<byte> s_inverseShiftRows = Vector128.Create((byte)0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3);
    private static readonly Vector128<byte> s_nextRow = Vector128.Create((byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);

    /// <summary>Encrypts one block (5.1).</summary>
    internal static Vector128<byte> Encrypt(byte* keys, int rounds, Vector128<byte> state)
    {
        state ^= Vector128.Load(keys);
        for (int round = 1; round < rounds; round++)
        {
            state = MixColumns(Vector128.Shuffle(SubBytes(state), s_shiftRows)) ^ Vector128.Load(keys + round * BlockSize);
        }

        return Vector128.Shuffle(SubBytes(state), s_shiftRows) ^ Vector128.Load(keys + rounds * BlockSize);
    }

    /// <summary>Decrypts one block with the keys of the equivalent inverse cipher (5.3.5).</summary>
    internal static Vector128<byte> Decrypt(byte* keys, int rounds, Vector128<byte> state)
    {
        state ^= Vector128.Load(keys);
        for (int round = 1; round < rounds; round++)
        {
            state = InverseMixColumns(Vector128.Shuffle(InverseSubBytes(state), s_inverseShiftRows)) ^ Vector128.Load(keys + round * BlockSize);
        }

        return Vector128.Shuffle(InverseSubBytes(state), s_inverseShiftRows) ^ Vector128.Load(keys + rounds * BlockSize);
    }

    /// <summary>SubBytes (5.1.1): the inverse in the field, then the affine map.</summary>
    internal static Vector128<byte> SubBytes(Vector128<byte> state)
    {
        Vector128<byte> b = Invert(state);
        return b ^ RotateLeft(b, 1) ^ RotateLeft(b, 2) ^ RotateLeft(b, 3) ^ RotateLeft(b, 4) ^ Vector128.Create((byte)0x63);
    }

    /// <summary>InvMixColumns (5.3.3): MixColumns after a map that makes the coefficients 0e, 0b, 0d, 09 of 02, 03, 01, 01.</summary>
    internal static Vector128<byte> InverseMixColumns(Vector128<byte> state)
    {
        Vector128<byte> second = Vector128.Shuffle(Vector128.Shuffle(state, s_nextRow), s_nextRow);
        return MixColumns(state ^ Double(Double(state ^ second)));
    }

    private static Vector128<byte> InverseSubBytes(Vector128<byte> state) =>
        Invert(RotateLeft(state, 1) ^ RotateLeft(state, 3) ^ RotateLeft(state, 6) ^ Vector128.Create((byte)0x05));

    private static Vector128<byte> MixColumns(Vector128<byte> state)
    {
        Vector128<byte> first = Vector128.Shuffle(state, s_nextRow);
        Vector128<byte> second = Vector128.Shuffle(first, s_nextRow);
        Vector128<byte> third = Vector128.Shuffle(second, s_nextRow);
        return Double(state ^ first) ^ first ^ second ^ third;
    }

    /// <summary>The inverse of each byte, 0 of 0: its 254th power.</summary>
    private static Vector128<byte> Invert(Vector128<byte> x)
    {
        Vector128<byte> power = x;                       // x^(2^n - 1)
        for (int n = 1; n < 7; n++)
        {
            power = Multiply(Multiply(power, power), x);
        }

        return Multiply(power, power);                   // (x^127)^2
    }

    private static Vector128<byte> Multiply(Vector128<byte> a, Vector128<byte> b)
    {
        Vector128<byte> product = Vector128<byte>.Zero;
        for (int bit = 0; bit < 8; bit++)
        {
            product ^= a & (Vector128<byte>.Zero - (Vector128.ShiftRightLogical(b, bit) & Vector128<byte>.One));
            a = Double(a);
        }

        return product;
    }

    /// <summary>Multiplies each byte by x modulo x^8 + x^4 + x^3 + x + 1.</summary>
    private static Vector128<byte> Double(Vector128<byte> a) =>
        (a + a) ^ (Vector128.ShiftRightArithmetic(a.AsSByte(), 7).AsByte() & Vector128.Create((byte)0x1B));

    private static Vector128<byte> RotateLeft(Vector128<byte> a, int count) => Vector128.ShiftLeft(a, count) | Vector128.ShiftRightLogical(a, 8 - count);
}
