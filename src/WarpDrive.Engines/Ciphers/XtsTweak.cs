using System.Buffers.Binary;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The tweak of XTS and its multiplication by the primitive element.</summary>
internal unsafe ref struct XtsTweak
{
    private readonly bool _reflected;
    private ulong _first;    // the first eight bytes: little-endian by IEEE 1619, big-endian when reflected
    private ulong _second;

    internal XtsTweak(byte* block, bool reflected)
    {
        _reflected = reflected;
        var bytes = new ReadOnlySpan<byte>(block, 16);
        _first = reflected ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        _second = reflected ? BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) : BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
    }

    internal readonly void Store(byte* block)
    {
        var bytes = new Span<byte>(block, 16);
        if (_reflected)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, _first);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _second);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, _first);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _second);
        }
    }

    /// <summary>IEEE 1619, 5.2: a shift to the left, feedback 0x87 into the first byte. GB/T 17964: to the right, 0xE1 into the first byte.</summary>
    internal void Double()
    {
        if (_reflected)
        {
            ulong carry = _second & 1;
            _second = _second >> 1 | _first << 63;
            _first = _first >> 1 ^ ((0 - carry) & 0xE1UL << 56);
        }
        else
        {
            ulong carry = _second >> 63;
            _second = _second << 1 | _first >> 63;
            _first = _first << 1 ^ ((0 - carry) & 0x87);
        }
    }
}
