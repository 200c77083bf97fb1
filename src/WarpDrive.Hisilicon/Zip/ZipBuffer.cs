using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>A request's source or destination as the driver touches it: headers, small outputs. The caller keeps the memory valid.</summary>
internal readonly unsafe struct ZipBuffer
{
    private readonly ulong _address;
    private readonly int _length;
    private readonly ScatterSegment[]? _list;

    /// <summary>Wraps what a request names.</summary>
    internal ZipBuffer(ulong address, int length, ScatterSegment[]? list)
    {
        _address = address;
        _length = length;
        _list = list;
    }

    /// <summary>Bytes, over all pieces.</summary>
    internal int Length => _length;

    /// <summary>The piece that holds a position: from there to its end, or to the end of the buffer. Empty at the end.</summary>
    internal Span<byte> From(int position)
    {
        if (position >= _length)
        {
            return default;
        }

        if (_list is null)
        {
            return new Span<byte>((byte*)_address + position, _length - position);
        }

        int left = _length - position;
        foreach (ScatterSegment segment in _list)
        {
            if (position < segment.Length)
            {
                return new Span<byte>((byte*)segment.Address + position, Math.Min(left, segment.Length - position));
            }

            position -= segment.Length;
        }

        return default;
    }

    /// <summary>Copies in at the start.</summary>
    /// <returns>Bytes copied: as many as there is space.</returns>
    internal int Write(ReadOnlySpan<byte> data)
    {
        int written = 0;
        while (written < data.Length)
        {
            Span<byte> piece = From(written);
            if (piece.IsEmpty)
            {
                break;
            }

            int length = Math.Min(piece.Length, data.Length - written);
            data.Slice(written, length).CopyTo(piece);
            written += length;
        }

        return written;
    }
}
