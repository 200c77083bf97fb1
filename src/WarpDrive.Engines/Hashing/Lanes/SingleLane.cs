using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>
/// One word in place of a vector: the same compression function as plain code for one message. SHA-2 runs so; the operations of numbers are methods to
/// inline, of which the other functions have more than the compiler takes.
/// </summary>
internal unsafe struct SingleLane<TWord> : ILanes<SingleLane<TWord>, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    private TWord _value;   // see Lanes512

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> Broadcast(TWord* value) => new() { _value = *value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> operator +(SingleLane<TWord> a, SingleLane<TWord> b) => new() { _value = a._value + b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> operator ^(SingleLane<TWord> a, SingleLane<TWord> b) => new() { _value = a._value ^ b._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> RotateLeft(SingleLane<TWord> a, [ConstantExpected] byte count) => new() { _value = TWord.RotateLeft(a._value, count) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> ShiftRight(SingleLane<TWord> a, [ConstantExpected] byte count) => new() { _value = a._value >>> count };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> Parity(SingleLane<TWord> a, SingleLane<TWord> b, SingleLane<TWord> c) =>
        new() { _value = a._value ^ b._value ^ c._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> Choose(SingleLane<TWord> mask, SingleLane<TWord> a, SingleLane<TWord> b) =>
        new() { _value = b._value ^ (mask._value & (a._value ^ b._value)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> Majority(SingleLane<TWord> a, SingleLane<TWord> b, SingleLane<TWord> c) =>
        new() { _value = (a._value & b._value) | (c._value & (a._value | b._value)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<TWord> XorOrNot(SingleLane<TWord> a, SingleLane<TWord> b, SingleLane<TWord> c) =>
        new() { _value = a._value ^ (b._value | ~c._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** data, nint offset, SingleLane<TWord>* words, [ConstantExpected] bool reverse)
    {
        var block = (TWord*)(data[0] + offset);
        for (int i = 0; i < 16; i++)
        {
            TWord word = Unsafe.ReadUnaligned<TWord>(block + i);
            words[i]._value = reverse ? LaneBytes.Reverse(word) : word;
        }
    }
}
