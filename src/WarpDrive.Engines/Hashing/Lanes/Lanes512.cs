using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>512-bit vectors: 16 messages of 32-bit words, 8 of 64-bit words. Needs AVX-512 F and BW.</summary>
internal unsafe struct Lanes512<TWord> : ILanes<Lanes512<TWord>, TWord>
    where TWord : unmanaged
{
    // Tables of VPTERNLOG: bit i is the result where the bits of the operands make the number i, the first operand highest.
    private const byte ParityTable = 0x96;
    private const byte ChooseTable = 0xCA;
    private const byte MajorityTable = 0xE8;
    private const byte XorOrNotTable = 0x2D;

    // Set by initialisers: a constructor would be one more method to inline for each of a kernel's operations, and the compiler has its limits.
    private Vector512<TWord> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> Broadcast(TWord* value) => new() { _value = Vector512.Create(*value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> operator +(Lanes512<TWord> a, Lanes512<TWord> b) => new() { _value = a._value + b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> operator ^(Lanes512<TWord> a, Lanes512<TWord> b) => new() { _value = a._value ^ b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> RotateLeft(Lanes512<TWord> a, [ConstantExpected] byte count) => sizeof(TWord) == sizeof(ulong)
        ? new() { _value = Avx512F.RotateLeft(a._value.AsUInt64(), count).As<ulong, TWord>() }
        : new() { _value = Avx512F.RotateLeft(a._value.AsUInt32(), count).As<uint, TWord>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> ShiftRight(Lanes512<TWord> a, [ConstantExpected] byte count) => new() { _value = a._value >>> count };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> Parity(Lanes512<TWord> a, Lanes512<TWord> b, Lanes512<TWord> c) => Ternary(a, b, c, ParityTable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> Choose(Lanes512<TWord> mask, Lanes512<TWord> a, Lanes512<TWord> b) => Ternary(mask, a, b, ChooseTable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> Majority(Lanes512<TWord> a, Lanes512<TWord> b, Lanes512<TWord> c) => Ternary(a, b, c, MajorityTable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TWord> XorOrNot(Lanes512<TWord> a, Lanes512<TWord> b, Lanes512<TWord> c) => Ternary(a, b, c, XorOrNotTable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** data, nint offset, Lanes512<TWord>* words, [ConstantExpected] bool reverse)
    {
        // Sixteen bytes of four messages make a vector; four (or two) such vectors, transposed inside their 128-bit parts, make as many words
        // in the order of the messages.
        for (nint column = offset; column < offset + 16 * sizeof(TWord); column += 16)
        {
            if (sizeof(TWord) == sizeof(ulong))
            {
                Vector512<ulong> a = Column(data, 0, column, reverse).AsUInt64();
                Vector512<ulong> b = Column(data, 1, column, reverse).AsUInt64();
                words[0]._value = Avx512F.UnpackLow(a, b).As<ulong, TWord>();
                words[1]._value = Avx512F.UnpackHigh(a, b).As<ulong, TWord>();
                words += 2;
            }
            else
            {
                Vector512<uint> a = Column(data, 0, column, reverse).AsUInt32();
                Vector512<uint> b = Column(data, 1, column, reverse).AsUInt32();
                Vector512<uint> c = Column(data, 2, column, reverse).AsUInt32();
                Vector512<uint> d = Column(data, 3, column, reverse).AsUInt32();
                Vector512<ulong> ab0 = Avx512F.UnpackLow(a, b).AsUInt64();
                Vector512<ulong> ab1 = Avx512F.UnpackHigh(a, b).AsUInt64();
                Vector512<ulong> cd0 = Avx512F.UnpackLow(c, d).AsUInt64();
                Vector512<ulong> cd1 = Avx512F.UnpackHigh(c, d).AsUInt64();
                words[0]._value = Avx512F.UnpackLow(ab0, cd0).As<ulong, TWord>();
                words[1]._value = Avx512F.UnpackHigh(ab0, cd0).As<ulong, TWord>();
                words[2]._value = Avx512F.UnpackLow(ab1, cd1).As<ulong, TWord>();
                words[3]._value = Avx512F.UnpackHigh(ab1, cd1).As<ulong, TWord>();
                words += 4;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Column(byte** data, int first, nint offset, [ConstantExpected] bool reverse)
    {
        int step = 16 / sizeof(TWord);
        Vector512<byte> column = Vector128.Load(data[first] + offset).ToVector256Unsafe().ToVector512Unsafe();
        column = Avx512F.InsertVector128(column, Vector128.Load(data[first + step] + offset), 1);
        column = Avx512F.InsertVector128(column, Vector128.Load(data[first + 2 * step] + offset), 2);
        column = Avx512F.InsertVector128(column, Vector128.Load(data[first + 3 * step] + offset), 3);
        return reverse ? Avx512BW.Shuffle(column, LaneBytes.Reversed512<TWord>()) : column;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512<TWord> Ternary(Lanes512<TWord> a, Lanes512<TWord> b, Lanes512<TWord> c, [ConstantExpected] byte table) =>
        new() { _value = Avx512F.TernaryLogic(a._value.AsUInt32(), b._value.AsUInt32(), c._value.AsUInt32(), table).As<uint, TWord>() };
}
