namespace WarpDrive.Uacce.Core;

/// <summary>Ranges of this process: the memory itself.</summary>
internal sealed unsafe class LocalLease : MemoryLease, IDisposable
{
    private MemoryRange[] _ranges = new MemoryRange[16];
    private int _count;

    internal LocalLease(LocalAddressSpace owner, MappingView view)
    {
        Owner = owner;
        View = view;
    }

    /// <inheritdoc/>
    public override int Count => _count;

    internal LocalAddressSpace Owner { get; }

    internal MappingView View { get; }

    /// <inheritdoc/>
    public override Span<byte> Memory(int index)
    {
        MemoryRange range = At(index);
        return range.Length == 0 ? [] : new Span<byte>((void*)range.Address, range.Length);
    }

    /// <inheritdoc/>
    public override int WindowOffset(int index)
    {
        At(index);
        return 0;
    }

    /// <inheritdoc/>
    public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
    {
        At(index);
        faultAddress = 0;
        return false;   // the first window is the whole range
    }

    /// <inheritdoc/>
    public override bool TryCommit(int index, int produced, out ulong faultAddress)
    {
        At(index);
        faultAddress = 0;
        return true;
    }

    /// <inheritdoc/>
    public override void Release() => _count = 0;

    /// <summary>Closes what checks are read from.</summary>
    public void Dispose()
    {
        _count = 0;
        View.Dispose();
    }

    internal void Add(ReadOnlySpan<MemoryRange> ranges)
    {
        if (_ranges.Length - _count < ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Max(_ranges.Length * 2, _count + ranges.Length));
        }

        ranges.CopyTo(_ranges.AsSpan(_count));
        _count += ranges.Length;
    }

    private MemoryRange At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        return _ranges[index];
    }
}
