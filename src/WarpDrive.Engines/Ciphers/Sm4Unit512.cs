using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Sixteen blocks in four 512-bit vectors. Needs AVX-512BW and GFNI.</summary>
internal readonly unsafe struct Sm4Unit512 : ISm4Unit<Vector512<uint>>
{
    /// <summary>TernaryLogic's truth table of a ^ b ^ c.</summary>
    internal const byte Xor3 = 0x96;

    internal static bool IsSupported => Gfni.V512.IsSupported && Avx512BW.IsSupported;

    public static int Blocks => 16;

    public static Vector512<uint> BlockNumbers => Vector512.Create(0u, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Broadcast(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(byte* from) => Vector512.Load((uint*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<uint> vector, byte* to) => vector.Store((uint*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SwapBytes(Vector512<uint> words) => Avx512BW.Shuffle(
        words.AsByte(),
        Vector512.Create(0x0405060700010203UL, 0x0C0D0E0F08090A0B, 0x0405060700010203, 0x0C0D0E0F08090A0B, 0x0405060700010203, 0x0C0D0E0F08090A0B, 0x0405060700010203, 0x0C0D0E0F08090A0B).AsByte()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ZipLow(Vector512<uint> left, Vector512<uint> right) => Avx512F.UnpackLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ZipHigh(Vector512<uint> left, Vector512<uint> right) => Avx512F.UnpackHigh(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LowHalves(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.UnpackLow(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> HighHalves(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.UnpackHigh(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Collect(byte** from) =>
        Vector512.Create(Sm4Unit256.Collect(from), Sm4Unit256.Collect(from + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector512<uint> vector, byte** to)
    {
        Sm4Unit256.Scatter(vector.GetLower(), to);
        Sm4Unit256.Scatter(vector.GetUpper(), to + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Round(Vector512<uint> x0, Vector512<uint> x1, Vector512<uint> x2, Vector512<uint> x3, Vector512<uint> key)
    {
        // x3 is the value that the round before has just made: it joins last.
        Halves(x0, Avx512F.TernaryLogic(x1, x2, key, Xor3) ^ x3, out Vector512<uint> early, out Vector512<uint> late);
        return early ^ late;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Round(Vector512<uint> x0, Vector512<uint> input, Vector512<uint> rest, out Vector512<uint> next)
    {
        Halves(x0, input, out Vector512<uint> early, out Vector512<uint> late);
        next = Avx512F.TernaryLogic(early, late, rest, Xor3);
        return early ^ late;
    }

    /// <summary>The result of the round function in two parts whose sum it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(Vector512<uint> x0, Vector512<uint> input, out Vector512<uint> early, out Vector512<uint> late)
    {
        Vector512<uint> s = Substitute(input);
        early = Avx512F.TernaryLogic(x0, s, Avx512F.RotateLeft(s, 2), Xor3);
        late = Avx512F.TernaryLogic(
            Avx512F.RotateLeft(s, 10), Avx512F.RotateLeft(s, 18), Avx512F.RotateLeft(s, 24), Xor3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Substitute(Vector512<uint> words) => Gfni.V512.GaloisFieldAffineTransformInverse(
        Gfni.V512.GaloisFieldAffineTransform(words.AsByte(), Vector512.Create(Sm4SboxGfni.First).AsByte(), Sm4SboxGfni.FirstAdd),
        Vector512.Create(Sm4SboxGfni.Second).AsByte(),
        Sm4SboxGfni.SecondAdd).AsUInt32();
}
