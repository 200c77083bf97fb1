using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>The memory of a request: all its ranges are collected, then acquired at once.</content>
internal sealed unsafe partial class SecExecutor
{
    private const int MaxRanges = QmSgl.MaxEntries * QmSgl.MaxLists;

    private MemoryRange[] _ranges = new MemoryRange[64];   // of the request that is being added
    private int _rangeCount;
    private int _base;                                     // its first range in the lease; unused when memory is direct
    private bool _isMissing;
    private bool _isGone;                                  // memory of the lease went away
    private bool _leased;
    private ulong _limit;                                  // addresses below it can be used as they are
    private SecLeases? _leases;
    private int _rangesHeld;                               // in the whole wave
    private SecOutput[] _outputs = new SecOutput[BatchLimit * 2];
    private int _outputCount;

    private void BeginRanges()
    {
        _rangeCount = 0;
        _isMissing = false;
        _isGone = false;
        _leases = null;
    }

    /// <summary>Wants a flat range.</summary>
    /// <returns>Its number, or -1 when it is empty.</returns>
    private int Want(ulong address, int length, MemoryAccess access)
    {
        if (length == 0)
        {
            return -1;
        }

        _isMissing |= address == 0;
        if (_rangeCount == _ranges.Length)
        {
            Array.Resize(ref _ranges, _ranges.Length * 2);
        }

        _ranges[_rangeCount] = new MemoryRange(address, length, access);
        return _rangeCount++;
    }

    /// <summary>Wants a source or destination, flat or scattered.</summary>
    /// <param name="type">Flat or list.</param>
    /// <param name="address">Of the data, or of its list.</param>
    /// <param name="skip">Bytes to leave out at its beginning.</param>
    /// <param name="length">Bytes behind them.</param>
    /// <param name="access">What for.</param>
    /// <param name="first">Number of its first range.</param>
    /// <param name="count">Its ranges; 0 when there are no bytes.</param>
    private SecAdd WantData(SecAddressType type, ulong address, int skip, int length, MemoryAccess access, out int first, out int count)
    {
        first = _rangeCount;
        count = 0;
        if (length == 0)
        {
            return SecAdd.Added;
        }

        if (type == SecAddressType.List)
        {
            return WantList(address, skip, length, access, out count);
        }

        if (address > ulong.MaxValue - (uint)skip)
        {
            return Refuse(SecStatus.BadAddress, SecReason.None, address);
        }

        _isMissing |= address == 0;
        Want(address + (uint)skip, length, access);
        count = 1;
        return SecAdd.Added;
    }

    private SecAdd WantList(ulong address, int skip, int length, MemoryAccess access, out int count)
    {
        count = 0;
        if (address == 0)
        {
            return Refuse(SecStatus.MissingAddress, SecReason.None);
        }

        if (!TryLeases())
        {
            return SecAdd.Later;
        }

        while (true)
        {
            QmSglReadResult result = QmSglReader.Read(
                _space!, _leased, _leases!.List, address, (uint)skip, access, _ranges.AsSpan(_rangeCount), out count, out long found, out ulong fault, length,
                _limit);
            switch (result)
            {
                case QmSglReadResult.Fault:
                    return Refuse(SecStatus.BadAddress, SecReason.None, fault);
                case QmSglReadResult.Malformed:
                    return Refuse(SecStatus.BadList, SecReason.ListMalformed);
                case QmSglReadResult.TooManyEntries when _ranges.Length >= 4 * MaxRanges:
                    return Refuse(SecStatus.BadList, SecReason.ListMalformed);
                case QmSglReadResult.TooManyEntries:
                    Array.Resize(ref _ranges, _ranges.Length * 4);
                    continue;
                default:
                    if (found < length)
                    {
                        return Refuse(SecStatus.BadList, SecReason.ListTooShort);
                    }

                    ref MemoryRange last = ref _ranges[_rangeCount + count - 1];
                    last = last with { Length = last.Length - (int)(found - length) };
                    _rangeCount += count;
                    return SecAdd.Added;
            }
        }
    }

    /// <summary>Acquires everything that was wanted, all or nothing, when no earlier request of the wave stands in the way.</summary>
    private SecAdd Acquire()
    {
        if (_isMissing)
        {
            return Refuse(SecStatus.MissingAddress, SecReason.None);
        }

        ReadOnlySpan<MemoryRange> ranges = _ranges.AsSpan(0, _rangeCount);
        bool isEmpty = IsWaveEmpty;
        bool isTracked = _hazards.HasRoom(ranges.Length);
        if (!isTracked && !isEmpty)
        {
            return SecAdd.Later;
        }

        foreach (ref readonly MemoryRange range in ranges)
        {
            if (range.Address > ulong.MaxValue - (uint)range.Length)
            {
                return Refuse(SecStatus.BadAddress, SecReason.None, range.Address);
            }

            ulong end = range.Address + (uint)range.Length;
            if (range.Address == 0)
            {
                return Refuse(SecStatus.BadAddress, SecReason.None);   // of a list: flat ones are missing
            }

            if (!isEmpty && !(range.Access == MemoryAccess.Read ? _hazards.MayRead(range.Address, end) : _hazards.MayWrite(range.Address, end)))
            {
                return SecAdd.Later;
            }

            if (_limit != 0 && end > _limit)
            {
                return Refuse(SecStatus.BadAddress, SecReason.None, Math.Max(range.Address, _limit));
            }
        }

        if (_limit == 0)
        {
            if (!TryLeases())
            {
                return SecAdd.Later;
            }

            MemoryLease lease = _leases!.Data;
            _base = lease.Count;
            if (!_space!.TryAcquire(ranges, _leased, lease, out ulong fault))
            {
                return Refuse(SecStatus.BadAddress, SecReason.None, fault);
            }
        }

        Remember(ranges, isTracked);
        return SecAdd.Added;
    }

    private void Remember(ReadOnlySpan<MemoryRange> ranges, bool isTracked)
    {
        // A request with more ranges than can be remembered is alone in its wave.
        _rangesHeld += isTracked ? ranges.Length : ManyRanges + 1;
        if (!isTracked)
        {
            return;
        }

        foreach (ref readonly MemoryRange range in ranges)
        {
            ulong end = range.Address + (uint)range.Length;
            if (range.Access == MemoryAccess.Read)
            {
                _hazards.AddRead(range.Address, end);
            }
            else
            {
                _hazards.AddWrite(range.Address, end);
            }
        }
    }

    /// <summary>The leases of the queue's address space; false when the wave must end for them.</summary>
    private bool TryLeases()
    {
        _leases ??= _leaseCache.For(_space!, mayEvict: IsWaveEmpty);
        return _leases is not null;
    }

    /// <summary>An acquired range; null when there is none, or when it comes in windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* At(int range)
    {
        if (range < 0)
        {
            return null;
        }

        return _limit != 0 ? (byte*)_ranges[range].Address : AtLeased(range);
    }

    // The memory of a lease does not move: it is the submitter's own, or staging outside the managed heap.
    private byte* AtLeased(int range)
    {
        Span<byte> memory = _leases!.Data.Memory(_base + range);
        return memory.Length == _ranges[range].Length ? (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory)) : null;
    }

    /// <summary>A private copy of a small range: keys and IVs that come in windows, tags to compare with, states.</summary>
    /// <returns>Null when the wave has no room, or the memory is gone.</returns>
    private byte* CopySmall(int range)
    {
        int length = _ranges[range].Length;
        byte* copy = _small.Take(length);
        return copy != null && TryCopyOut(range, copy) ? copy : null;
    }

    /// <summary>A small range, in place or copied.</summary>
    private byte* Small(int range)
    {
        byte* memory = At(range);
        return memory != null || range < 0 ? memory : CopySmall(range);
    }

    /// <summary>Contiguous memory with the content of ranges: in place when there is one, else gathered in private memory.</summary>
    /// <param name="first">First range.</param>
    /// <param name="count">Ranges.</param>
    /// <param name="length">Bytes of all.</param>
    /// <param name="mustCopy">Copies even one range.</param>
    /// <returns>Null when there are no bytes, when the wave has no room (<see cref="SecAdd.Later"/>), or when the memory is gone.</returns>
    private byte* Gather(int first, int count, int length, bool mustCopy)
    {
        if (length == 0)
        {
            return null;
        }

        if (count == 1 && !mustCopy && At(first) is var memory && memory != null)
        {
            return memory;
        }

        byte* staged = _staging.Take(length);
        byte* next = staged;
        for (int i = first; staged != null && i < first + count; i++)
        {
            if (!TryCopyOut(i, next))
            {
                return null;
            }

            next += _ranges[i].Length;
        }

        return staged;
    }

    private bool TryCopyOut(int range, byte* destination)
    {
        int length = _ranges[range].Length;
        if (At(range) is var memory && memory != null)
        {
            Buffer.MemoryCopy(memory, destination, length, length);
            return true;
        }

        var rest = new Span<byte>(destination, length);
        while (true)
        {
            Span<byte> window = _leases!.Data.Memory(_base + range);
            window = window[..Math.Min(window.Length, rest.Length)];
            window.CopyTo(rest);
            rest = rest[window.Length..];
            if (rest.IsEmpty)
            {
                return true;
            }

            if (window.IsEmpty || !_leases.Data.TryMoveWindow(_base + range, 0, out _faultAddress))
            {
                _isGone = true;
                return false;
            }
        }
    }

    /// <summary>The answer when private memory or a private copy was not to be had.</summary>
    private SecAdd NotNow() => _isGone ? Refuse(SecStatus.BadAddress, SecReason.None, _faultAddress) : SecAdd.Later;

    /// <summary>Whether an acquired range overlaps any of some others.</summary>
    private bool Overlaps(int range, int first, int count)
    {
        MemoryRange one = _ranges[range];
        foreach (ref readonly MemoryRange other in _ranges.AsSpan(first, count))
        {
            if (one.Address < other.Address + (uint)other.Length && other.Address < one.Address + (uint)one.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds ranges to the wave's outputs, which are written and committed when it ends.</summary>
    /// <returns>Number of the first.</returns>
    private int AddOutputs(int first, int count)
    {
        if (_outputs.Length - _outputCount < count)
        {
            Array.Resize(ref _outputs, Math.Max(_outputs.Length * 2, _outputCount + count));
        }

        int added = _outputCount;
        for (int i = first; i < first + count; i++)
        {
            _outputs[_outputCount++] = new SecOutput
            {
                Data = At(i),
                Length = _ranges[i].Length,
                Lease = _limit != 0 ? null : _leases!.Data,
                LeaseIndex = _base + i,
            };
        }

        return added;
    }
}
