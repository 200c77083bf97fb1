using WarpDrive.Uacce.Core;

namespace WarpDrive.Testing;

/// <summary>
/// An address space that is one arena between guard pages: a device that was given anything by it cannot do harm outside without the process
/// dying of it. A range is granted only if all of it lies in the arena, and a write only outside the part that is read-only.
/// </summary>
internal sealed class ArenaAddressSpace : AddressSpace, IDisposable
{
    private readonly Pages _pages;
    private readonly int _readOnlyPages;
    private long _granted;
    private long _refused;

    /// <summary>Makes an arena of zeros.</summary>
    /// <param name="pages">Pages, at least 1.</param>
    /// <param name="readOnlyPages">How many of them, at the front, can only be read.</param>
    public ArenaAddressSpace(int pages, int readOnlyPages = 0)
    {
        _pages = new Pages(pages);
        _readOnlyPages = readOnlyPages;
    }

    public override uint Pasid => 1;

    public override bool IsGone => false;

    public ulong Address => _pages.Address;

    public int Length => _pages.Length;

    public Span<byte> Memory => _pages.Span;

    public long Granted => Volatile.Read(ref _granted);

    public long Refused => Volatile.Read(ref _refused);

    /// <summary>From here on the read-only part really is: call after it was filled.</summary>
    public void Seal() => _pages.Protect(0, _readOnlyPages, Pages.Read);

    public override MemoryLease CreateLease() => new ArenaLease(this);

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        foreach (MemoryRange range in ranges)
        {
            if (!Allows(range, out faultAddress))
            {
                Interlocked.Increment(ref _refused);
                return false;
            }
        }

        foreach (MemoryRange range in ranges)
        {
            ((ArenaLease)lease).Add(range);
        }

        Interlocked.Increment(ref _granted);
        faultAddress = 0;
        return true;
    }

    public void Dispose() => _pages.Dispose();

    private bool Allows(MemoryRange range, out ulong faultAddress)
    {
        ulong writable = _pages.Address + (ulong)(_readOnlyPages * Pages.Size);
        ulong start = range.Access == MemoryAccess.Read ? _pages.Address : writable;
        faultAddress = range.Address;
        if (range.Length <= 0)
        {
            return range.Length == 0;
        }

        if (range.Address < start || range.Address >= _pages.End)
        {
            return false;
        }

        faultAddress = _pages.End;
        return (ulong)range.Length <= _pages.End - range.Address;
    }

    private sealed class ArenaLease(ArenaAddressSpace owner) : MemoryLease
    {
        private readonly List<MemoryRange> _ranges = [];

        public override int Count => _ranges.Count;

        public void Add(MemoryRange range) => _ranges.Add(range);

        public override Span<byte> Memory(int index)
        {
            MemoryRange range = _ranges[index];
            return range.Length == 0 ? [] : owner.Memory.Slice((int)(range.Address - owner.Address), range.Length);
        }

        public override int WindowOffset(int index) => 0;

        public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
        {
            faultAddress = 0;
            return false;
        }

        public override bool TryCommit(int index, int produced, out ulong faultAddress)
        {
            faultAddress = 0;
            return true;
        }

        public override void Release() => _ranges.Clear();
    }
}
