using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The S-box as two affine maps around the S-box of AES, which the AES instructions compute.</summary>
/// <remarks>
/// Both S-boxes are affine maps around an inversion; the fields are isomorphic. Each map is applied by two look-ups of a
/// nibble in a register. The last AES round also shifts the rows of its state, so the bytes go in shifted back.
/// </remarks>
internal readonly struct Sm4SboxAes : ISm4Sbox
{
    internal static bool IsSupported => X86Supported || ArmSupported;

    private static bool X86Supported => Aes.IsSupported && Ssse3.IsSupported;

    private static bool ArmSupported => System.Runtime.Intrinsics.Arm.Aes.IsSupported && System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Substitute(Vector128<byte> bytes)
    {
        Vector128<byte> nibble = Vector128.Create((byte)0x0F);
        Vector128<byte> beforeLow = Vector128.Create(
            (byte)0x3E, 0xB2, 0x0E, 0x82, 0xBB, 0x37, 0x8B, 0x07, 0xA1, 0x2D, 0x91, 0x1D, 0x24, 0xA8, 0x14, 0x98);
        Vector128<byte> beforeHigh = Vector128.Create(
            (byte)0x00, 0xDC, 0x2E, 0xF2, 0xC5, 0x19, 0xEB, 0x37, 0x08, 0xD4, 0x26, 0xFA, 0xCD, 0x11, 0xE3, 0x3F);
        Vector128<byte> afterLow = Vector128.Create(
            (byte)0x6C, 0xD4, 0xA6, 0x1E, 0x52, 0xEA, 0x98, 0x20, 0x0B, 0xB3, 0xC1, 0x79, 0x35, 0x8D, 0xFF, 0x47);
        Vector128<byte> afterHigh = Vector128.Create(
            (byte)0x00, 0xE0, 0x50, 0xB0, 0x9D, 0x7D, 0xCD, 0x2D, 0xC0, 0x20, 0x90, 0x70, 0x5D, 0xBD, 0x0D, 0xED);

        // Byte i of the state comes out where ShiftRows moves it (FIPS 197 section 5.1.2); this is the way back.
        Vector128<byte> unshift = Vector128.Create((byte)0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3);
        bytes = Vector128.ShuffleNative(bytes, unshift);
        bytes = Vector128.ShuffleNative(beforeLow, bytes & nibble) ^ Vector128.ShuffleNative(beforeHigh, bytes >>> 4);
        bytes = X86Supported
            ? Aes.EncryptLast(bytes, Vector128<byte>.Zero)
            : System.Runtime.Intrinsics.Arm.Aes.Encrypt(bytes, Vector128<byte>.Zero);
        return Vector128.ShuffleNative(afterLow, bytes & nibble) ^ Vector128.ShuffleNative(afterHigh, bytes >>> 4);
    }
}
