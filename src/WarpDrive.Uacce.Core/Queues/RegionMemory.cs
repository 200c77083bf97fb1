using System.Runtime.CompilerServices;

namespace WarpDrive.Uacce.Core;

/// <summary>The device's view of a region: fresh zeroed memory, shared with the client that maps it. Not inherited by a forked child.</summary>
/// <remarks>Lives as long as any mapping of it or the queue. Everything in it may be changed by the client at any time.</remarks>
public abstract unsafe class RegionMemory
{
    private readonly byte* _address;

    /// <summary>Wraps mapped memory.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="length">Bytes.</param>
    protected RegionMemory(nint address, int length)
    {
        _address = (byte*)address;
        Length = length;
    }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>A reference to a value inside.</summary>
    /// <typeparam name="T">An unmanaged value.</typeparam>
    /// <param name="offset">Byte offset.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value would lie outside.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At<T>(int offset)
        where T : unmanaged
    {
        if ((ulong)(uint)offset + (uint)sizeof(T) > (uint)Length)   // one comparison, with a constant where the offset is one
        {
            ThrowOutside(offset, sizeof(T));
        }

        return ref Unsafe.AsRef<T>(_address + offset);
    }

    /// <summary>A span over part of it.</summary>
    /// <param name="offset">Byte offset.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    public Span<byte> Slice(int offset, int length)
    {
        if ((uint)offset > (uint)Length || (uint)length > (uint)(Length - offset))
        {
            ThrowOutside(offset, length);
        }

        return new Span<byte>(_address + offset, length);
    }

    private void ThrowOutside(int offset, int size) =>
        throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{size} bytes at {offset} lie outside the region's {Length} bytes");
}
