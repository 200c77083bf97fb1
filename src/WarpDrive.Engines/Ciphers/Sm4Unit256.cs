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
    public static Vector256<uint> Collect(byte** from) =>
        Vector256.Create(Vector128.Load((uint*)from[0]), Vector128.Load((uint*)from[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<uint> vector, byte** to)
    {
        vector.GetLower().Store((uint*)to[0]);
        vector.GetUpper().Store((uint*)to[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Round(Vector256<uint> x0, Vector256<uint> x1, Vector256<uint> x2, Vector256<uint> x3, Vector256<uint> key)
    {
        // x3 is the value that the round before has just made: it joins last.
        Halves(x0, x1 ^ x2 ^ key ^ x3, out Vector256<uint> early, out Vector256<uint> late);
        return early ^ late;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Round(Vector256<uint> x0, Vector256<uint> input, Vector256<uint> rest, out Vector256<uint> next)
    {
        Halves(x0, input, out Vector256<uint> early, out Vector256<uint> late);
        next = Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(early, late, rest, Sm4Unit512.Xor3) : early ^ rest ^ late;
        return early ^ late;
    }

    /// <summary>The result of the round function in two parts whose sum it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(Vector256<uint> x0, Vector256<uint> input, out Vector256<uint> early, out Vector256<uint> late)
    {
        Vector256<uint> s = Substitute(input);
        if (Avx512F.VL.IsSupported)
        {
            early = Avx512F.VL.TernaryLogic(x0, s, Avx512F.VL.RotateLeft(s, 2), Sm4Unit512.Xor3);
            late = Avx512F.VL.TernaryLogic(
                Avx512F.VL.RotateLeft(s, 10), Avx512F.VL.RotateLeft(s, 18), Avx512F.VL.RotateLeft(s, 24), Sm4Unit512.Xor3);
            return;
        }

        // L = s + s<<<2 + s<<<10 + s<<<18 + s<<<24; the three in the middle share a rotation by 2, the others move bytes.
        Vector256<uint> middle = s ^ Shuffle(s, 3, 0, 1, 2) ^ Shuffle(s, 2, 3, 0, 1);
        early = x0 ^ s ^ Shuffle(s, 1, 2, 3, 0);
        late = (middle << 2) | (middle >>> 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Substitute(Vector256<uint> words) => Gfni.V256.GaloisFieldAffineTransformInverse(
        Gfni.V256.GaloisFieldAffineTransform(words.AsByte(), Vector256.Create(Sm4SboxGfni.First).AsByte(), Sm4SboxGfni.FirstAdd),
        Vector256.Create(Sm4SboxGfni.Second).AsByte(),
        Sm4SboxGfni.SecondAdd).AsUInt32();

    /// <summary>Takes bytes a, b, c, d of each word, lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Shuffle(Vector256<uint> words, byte a, byte b, byte c, byte d) => Avx2.Shuffle(
        words.AsByte(),
        (Vector256.Create((uint)(a | (b << 8) | (c << 16) | (d << 24)))
            + Vector256.Create(0u, 0x04040404, 0x08080808, 0x0C0C0C0C, 0u, 0x04040404, 0x08080808, 0x0C0C0C0C)).AsByte()).AsUInt32();
}
