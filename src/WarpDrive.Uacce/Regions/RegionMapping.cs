using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Uacce;

/// <summary>A mapped region of a queue: owns the address and gives out bound-checked views.</summary>
/// <remarks>
/// A live mapping keeps its queue from being released (uacce.md §3.5); disposing it unmaps. Whoever keeps a view across calls keeps the
/// mapping. After the device is removed <see cref="IsDeviceGone"/> is true, the memory stays readable, and stores reach nothing.
/// Views are shared with another party that may write at any time: copy, check, then use.
/// </remarks>
public abstract unsafe class RegionMapping : SafeHandle
{
    private readonly byte* _address;

    /// <summary>Takes over a mapped range.</summary>
    /// <param name="type">Which region.</param>
    /// <param name="address">First byte; page aligned.</param>
    /// <param name="length">Bytes, at least 1.</param>
    protected RegionMapping(RegionType type, nint address, int length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Type = type;
        Length = length;
        _address = (byte*)address;
        SetHandle(address);
    }

    /// <summary>Which region this is.</summary>
    public RegionType Type { get; }

    /// <summary>Bytes mapped.</summary>
    public int Length { get; }

    /// <summary>Address of the first byte, as requests of an SVA device name it.</summary>
    public ulong Address => (ulong)_address;

    /// <summary>True once the device was removed: nothing written here is seen by anybody.</summary>
    public abstract bool IsDeviceGone { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>A reference to a value inside the region.</summary>
    /// <typeparam name="T">An unmanaged value.</typeparam>
    /// <param name="offset">Byte offset; the value must lie inside the region.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value would lie outside.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At<T>(int offset)
        where T : unmanaged
    {
        Debug.Assert(!IsClosed, "view of an unmapped region");
        if ((ulong)(uint)offset + (uint)sizeof(T) > (uint)Length)   // one comparison, with a constant where the offset is one
        {
            ThrowOutside(offset, sizeof(T));
        }

        return ref Unsafe.AsRef<T>(_address + offset);
    }

    /// <summary>A span over part of the region.</summary>
    /// <param name="offset">Byte offset.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    public Span<byte> Slice(int offset, int length)
    {
        Debug.Assert(!IsClosed, "view of an unmapped region");
        if ((uint)offset > (uint)Length || (uint)length > (uint)(Length - offset))
        {
            ThrowOutside(offset, length);
        }

        return new Span<byte>(_address + offset, length);
    }

    private void ThrowOutside(int offset, int size) =>
        throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{size} bytes at {offset} lie outside the {Length} bytes of region {Type}");
}
