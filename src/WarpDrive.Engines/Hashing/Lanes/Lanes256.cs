using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>256-bit vectors: 8 messages of 32-bit words, 4 of 64-bit words. Needs AVX2; takes the instructions of AVX-512 VL where there are some.</summary>
internal unsafe struct Lanes256<TWord> : ILanes<Lanes256<TWord>, TWord>
    where TWord : unmanaged
{
    private Vector256<TWord> _value;   // see Lanes512

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> Broadcast(TWord* value) => new() { _value = Vector256.Create(*value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> operator +(Lanes256<TWord> a, Lanes256<TWord> b) => new() { _value = a._value + b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> operator ^(Lanes256<TWord> a, Lanes256<TWord> b) => new() { _value = a._value ^ b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> RotateLeft(Lanes256<TWord> a, [ConstantExpected] byte count)
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
    public static Lanes256<TWord> ShiftRight(Lanes256<TWord> a, [ConstantExpected] byte count) => new() { _value = a._value >>> count };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> Parity(Lanes256<TWord> a, Lanes256<TWord> b, Lanes256<TWord> c) =>
        new() { _value = a._value ^ b._value ^ c._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> Choose(Lanes256<TWord> mask, Lanes256<TWord> a, Lanes256<TWord> b) =>
        new() { _value = b._value ^ (mask._value & (a._value ^ b._value)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> Majority(Lanes256<TWord> a, Lanes256<TWord> b, Lanes256<TWord> c) =>
        new() { _value = (a._value & b._value) | (c._value & (a._value | b._value)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TWord> XorOrNot(Lanes256<TWord> a, Lanes256<TWord> b, Lanes256<TWord> c) =>
        new() { _value = a._value ^ (b._value | ~c._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** data, nint offset, Lanes256<TWord>* words, [ConstantExpected] bool reverse)
    {
        // As in Lanes512, with sixteen bytes of two messages in a vector.
        for (nint column = offset; column < offset + 16 * sizeof(TWord); column += 16)
        {
            if (sizeof(TWord) == sizeof(ulong))
            {
                Vector256<ulong> a = Column(data, 0, column, reverse).AsUInt64();
                Vector256<ulong> b = Column(data, 1, column, reverse).AsUInt64();
                words[0]._value = Avx2.UnpackLow(a, b).As<ulong, TWord>();
                words[1]._value = Avx2.UnpackHigh(a, b).As<ulong, TWord>();
                words += 2;
            }
            else
            {
                Vector256<uint> a = Column(data, 0, column, reverse).AsUInt32();
                Vector256<uint> b = Column(data, 1, column, reverse).AsUInt32();
                Vector256<uint> c = Column(data, 2, column, reverse).AsUInt32();
                Vector256<uint> d = Column(data, 3, column, reverse).AsUInt32();
                Vector256<ulong> ab0 = Avx2.UnpackLow(a, b).AsUInt64();
                Vector256<ulong> ab1 = Avx2.UnpackHigh(a, b).AsUInt64();
                Vector256<ulong> cd0 = Avx2.UnpackLow(c, d).AsUInt64();
                Vector256<ulong> cd1 = Avx2.UnpackHigh(c, d).AsUInt64();
                words[0]._value = Avx2.UnpackLow(ab0, cd0).As<ulong, TWord>();
                words[1]._value = Avx2.UnpackHigh(ab0, cd0).As<ulong, TWord>();
                words[2]._value = Avx2.UnpackLow(ab1, cd1).As<ulong, TWord>();
                words[3]._value = Avx2.UnpackHigh(ab1, cd1).As<ulong, TWord>();
                words += 4;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Column(byte** data, int first, nint offset, [ConstantExpected] bool reverse)
    {
        int step = 16 / sizeof(TWord);
        Vector256<byte> column = Vector256.Create(Vector128.Load(data[first] + offset), Vector128.Load(data[first + step] + offset));
        return reverse ? Avx2.Shuffle(column, LaneBytes.Reversed256<TWord>()) : column;
    }
}
