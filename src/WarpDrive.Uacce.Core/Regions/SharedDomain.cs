namespace WarpDrive.Uacce.Core;

/// <summary>The memory that devices without SVA see: what was reserved through their queues, at the addresses where the process has it.</summary>
/// <remarks>Thread safe; looking up takes no lock. A range must lie inside one reservation.</remarks>
internal sealed class SharedDomain : AddressSpace
{
    private readonly Lock _lock = new();
    private volatile SharedRegion[] _regions = [];

    /// <inheritdoc/>
    public override uint Pasid => 0;

    /// <inheritdoc/>
    public override bool IsGone => false;

    /// <inheritdoc/>
    public override MemoryLease CreateLease() => new SharedDomainLease();

    /// <inheritdoc/>
    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        var held = (SharedDomainLease)lease;
        int before = held.Count;
        foreach (MemoryRange range in ranges)
        {
            SharedRegion? region = range.Length == 0 ? null : Find(range.Address);
            ulong offset = region is null ? 0 : range.Address - (ulong)region.Address;
            if (range.Length < 0 || (range.Length > 0 && (region is null || (ulong)range.Length > (ulong)region.Length - offset)))
            {
                held.TakeBackTo(before);
                faultAddress = region is null ? range.Address : (ulong)region.Address + (ulong)region.Length;
                return false;
            }

            held.Add(region, (int)offset, range.Length);
        }

        faultAddress = 0;
        return true;
    }

    /// <summary>A reservation begins.</summary>
    /// <param name="region">Its memory.</param>
    internal void Add(SharedRegion region)
    {
        lock (_lock)
        {
            _regions = [.. _regions, region];
        }
    }

    /// <summary>A reservation ends. A step that still runs on it keeps the addresses valid and works on nothing.</summary>
    /// <param name="region">Its memory.</param>
    internal void Remove(SharedRegion region)
    {
        lock (_lock)
        {
            _regions = [.. _regions.Where(r => r != region)];
        }
    }

    private SharedRegion? Find(ulong address)
    {
        foreach (SharedRegion region in _regions)
        {
            if (address - (ulong)region.Address < (ulong)region.Length)
            {
                return region;
            }
        }

        return null;
    }
}
