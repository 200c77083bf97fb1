using System.Buffers.Binary;

namespace WarpDrive.Engines.Ciphers;

/// <summary>What CMAC and XCBC make of blocks to get their further keys.</summary>
internal static unsafe class MacSubkeys
{
    /// <summary>The doubling of SP 800-38B, 6.1: a shift to the left, feedback 0x87.</summary>
    internal static void Double(byte* source, byte* destination)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(source, 8));
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(source + 8, 8));
        ulong carry = high >> 63;
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(destination, 8), high << 1 | low >> 63);
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(destination + 8, 8), low << 1 ^ ((0 - carry) & 0x87));
    }

    /// <summary>A block of one byte repeated.</summary>
    internal static void Fill(byte* block, byte value) => new Span<byte>(block, 16).Fill(value);
}
