namespace WarpDrive.Hisilicon.Sec;

/// <summary>Bits of a descriptor, which lie within one of its 32-bit words. The default has none: it reads as 0, and writing it changes nothing.</summary>
internal readonly struct SecField
{
    private readonly uint _packed;   // one number, so that the compiler sees constants in every use

    /// <summary>Names bits.</summary>
    /// <param name="offset">Offset in bytes.</param>
    /// <param name="high">Highest bit, counted from there.</param>
    /// <param name="low">Lowest bit; at most 24 in all.</param>
    internal SecField(int offset, int high, int low) => _packed = (uint)(((offset & ~3) << 16) | (((8 * (offset & 3)) + low) << 8) | (high - low + 1));

    /// <summary>Offset of the word.</summary>
    internal int Word => (int)(_packed >> 16);

    /// <summary>Lowest bit in the word.</summary>
    internal int Low => (int)((_packed >> 8) & 31);

    /// <summary>How many bits.</summary>
    internal int Width => (int)(_packed & 31);
}
