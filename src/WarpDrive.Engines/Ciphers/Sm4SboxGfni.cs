using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The S-box as two affine steps around the inversion in the field of AES.</summary>
/// <remarks>
/// The S-box is S(x) = A inv(A x + D3) + D3 with the inversion modulo x^8+x^7+x^6+x^5+x^4+x^2+1. With an isomorphism f to
/// the field of AES (modulo x^8+x^4+x^3+x+1), <see cref="First"/> is f A and <see cref="FirstAdd"/> is f(D3),
/// <see cref="Second"/> is A f^-1. A matrix has its row for bit 0 in the highest byte, as the instructions want it.
/// </remarks>
internal readonly struct Sm4SboxGfni : ISm4Sbox
{
    internal const ulong First = 0x4C287DB91A22505D;
    internal const byte FirstAdd = 0x3E;
    internal const ulong Second = 0xF3AB34A974A6B589;
    internal const byte SecondAdd = 0xD3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Substitute(Vector128<byte> bytes) => Gfni.GaloisFieldAffineTransformInverse(
        Gfni.GaloisFieldAffineTransform(bytes, Vector128.Create(First).AsByte(), FirstAdd), Vector128.Create(Second).AsByte(), SecondAdd);
}
