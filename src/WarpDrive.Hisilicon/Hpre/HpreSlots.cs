using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>The driver's private operand blocks: for each request in flight room for key, in and out, visible to the device, aligned to 64.</summary>
/// <remarks>
/// Native memory, or memory reserved through the queue for a device without SVA. The sender writes a slot before the doorbell, the receiver reads and zeroes
/// it before it counts the request as received. Not freed by a finalizer: a queue that nobody disposed may still be executing.
/// </remarks>
internal sealed unsafe class HpreSlots : IDisposable
{
    private const int Alignment = 64;
    private const int EllipticKey = 576;    // 8 numbers of 72 bytes
    private const int EllipticBlock = 640;  // SM2: two numbers, 512 bytes, C3

    private readonly RegionMapping? _region;
    private readonly byte* _memory;
    private readonly int _length;
    private readonly int _stride;
    private readonly int _inOffset;
    private readonly int _outOffset;
    private bool _disposed;

    /// <summary>Reserves it.</summary>
    /// <param name="count">Slots.</param>
    /// <param name="elliptic">Which blocks they must hold.</param>
    /// <param name="reserve">Reserves so many bytes through the queue; null: native memory will do.</param>
    internal HpreSlots(int count, bool elliptic, Func<int, RegionMapping>? reserve)
    {
        _inOffset = elliptic ? EllipticKey : HpreShape.MaxKey;
        _outOffset = _inOffset + (elliptic ? EllipticBlock : HpreShape.MaxIn);
        _stride = _outOffset + (elliptic ? EllipticBlock : HpreShape.MaxOut);
        _length = checked(count * _stride);
        if (reserve is null)
        {
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_length, Alignment);
        }
        else
        {
            _region = reserve(_length);
            _memory = (byte*)_region.Address;
        }
    }

    /// <summary>Address of a slot's block "key".</summary>
    internal ulong KeyAddress(uint slot) => (ulong)At(slot);

    /// <summary>Address of a slot's block "in".</summary>
    internal ulong InAddress(uint slot) => (ulong)At(slot) + (ulong)_inOffset;

    /// <summary>Address of a slot's block "out".</summary>
    internal ulong OutAddress(uint slot) => (ulong)At(slot) + (ulong)_outOffset;

    /// <summary>A slot's block "key".</summary>
    internal Span<byte> Key(uint slot, int length) => Block(slot, 0, length, _inOffset);

    /// <summary>A slot's block "in".</summary>
    internal Span<byte> In(uint slot, int length) => Block(slot, _inOffset, length, _outOffset);

    /// <summary>A slot's block "out".</summary>
    internal Span<byte> Out(uint slot, int length) => Block(slot, _outOffset, length, _stride);

    /// <summary>Zeroes what a request left.</summary>
    internal void Clear(uint slot, int key, int input, int output)
    {
        CryptographicOperations.ZeroMemory(Key(slot, key));
        CryptographicOperations.ZeroMemory(In(slot, input));
        CryptographicOperations.ZeroMemory(Out(slot, output));
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_region is null)
        {
            NativeMemory.AlignedFree(_memory);
        }

        _region?.Dispose();
    }

    private Span<byte> Block(uint slot, int offset, int length, int end)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(end - offset), nameof(length));
        return new Span<byte>(At(slot) + offset, length);
    }

    private byte* At(uint slot)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        nuint offset = (nuint)slot * (nuint)_stride;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, (nuint)_length, nameof(slot));
        return _memory + offset;
    }
}
