using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A caller's buffer, whole or in pieces, as the driver itself reads and wipes it.</summary>
internal readonly unsafe struct SecBuffer
{
    private readonly ulong _address;
    private readonly ScatterSegment[]? _pieces;

    /// <summary>Takes a buffer.</summary>
    /// <param name="address">When it is whole.</param>
    /// <param name="pieces">When it is not; else null.</param>
    internal SecBuffer(ulong address, ScatterSegment[]? pieces)
    {
        _address = address;
        _pieces = pieces;
    }

    /// <summary>Copies bytes out.</summary>
    /// <param name="offset">Where they begin; the buffer holds them.</param>
    /// <param name="destination">Room for them.</param>
    internal void Read(int offset, Span<byte> destination)
    {
        if (_pieces is null)
        {
            new ReadOnlySpan<byte>((void*)(_address + (uint)offset), destination.Length).CopyTo(destination);
            return;
        }

        foreach (ScatterSegment piece in _pieces)
        {
            if (offset >= piece.Length)
            {
                offset -= piece.Length;
                continue;
            }

            int taken = Math.Min(piece.Length - offset, destination.Length);
            new ReadOnlySpan<byte>((void*)(piece.Address + (uint)offset), taken).CopyTo(destination);
            destination = destination[taken..];
            offset = 0;
            if (destination.IsEmpty)
            {
                return;
            }
        }
    }

    /// <summary>Writes zeros.</summary>
    /// <param name="offset">Where they begin; the buffer has room.</param>
    /// <param name="length">How many.</param>
    internal void Clear(int offset, int length)
    {
        if (_pieces is null)
        {
            new Span<byte>((void*)(_address + (uint)offset), length).Clear();
            return;
        }

        foreach (ScatterSegment piece in _pieces)
        {
            if (length == 0)
            {
                return;
            }

            if (offset >= piece.Length)
            {
                offset -= piece.Length;
                continue;
            }

            int taken = Math.Min(piece.Length - offset, length);
            new Span<byte>((void*)(piece.Address + (uint)offset), taken).Clear();
            length -= taken;
            offset = 0;
        }
    }
}
