using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>Walks a source or destination: one buffer or many segments, each in the windows its address space hands out.</summary>
/// <remarks>One worker's. Holds at most one segment at a time, so that its memory does not grow with the list.</remarks>
internal sealed class ZipCursor
{
    private MemoryRange[] _segments = new MemoryRange[1];
    private int _count;
    private int _index;
    private int _position;
    private bool _held;
    private bool _leased;
    private MemoryAccess _access;
    private AddressSpace? _space;
    private MemoryLease? _lease;

    /// <summary>Bytes from the current position to the end of all segments.</summary>
    internal long Remaining { get; private set; }

    /// <summary>Why <see cref="TryBegin"/> or <see cref="TryAdvance"/> failed.</summary>
    internal ulong FaultAddress { get; private set; }

    /// <summary>Whether everything is in the current piece.</summary>
    internal bool IsContiguous => Current.Length == Remaining;

    /// <summary>Address of the first segment, 0 when there is none.</summary>
    internal ulong Address => _count > 0 ? _segments[0].Address : 0;

    /// <summary>The piece at the current position; empty at the end only.</summary>
    internal Span<byte> Current => _held ? _lease!.Memory(0)[_position..] : default;

    /// <summary>Starts an empty walk.</summary>
    internal void Open(AddressSpace space, MemoryLease lease, bool leased, MemoryAccess access)
    {
        Close();
        _space = space;
        _lease = lease;
        _leased = leased;
        _access = access;
        _count = 0;
        _index = -1;
        Remaining = 0;
        FaultAddress = 0;
    }

    /// <summary>Adds a segment; neighbours in memory become one.</summary>
    internal void Add(ulong address, int length)
    {
        if (length == 0)
        {
            return;
        }

        Remaining += length;
        if (_count > 0)
        {
            ref MemoryRange last = ref _segments[_count - 1];
            if (last.Address + (ulong)last.Length == address && length <= int.MaxValue - last.Length)
            {
                last = last with { Length = last.Length + length };
                return;
            }
        }

        if (_count == _segments.Length)
        {
            Array.Resize(ref _segments, _count * 2);
        }

        _segments[_count++] = new MemoryRange(address, length, _access);
    }

    /// <summary>
    /// Whether both are one range of memory each, and the same bytes lie in both. By address: where memory is staged, the copies never overlap, and a client sees
    /// the same answer.
    /// </summary>
    internal bool Overlaps(ZipCursor other)
    {
        if (_count != 1 || other._count != 1)
        {
            return false;
        }

        MemoryRange one = _segments[0];
        MemoryRange two = other._segments[0];
        return one.Address < two.Address + (ulong)two.Length && two.Address < one.Address + (ulong)one.Length;
    }

    /// <summary>Acquires the first piece.</summary>
    internal bool TryBegin() => _count == 0 || TryNextSegment();

    /// <summary>Goes on by some bytes of <see cref="Current"/>; what was written there is committed.</summary>
    /// <returns>False when the next piece cannot be used.</returns>
    internal bool TryAdvance(int bytes)
    {
        if (bytes == 0)
        {
            return true;
        }

        _position += bytes;
        Remaining -= bytes;
        int window = _lease!.Memory(0).Length;
        if (_position < window || Remaining == 0)
        {
            return true;
        }

        if (_lease.TryMoveWindow(0, _position, out ulong fault))
        {
            _position = 0;
            return true;
        }

        FaultAddress = fault;
        return fault == 0 && TryNextSegment();
    }

    /// <summary>Commits what was written before the current position.</summary>
    internal bool TryCommit()
    {
        if (!_held)
        {
            return true;
        }

        bool done = _lease!.TryCommit(0, _position, out ulong fault);
        FaultAddress = fault;
        return done;
    }

    /// <summary>Copies into the segments.</summary>
    internal bool TryWrite(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int length = Math.Min(data.Length, Current.Length);
            data[..length].CopyTo(Current);
            data = data[length..];
            if (!TryAdvance(length))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives everything back.</summary>
    internal void Close()
    {
        if (_held)
        {
            _held = false;
            _lease!.Release();
        }
    }

    private bool TryNextSegment()
    {
        Close();
        if (!_space!.TryAcquire(new ReadOnlySpan<MemoryRange>(in _segments[++_index]), _leased, _lease!, out ulong fault))
        {
            FaultAddress = fault;
            return false;
        }

        _held = true;
        _position = 0;
        return true;
    }
}
