using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>128-bit vectors: 4 messages of 32-bit words, 2 of 64-bit words. Runs wherever the runtime has such vectors, x86 and Arm.</summary>
internal unsafe struct Lanes128<TWord> : ILanes<Lanes128<TWord>, TWord>
    where TWord : unmanaged
{
    private Vector128<TWord> _value;   // see Lanes512

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> Broadcast(TWord* value) => new() { _value = Vector128.Create(*value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> operator +(Lanes128<TWord> a, Lanes128<TWord> b) => new() { _value = a._value + b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> operator ^(Lanes128<TWord> a, Lanes128<TWord> b) => new() { _value = a._value ^ b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> RotateLeft(Lanes128<TWord> a, [ConstantExpected] byte count)
    {
        if (Avx512F.VL.IsSupported)
        {
            return sizeof(TWord) == sizeof(ulong)
                ? new() { _value = Avx512F.VL.RotateLeft(a._value.AsUInt64(), count).As<ulong, TWord>() }
                : new() { _value = Avx512F.VL.RotateLeft(a._value.AsUInt32(), count).As<uint, TWord>() };
        }

        return new() { _value = (a._value << count) | (a._value >>> (8 * sizeof(TWord) - count)) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> ShiftRight(Lanes128<TWord> a, [ConstantExpected] byte count) => new() { _value = a._value >>> count };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> Parity(Lanes128<TWord> a, Lanes128<TWord> b, Lanes128<TWord> c) =>
        new() { _value = a._value ^ b._value ^ c._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> Choose(Lanes128<TWord> mask, Lanes128<TWord> a, Lanes128<TWord> b) =>
        new() { _value = Vector128.ConditionalSelect(mask._value, a._value, b._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> Majority(Lanes128<TWord> a, Lanes128<TWord> b, Lanes128<TWord> c) =>
        new() { _value = (a._value & b._value) | (c._value & (a._value | b._value)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TWord> XorOrNot(Lanes128<TWord> a, Lanes128<TWord> b, Lanes128<TWord> c) =>
        new() { _value = a._value ^ (b._value | ~c._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** data, nint offset, Lanes128<TWord>* words, [ConstantExpected] bool reverse)
    {
        for (nint column = offset; column < offset + 16 * sizeof(TWord); column += 16)
        {
            if (sizeof(TWord) == sizeof(ulong))
            {
                Vector128<ulong> a = Column(data[0] + column, reverse).AsUInt64();
                Vector128<ulong> b = Column(data[1] + column, reverse).AsUInt64();
                words[0]._value = ZipLow(a, b).As<ulong, TWord>();
                words[1]._value = ZipHigh(a, b).As<ulong, TWord>();
                words += 2;
            }
            else
            {
                Vector128<uint> a = Column(data[0] + column, reverse).AsUInt32();
                Vector128<uint> b = Column(data[1] + column, reverse).AsUInt32();
                Vector128<uint> c = Column(data[2] + column, reverse).AsUInt32();
                Vector128<uint> d = Column(data[3] + column, reverse).AsUInt32();
                Vector128<ulong> ab0 = ZipLow(a, b).AsUInt64();
                Vector128<ulong> ab1 = ZipHigh(a, b).AsUInt64();
                Vector128<ulong> cd0 = ZipLow(c, d).AsUInt64();
                Vector128<ulong> cd1 = ZipHigh(c, d).AsUInt64();
                words[0]._value = ZipLow(ab0, cd0).As<ulong, TWord>();
                words[1]._value = ZipHigh(ab0, cd0).As<ulong, TWord>();
                words[2]._value = ZipLow(ab1, cd1).As<ulong, TWord>();
                words[3]._value = ZipHigh(ab1, cd1).As<ulong, TWord>();
                words += 4;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Column(byte* at, [ConstantExpected] bool reverse)
    {
        Vector128<byte> column = Vector128.Load(at);
        return reverse ? Vector128.Shuffle(column, LaneBytes.Reversed128<TWord>()) : column;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipLow(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipHigh(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ZipLow(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Create(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ZipHigh(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Create(a.GetUpper(), b.GetUpper());
}
