using System.Diagnostics.CodeAnalysis;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>A vector in which each element belongs to another message. The compression functions are written once over this and specialised for each width.</summary>
/// <typeparam name="TSelf">The vector.</typeparam>
/// <typeparam name="TWord">The word of the hash function.</typeparam>
internal unsafe interface ILanes<TSelf, TWord>
    where TSelf : unmanaged, ILanes<TSelf, TWord>
    where TWord : unmanaged
{
    /// <summary>The same value, read from memory, for every message.</summary>
    static abstract TSelf Broadcast(TWord* value);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    static abstract TSelf RotateLeft(TSelf a, [ConstantExpected] byte count);

    static abstract TSelf ShiftRight(TSelf a, [ConstantExpected] byte count);

    /// <summary>a xor b xor c.</summary>
    static abstract TSelf Parity(TSelf a, TSelf b, TSelf c);

    /// <summary>a where the mask is 1, b where it is 0.</summary>
    static abstract TSelf Choose(TSelf mask, TSelf a, TSelf b);

    /// <summary>What at least two of the three have.</summary>
    static abstract TSelf Majority(TSelf a, TSelf b, TSelf c);

    /// <summary>a xor (b or not c).</summary>
    static abstract TSelf XorOrNot(TSelf a, TSelf b, TSelf c);

    /// <summary>Reads one block of every message, so that word i of all of them comes to lie in vector i.</summary>
    /// <param name="data">One address for each lane, at any alignment.</param>
    /// <param name="offset">Where the block begins behind each address.</param>
    /// <param name="words">Gets sixteen vectors.</param>
    /// <param name="reverse">Whether the words lie in memory in the order that is not the machine's.</param>
    static abstract void LoadBlocks(byte** data, nint offset, TSelf* words, [ConstantExpected] bool reverse);
}
