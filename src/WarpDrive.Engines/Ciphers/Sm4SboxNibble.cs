using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The S-box from look-ups of nibbles in registers alone, by inversion in a tower of fields.</summary>
/// <remarks>
/// The inverse of p w + q w' (w, w' conjugate over GF(16), w + w' = 1, w w' = 1/a^2) needs no product: with k = (p + q) / a,
/// i = (p + k) / a and j = i + k its coordinates are 1/(a jo) and 1/(a io), where io = 1/(1/i + a/k) + j and
/// jo = 1/(1/j + a/k) + i (the approach of Hamburg, "Accelerating AES with Vector Permute Instructions", 2009). An infinity
/// is a byte with the top bit set, for which the look-up gives 0. The affine maps of the S-box are part of the first and
/// the last tables.
/// </remarks>
internal readonly struct Sm4SboxNibble : ISm4Sbox
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Substitute(Vector128<byte> bytes)
    {
        Vector128<byte> nibble = Vector128.Create((byte)0x0F);
        Vector128<byte> intoLow = Vector128.Create(
            (byte)0x5B, 0x86, 0x85, 0x58, 0x3F, 0xE2, 0xE1, 0x3C, 0x1B, 0xC6, 0xC5, 0x18, 0x7F, 0xA2, 0xA1, 0x7C);
        Vector128<byte> intoHigh = Vector128.Create(
            (byte)0x00, 0xD3, 0x4C, 0x9F, 0x7D, 0xAE, 0x31, 0xE2, 0xB0, 0x63, 0xFC, 0x2F, 0xCD, 0x1E, 0x81, 0x52);
        Vector128<byte> inverse = Vector128.Create(
            (byte)0x80, 0x01, 0x09, 0x0E, 0x0D, 0x0B, 0x07, 0x06, 0x0F, 0x02, 0x0C, 0x05, 0x0A, 0x04, 0x03, 0x08);
        Vector128<byte> quotient = Vector128.Create(
            (byte)0x80, 0x02, 0x01, 0x0F, 0x09, 0x05, 0x0E, 0x0C, 0x0D, 0x04, 0x0B, 0x0A, 0x07, 0x08, 0x06, 0x03);
        Vector128<byte> outI = Vector128.Create(
            (byte)0x00, 0x5B, 0x66, 0x91, 0x77, 0xDB, 0xF7, 0xAC, 0xCA, 0xBD, 0x2C, 0x4A, 0x80, 0x11, 0xE6, 0x3D);
        Vector128<byte> outJ = Vector128.Create(
            (byte)0x00, 0x20, 0x53, 0x65, 0x33, 0x25, 0x36, 0x16, 0x45, 0x76, 0x13, 0x40, 0x05, 0x60, 0x56, 0x73);

        bytes = Vector128.ShuffleNative(intoLow, bytes & nibble) ^ Vector128.ShuffleNative(intoHigh, bytes >>> 4);
        Vector128<byte> i = bytes & nibble;
        Vector128<byte> k = bytes >>> 4;
        Vector128<byte> j = i ^ k;
        Vector128<byte> ak = Vector128.ShuffleNative(quotient, k);
        Vector128<byte> io = Vector128.ShuffleNative(inverse, Vector128.ShuffleNative(inverse, i) ^ ak) ^ j;
        Vector128<byte> jo = Vector128.ShuffleNative(inverse, Vector128.ShuffleNative(inverse, j) ^ ak) ^ i;
        return Vector128.ShuffleNative(outI, io) ^ Vector128.ShuffleNative(outJ, jo) ^ Vector128.Create((byte)0xD3);
    }
}
