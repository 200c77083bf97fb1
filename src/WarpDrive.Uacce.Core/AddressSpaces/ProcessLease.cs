using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core;

/// <summary>Ranges of another process: copies, which are written back where and as far as something was produced.</summary>
/// <remarks>
/// A range to be read is read when it is acquired; one to be written gets memory with anything of the same process in it, never read before.
/// Long ranges come in windows. One worker's; only <see cref="Drop"/> may come from elsewhere, when no step holds anything.
/// </remarks>
internal sealed unsafe class ProcessLease : MemoryLease, IDisposable
{
    /// <summary>
    /// Bytes of a window of a long range, and so the longest range that is one window. What is one window is compressed by the same engine as memory in place;
    /// 1 MiB in four windows took 3 % longer.
    /// </summary>
    internal const int WindowSize = StagingChunk.Size;

    /// <summary>Bytes of a window once a lease holds very many bytes: a scatter list may name 65,280 ranges.</summary>
    internal const int SmallWindow = 4096;

    private const int MediumWindow = 64 << 10;
    private const long ManyBytes = 8L << 20;       // from here on medium windows
    private const long VeryManyBytes = 32L << 20;  // and from here on small ones
    private const long TooManyBytes = 64L << 20;   // of the small windows of 65,280 ranges no more than a quarter; what devices take fits
    private const int PageSize = 4096;   // the smallest there is; only for where to cut

    /// <summary>Ranges that follow each other this closely are read by one call, with what is between them. Less than a page: no page is touched for it.</summary>
    private const int NearBytes = 512;

    /// <summary>Ranges up to this length are wiped when they are given back: keys and operands are among them, and it costs less than a call.</summary>
    private const int WipedLength = 4096;

    /// <summary>Longer ranges gain nothing by being copied with others: the copy takes longer than the call.</summary>
    private const int LongestExpected = WipedLength;

    private readonly ProcessPermissions _permissions;
    private readonly StagingMemory _staging;
    private readonly Lock _dropping = new();
    private readonly StagedBlocks _expected = new();
    private StagedRange[] _ranges = new StagedRange[8];
    private int _count;
    private long _bytes;      // staging of the ranges held
    private long _inFlight;   // bytes of the ranges held, as the budget knows them

    /// <summary>Makes an empty lease.</summary>
    /// <param name="owner">The space.</param>
    /// <param name="permissions">What is known of its mappings; of this lease, or of those that serve one request together.</param>
    internal ProcessLease(ProcessAddressSpace owner, ProcessPermissions permissions)
    {
        Owner = owner;
        _permissions = permissions;
        _staging = new StagingMemory(owner.Budget);
    }

    /// <inheritdoc/>
    public override int Count => _count;

    internal ProcessAddressSpace Owner { get; }

    /// <summary>Calls that copied so far, in either direction.</summary>
    internal long Transfers { get; private set; }

    internal MappingView View => _permissions.View;

    /// <inheritdoc/>
    public override Span<byte> Memory(int index) => At(index).Memory;

    /// <inheritdoc/>
    public override int WindowOffset(int index) => At(index).Offset;

    /// <inheritdoc/>
    public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
    {
        ref StagedRange range = ref At(index);
        if (!TryCommit(index, produced, out faultAddress))
        {
            return false;
        }

        int rest = range.Range.Length - range.Offset - range.Window;
        if (rest == 0)
        {
            return false;   // the last one
        }

        range.Offset += range.Window;
        range.Window = FirstWindow(range.Address, rest, range.Room);
        if (range.Range.Access == MemoryAccess.Write)
        {
            return true;
        }

        int read = Read(range.Address, range.Memory);
        if (read == range.Window)
        {
            return true;
        }

        faultAddress = range.Address + (ulong)read;
        range.Window = 0;   // nothing half read is handed out
        return false;
    }

    /// <inheritdoc/>
    public override bool TryCommit(int index, int produced, out ulong faultAddress)
    {
        ref StagedRange range = ref At(index);
        faultAddress = 0;
        if (range.Range.Access == MemoryAccess.Read)
        {
            return true;
        }

        if (range.Region is not null)
        {
            return _permissions.TryConfirm(out faultAddress);   // written already; what was read elsewhere is not asked about yet
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)produced, (uint)range.Window, nameof(produced));
        if (produced == 0)
        {
            return true;
        }

        ulong address = range.Address;
        if (!_permissions.TryAskWrite(new MemoryRange(address, produced, MemoryAccess.Write), out faultAddress))
        {
            return false;
        }

        int written = Write(address, new ReadOnlySpan<byte>(range.Staging, produced));
        faultAddress = written == produced ? 0 : address + (ulong)written;
        return written == produced;
    }

    /// <inheritdoc/>
    public override void Expect(ReadOnlySpan<MemoryRange> ranges)
    {
        for (int first = 0, next; first < ranges.Length; first = next)
        {
            MemoryRange range = ranges[first];
            bool isRead = range.Access == MemoryAccess.Read;
            int length = 0;
            for (next = first; next < ranges.Length && ranges[next].Access == range.Access; next++)
            {
                MemoryRange one = ranges[next];
                ulong gap = one.Address - (range.Address + (ulong)length);
                if (gap > (ulong)(isRead ? NearBytes : 0) || one.Length > LongestExpected || (int)gap + one.Length > WindowSize - length
                    || !MappingCheck.IsPlausible(one, out _))
                {
                    break;
                }

                length += (int)gap + one.Length;
            }

            if (next - first < 2)
            {
                next = first + 1;
                continue;
            }

            byte* memory = _staging.Take(length);
            int there = isRead ? Read(range.Address, new Span<byte>(memory, length)) : length;   // behind a hole ranges are read one by one
            _expected.Add(range.Address, there, memory, isRead);
        }
    }

    /// <inheritdoc/>
    public override int Commit(ReadOnlySpan<int> indices)
    {
        for (int first = 0, next; first < indices.Length; first = next)
        {
            ref StagedRange range = ref At(indices[first]);
            int length = range.Window;
            for (next = first + 1; next < indices.Length && range.IsFollowedBy(At(indices[next]), length); next++)
            {
                length += At(indices[next]).Window;
            }

            if (next > first + 1
                && _permissions.TryAskWrite(new MemoryRange(range.Address, length, MemoryAccess.Write), out _)
                && Write(range.Address, new ReadOnlySpan<byte>(range.Staging, length)) == length)
            {
                continue;
            }

            for (int i = first; i < next; i++)   // alone; or one of them cannot be written, and those before it are written
            {
                if (!TryCommit(indices[i], At(indices[i]).Window, out _))
                {
                    return i;
                }
            }
        }

        return indices.Length;
    }

    /// <inheritdoc/>
    public override bool TryConfirm(out ulong faultAddress) => _permissions.TryConfirm(out faultAddress);

    /// <inheritdoc/>
    public override void Release()
    {
        TakeBackTo(0);
        _expected.Forget();
        _staging.Reset();
        ReturnToBudget();
    }

    /// <summary>Gives everything back, and the staging memory to the pool.</summary>
    public void Dispose()
    {
        Owner.Forget(this);
        Drop();
    }

    /// <summary>The same, when the space itself is disposed. Twice is harmless.</summary>
    internal void Drop()
    {
        lock (_dropping)   // the worker that forgets it, and whoever ends the space
        {
            TakeBackTo(0);
            _expected.Forget();
            _staging.Free();
            ReturnToBudget();
            _permissions.BackTo(0);
            _permissions.View.Dispose();
        }
    }

    /// <summary>Adds ranges, all or none.</summary>
    internal bool TryAdd(ReadOnlySpan<MemoryRange> ranges, out ulong faultAddress)
    {
        int before = _count;
        _permissions.Begin(isFirst: before == 0);
        int asked = _permissions.Unasked;
        (int Chunk, int Position) mark = _staging.Mark();
        SharedDomain? reservations = Owner.Reservations;
        foreach (ref readonly MemoryRange range in ranges)
        {
            if (!MappingCheck.IsPlausible(range, out faultAddress) || !TryPlace(range, reservations, out faultAddress))
            {
                _permissions.BackTo(asked);
                TakeBackTo(before);
                _staging.BackTo(mark);
                return false;
            }
        }

        if (!TryLoad(before, out faultAddress))
        {
            _permissions.BackTo(asked);
            TakeBackTo(before);
            _staging.BackTo(mark);
            return false;
        }

        if (Owner.Budget is { } budget)
        {
            long bytes = 0;
            foreach (ref readonly MemoryRange range in ranges)
            {
                bytes += range.Length;
            }

            _inFlight += bytes;
            budget.Take(bytes);
        }

        return true;
    }

    private int Read(ulong address, Span<byte> into)
    {
        Transfers++;
        return Owner.Read(address, into);
    }

    private int Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        Transfers++;
        return Owner.Write(address, bytes);
    }

    private void ReturnToBudget()
    {
        if (_inFlight != 0)
        {
            Owner.Budget!.Return(_inFlight);
            _inFlight = 0;
        }
    }

    private static int FirstWindow(ulong address, int length, int room) =>
        length <= room ? length : room - (int)(address & (PageSize - 1));   // further ones begin with a page

    /// <summary>Finds memory for a range. Staging of neighbours is as far apart as they are.</summary>
    private bool TryPlace(in MemoryRange range, SharedDomain? reservations, out ulong faultAddress)
    {
        faultAddress = 0;
        if (_count == _ranges.Length)
        {
            Array.Resize(ref _ranges, _count * 2);
        }

        var placed = new StagedRange { Range = range };
        if (range.Length > 0)
        {
            if (reservations is not null && reservations.TryFind(range, out SharedRegion? region, out int offset, out _))
            {
                placed.Region = region;
                placed.RegionOffset = offset;
                placed.Window = range.Length;
            }
            else if (range.Access != MemoryAccess.Write && !_permissions.TryAskRead(range, out faultAddress))
            {
                return false;
            }
            else if (_bytes > TooManyBytes)
            {
                faultAddress = range.Address;
                return false;
            }
            else
            {
                placed.Room = Math.Min(range.Length, _bytes < ManyBytes ? WindowSize : _bytes < VeryManyBytes ? MediumWindow : SmallWindow);
                placed.Window = FirstWindow(range.Address, range.Length, placed.Room);
            }
        }

        _bytes += placed.Room;
        _ranges[_count++] = placed;
        return true;
    }

    /// <summary>Takes staging memory for the ranges from an index on, and reads those that are to be read: neighbours together.</summary>
    private bool TryLoad(int first, out ulong faultAddress)
    {
        faultAddress = 0;
        for (int next; first < _count; first = next)
        {
            ref StagedRange range = ref _ranges[first];
            next = first + 1;
            if (range.Room == 0)
            {
                continue;   // empty, or used where it is
            }

            if (range.Range.Length <= LongestExpected && _expected.Find(range.Range) is var expected && expected != null)
            {
                range.Staging = expected;
                range.IsShared = true;
                continue;
            }

            if (range.Range.Access == MemoryAccess.Write)
            {
                range.Staging = _staging.Take(range.Room);
                continue;
            }

            int length = Neighbours(first, ref next);
            byte* staging = _staging.Take(length == range.Window ? range.Room : length);
            int read = Read(range.Address, new Span<byte>(staging, length));
            for (int i = first; i < next; i++)
            {
                ref StagedRange one = ref _ranges[i];
                int start = (int)(one.Range.Address - range.Range.Address);
                one.Staging = staging + start;
                if (read < start + one.Window)
                {
                    faultAddress = one.Range.Address + (ulong)Math.Max(read - start, 0);
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>How many bytes one call reads for a range and those that follow it closely in memory and in the request.</summary>
    private int Neighbours(int first, ref int next)
    {
        int length = _ranges[first].Window;
        while (length < WindowSize && next < _count)
        {
            ref StagedRange one = ref _ranges[next];
            ulong gap = one.Range.Address - (_ranges[first].Range.Address + (ulong)length);
            if (one.Room == 0 || one.Window != one.Range.Length || one.Range.Access == MemoryAccess.Write || gap > NearBytes
                || _ranges[next - 1].Window != _ranges[next - 1].Range.Length || (int)gap > WindowSize - length - one.Window)
            {
                break;
            }

            length += (int)gap + one.Window;
            next++;
        }

        return length;
    }

    private void TakeBackTo(int count)
    {
        for (int i = count; i < _count; i++)
        {
            ref StagedRange range = ref _ranges[i];
            if (range.Staging is not null && !range.IsShared && range.Room <= WipedLength)
            {
                NativeMemory.Clear(range.Staging, (nuint)range.Room);
            }

            _bytes -= range.Room;
            range = default;
        }

        _count = count;
    }

    private ref StagedRange At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        return ref _ranges[index];
    }
}
