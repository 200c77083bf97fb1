namespace WarpDrive.Uacce.Core;

/// <summary>Ranges of a <see cref="SharedDomain"/>; the memory itself, never a copy.</summary>
/// <param name="budget">What the ranges count in; null: nothing.</param>
internal sealed class SharedDomainLease(MemoryBudget? budget) : MemoryLease, IDisposable
{
    private Held[] _held = new Held[8];
    private int _count;
    private long _inFlight;   // as the budget knows them

    /// <inheritdoc/>
    public override int Count => _count;

    /// <inheritdoc/>
    public override Span<byte> Memory(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        ref Held held = ref _held[index];
        return held.Region is null ? [] : held.Region.Slice(held.Offset, held.Length);
    }

    /// <inheritdoc/>
    public override int WindowOffset(int index) => 0;

    /// <inheritdoc/>
    public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
    {
        faultAddress = 0;
        return false;   // the whole range is in the first window
    }

    /// <inheritdoc/>
    public override bool TryCommit(int index, int produced, out ulong faultAddress)
    {
        faultAddress = 0;
        return true;
    }

    /// <inheritdoc/>
    public override void Release()
    {
        TakeBackTo(0);
        if (_inFlight != 0)
        {
            budget!.Return(_inFlight);
            _inFlight = 0;
        }
    }

    /// <summary>The lease is given up.</summary>
    public void Dispose() => Release();

    /// <summary>The ranges that were added last are all there.</summary>
    internal void CountInFlight(long bytes)
    {
        if (budget is not null)
        {
            _inFlight += bytes;
            budget.Take(bytes);
        }
    }

    /// <summary>Adds a range.</summary>
    internal void Add(SharedRegion? region, int offset, int length)
    {
        if (_count == _held.Length)
        {
            Array.Resize(ref _held, _count * 2);
        }

        _held[_count++] = new Held(region, offset, length);
    }

    /// <summary>Gives back all ranges from an index on.</summary>
    internal void TakeBackTo(int count)
    {
        Array.Clear(_held, count, _count - count);
        _count = count;
    }

    private readonly record struct Held(SharedRegion? Region, int Offset, int Length);
}
