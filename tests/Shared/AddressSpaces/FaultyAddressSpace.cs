using WarpDrive.Uacce.Core;

namespace WarpDrive.Testing;

/// <summary>
/// Another address space made difficult: hands its memory out in small staged windows, refuses every n-th acquisition, and fails commits.
/// What is written to a window reaches the memory only by its commit, as with a space that stages.
/// </summary>
internal sealed class FaultyAddressSpace(AddressSpace inner) : AddressSpace
{
    private int _acquisitions;

    public override uint Pasid => inner.Pasid;

    public override bool IsGone => inner.IsGone;

    /// <summary>Largest window in bytes.</summary>
    public int WindowSize { get; init; } = int.MaxValue;

    /// <summary>Every n-th acquisition is refused; 0 none.</summary>
    public int RefuseEvery { get; init; }

    /// <summary>Whether commits (and moves of windows that were written) fail, as when the memory went away.</summary>
    public bool FailCommits { get; set; }

    public override MemoryLease CreateLease() => new StagedLease(this, inner.CreateLease());

    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        if (RefuseEvery > 0 && Interlocked.Increment(ref _acquisitions) % RefuseEvery == 0)
        {
            faultAddress = ranges.IsEmpty ? 1 : ranges[0].Address;
            return false;
        }

        var staged = (StagedLease)lease;
        if (!inner.TryAcquire(ranges, leased, staged.Inner, out faultAddress))
        {
            return false;
        }

        foreach (MemoryRange range in ranges)
        {
            staged.Add(range);
        }

        return true;
    }

    private sealed class StagedLease(FaultyAddressSpace owner, MemoryLease inner) : MemoryLease
    {
        private readonly List<Window> _windows = [];

        public MemoryLease Inner => inner;

        public override int Count => _windows.Count;

        public void Add(MemoryRange range)
        {
            var window = new Window(_windows.Count, range);
            _windows.Add(window);
            Load(window);
        }

        public override Span<byte> Memory(int index) => _windows[index].Staging;

        public override int WindowOffset(int index) => _windows[index].Offset;

        public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
        {
            Window window = _windows[index];
            if (!TryCommit(index, produced, out faultAddress) || window.Offset + window.Staging.Length >= window.Range.Length)
            {
                return false;
            }

            window.Offset += window.Staging.Length;
            Load(window);
            return true;
        }

        public override bool TryCommit(int index, int produced, out ulong faultAddress)
        {
            Window window = _windows[index];
            faultAddress = 0;
            if (window.Range.Access == MemoryAccess.Read)
            {
                return true;
            }

            if (owner.FailCommits)
            {
                faultAddress = window.Range.Address + (ulong)window.Offset;
                return false;
            }

            window.Staging.AsSpan(0, produced).CopyTo(inner.Memory(window.Index)[window.Offset..]);
            return true;
        }

        public override void Release()
        {
            _windows.Clear();
            inner.Release();
        }

        private void Load(Window window)
        {
            window.Staging = new byte[Math.Min(owner.WindowSize, window.Range.Length - window.Offset)];
            if (window.Range.Access == MemoryAccess.Write)
            {
                window.Staging.AsSpan().Fill(0xA5);   // old content is not promised
            }
            else
            {
                inner.Memory(window.Index).Slice(window.Offset, window.Staging.Length).CopyTo(window.Staging);
            }
        }

        private sealed class Window(int index, MemoryRange range)
        {
            public int Index { get; } = index;

            public MemoryRange Range { get; } = range;

            public int Offset { get; set; }

            public byte[] Staging { get; set; } = [];
        }
    }
}
