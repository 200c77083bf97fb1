using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Four blocks in four 128-bit vectors.</summary>
/// <typeparam name="TSbox">The S-box.</typeparam>
internal readonly unsafe struct Sm4Unit128<TSbox> : ISm4Unit<Vector128<uint>>
    where TSbox : struct, ISm4Sbox
{
    public static int Blocks => 4;

    public static Vector128<uint> BlockNumbers => Vector128.Create(0u, 1, 2, 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Broadcast(uint word) => Vector128.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Load(byte* from) => Vector128.Load((uint*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<uint> vector, byte* to) => vector.Store((uint*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Xor(Vector128<uint> left, Vector128<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> left, Vector128<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> SwapBytes(Vector128<uint> words) => Vector128.ShuffleNative(
        words.AsByte(), Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ZipLow(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.IsSupported ? Sse2.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left.GetElement(0), right.GetElement(0), left.GetElement(1), right.GetElement(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ZipHigh(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left.GetElement(2), right.GetElement(2), left.GetElement(3), right.GetElement(3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LowHalves(Vector128<uint> left, Vector128<uint> right) =>
        Vector128.Create(left.GetLower(), right.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> HighHalves(Vector128<uint> left, Vector128<uint> right) =>
        Vector128.Create(left.GetUpper(), right.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Collect(byte** from) => Vector128.Load((uint*)from[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector128<uint> vector, byte** to) => vector.Store((uint*)to[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Round(Vector128<uint> x0, Vector128<uint> x1, Vector128<uint> x2, Vector128<uint> x3, Vector128<uint> key)
    {
        // x3 is the value that the round before has just made: it joins last.
        Halves(x0, x1 ^ x2 ^ key ^ x3, out Vector128<uint> early, out Vector128<uint> late);
        return early ^ late;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Round(Vector128<uint> x0, Vector128<uint> input, Vector128<uint> rest, out Vector128<uint> next)
    {
        Halves(x0, input, out Vector128<uint> early, out Vector128<uint> late);
        next = Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(early, late, rest, Sm4Unit512.Xor3) : early ^ rest ^ late;
        return early ^ late;
    }

    /// <summary>The result of the round function in two parts whose sum it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(Vector128<uint> x0, Vector128<uint> input, out Vector128<uint> early, out Vector128<uint> late)
    {
        Vector128<uint> s = TSbox.Substitute(input.AsByte()).AsUInt32();
        if (Avx512F.VL.IsSupported)
        {
            early = Avx512F.VL.TernaryLogic(x0, s, Avx512F.VL.RotateLeft(s, 2), Sm4Unit512.Xor3);
            late = Avx512F.VL.TernaryLogic(
                Avx512F.VL.RotateLeft(s, 10), Avx512F.VL.RotateLeft(s, 18), Avx512F.VL.RotateLeft(s, 24), Sm4Unit512.Xor3);
            return;
        }

        // L = s + s<<<2 + s<<<10 + s<<<18 + s<<<24; the three in the middle share a rotation by 2, the others move bytes.
        Vector128<uint> middle = s
            ^ Move(s, Vector128.Create((byte)3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14))
            ^ Move(s, Vector128.Create((byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
        early = x0 ^ s ^ Move(s, Vector128.Create((byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12));
        late = (middle << 2) | (middle >>> 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Move(Vector128<uint> words, Vector128<byte> places) =>
        Vector128.ShuffleNative(words.AsByte(), places).AsUInt32();
}
