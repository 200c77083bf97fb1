using System.Diagnostics.CodeAnalysis;

namespace WarpDrive.Uacce.Core;

/// <summary>The memory that devices without SVA see: what was reserved through their queues, at the addresses where the client has it.</summary>
/// <remarks>Thread safe; looking up takes no lock. A range must lie inside one reservation.</remarks>
/// <param name="isForeign">Whether another process maps the memory.</param>
internal sealed class SharedDomain(bool isForeign = false) : AddressSpace
{
    private readonly Lock _lock = new();
    private volatile Reservation[] _reservations = [];   // by address; replaced, never changed
    private volatile bool _gone;

    /// <inheritdoc/>
    public override uint Pasid => 0;

    /// <inheritdoc/>
    public override bool IsGone => _gone;

    /// <inheritdoc/>
    public override bool MayChange => isForeign;

    /// <summary>Whether nothing is reserved.</summary>
    internal bool IsEmpty => _reservations.Length == 0;

    /// <summary>What its user's memory is counted by; null: it is not. Set before the first queue is opened.</summary>
    internal MemoryBudget? Budget { get; set; }

    /// <inheritdoc/>
    public override MemoryLease CreateLease() => new SharedDomainLease(Budget);

    /// <inheritdoc/>
    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        var held = (SharedDomainLease)lease;
        int before = held.Count;
        long bytes = 0;
        foreach (ref readonly MemoryRange range in ranges)
        {
            SharedRegion? region = null;
            int offset = 0;
            if (range.Length != 0 && !TryFind(range, out region, out offset, out faultAddress))
            {
                held.TakeBackTo(before);
                return false;
            }

            held.Add(region, offset, range.Length);
            bytes += range.Length;
        }

        held.CountInFlight(bytes);
        faultAddress = 0;
        return true;
    }

    /// <summary>The client has gone: nothing is found any more.</summary>
    internal override void Revoke()
    {
        lock (_lock)
        {
            _gone = true;
            _reservations = [];
        }
    }

    /// <summary>A reservation begins.</summary>
    /// <param name="region">Its memory, wherever this process has it.</param>
    /// <param name="address">Where the client has it, which is where requests name it.</param>
    /// <returns>False when it would overlap another reservation, or wrap around, or the client has gone.</returns>
    internal bool TryAdd(SharedRegion region, ulong address)
    {
        lock (_lock)
        {
            Reservation[] old = _reservations;
            int place = Place(old, address);
            if (_gone
                || address > ulong.MaxValue - (ulong)region.Length
                || (place > 0 && address < old[place - 1].End)
                || (place < old.Length && old[place].Address < address + (ulong)region.Length))
            {
                return false;
            }

            _reservations = [.. old[..place], new Reservation(region, address), .. old[place..]];
            return true;
        }
    }

    /// <summary>A reservation ends. A step that still runs on it keeps the memory, and works for nobody.</summary>
    /// <param name="region">Its memory.</param>
    internal void Remove(SharedRegion region)
    {
        lock (_lock)
        {
            _reservations = [.. _reservations.Where(r => r.Region != region)];
        }
    }

    /// <summary>Finds the reservation that all of a range lies in.</summary>
    /// <param name="range">The range, not empty.</param>
    /// <param name="region">Its memory; only when found. Holding it keeps the memory mapped, also when the reservation ends.</param>
    /// <param name="offset">Where in the memory the range begins.</param>
    /// <param name="faultAddress">When not found: the first address outside.</param>
    internal bool TryFind(in MemoryRange range, [NotNullWhen(true)] out SharedRegion? region, out int offset, out ulong faultAddress)
    {
        Reservation[] reservations = _reservations;
        int place = Place(reservations, range.Address);
        if (place > 0 && reservations[place - 1] is var found && range.Address < found.End && range.Length >= 0)
        {
            ulong start = range.Address - found.Address;
            if ((ulong)range.Length <= (ulong)found.Region.Length - start)
            {
                region = found.Region;
                offset = (int)start;
                faultAddress = 0;
                return true;
            }

            faultAddress = found.End;
        }
        else
        {
            faultAddress = range.Address;
        }

        region = null;
        offset = 0;
        return false;
    }

    /// <summary>How many reservations begin at or before an address.</summary>
    private static int Place(Reservation[] reservations, ulong address)
    {
        int low = 0;
        int high = reservations.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (reservations[middle].Address <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private readonly record struct Reservation(SharedRegion Region, ulong Address)
    {
        public ulong End => Address + (ulong)Region.Length;
    }
}
