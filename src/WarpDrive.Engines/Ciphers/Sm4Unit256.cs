using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Eight blocks in four 256-bit vectors. Needs AVX2 and GFNI.</summary>
internal readonly unsafe struct Sm4Unit256 : ISm4Unit<Vector256<uint>>
{
    internal static bool IsSupported => Gfni.V256.IsSupported && Avx2.IsSupported;

    public static int Blocks => 8;

    public static Vector256<uint> BlockNumbers => Vector256.Create(0u, 2, 4, 6, 1, 3, 5, 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Broadcast(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load(byte* from) => Vector256.Load((uint*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<uint> vector, byte* to) => vector.Store((uint*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> SwapBytes(Vector256<uint> words) => Shuffle(words, 3, 2, 1, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ZipLow(Vector256<uint> left, Vector256<uint> right) => Avx2.UnpackLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ZipHigh(Vector256<uint> left, Vector256<uint> right) => Avx2.UnpackHigh(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LowHalves(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.UnpackLow(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> HighHalves(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.UnpackHigh(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Round(Vector256<uint> x0, Vector256<uint> x1, Vector256<uint> x2, Vector256<uint> x3, Vector256<uint> key)
    {
        Vector256<byte> t = (x1 ^ x2 ^ key ^ x3).AsByte();
        Vector256<uint> s = Gfni.V256.GaloisFieldAffineTransformInverse(
            Gfni.V256.GaloisFieldAffineTransform(t, Vector256.Create(Sm4SboxGfni.First).AsByte(), Sm4SboxGfni.FirstAdd),
            Vector256.Create(Sm4SboxGfni.Second).AsByte(),
            Sm4SboxGfni.SecondAdd).AsUInt32();
        if (Avx512F.VL.IsSupported)
        {
            Vector256<uint> early = Avx512F.VL.TernaryLogic(x0, s, Avx512F.VL.RotateLeft(s, 2), Sm4Unit512.Xor3);
            Vector256<uint> late = Avx512F.VL.TernaryLogic(
                Avx512F.VL.RotateLeft(s, 10), Avx512F.VL.RotateLeft(s, 18), Avx512F.VL.RotateLeft(s, 24), Sm4Unit512.Xor3);
            return early ^ late;
        }

        Vector256<uint> middle = s ^ Shuffle(s, 3, 0, 1, 2) ^ Shuffle(s, 2, 3, 0, 1);
        return (x0 ^ s ^ Shuffle(s, 1, 2, 3, 0)) ^ ((middle << 2) | (middle >>> 30));
    }

    /// <summary>Takes bytes a, b, c, d of each word, lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Shuffle(Vector256<uint> words, byte a, byte b, byte c, byte d) => Avx2.Shuffle(
        words.AsByte(),
        (Vector256.Create((uint)(a | (b << 8) | (c << 16) | (d << 24)))
            + Vector256.Create(0u, 0x04040404, 0x08080808, 0x0C0C0C0C, 0u, 0x04040404, 0x08080808, 0x0C0C0C0C)).AsByte()).AsUInt32();
}
