using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Uacce.Core;

/// <summary>The memory of this process, handed out itself.</summary>
/// <remarks>
/// Thread safe; each lease has its own view of the mappings. Memory that the submitter keeps leased is only checked for null and wrap-around.
/// Any other range is checked against the mappings when it is acquired; unmapping it before the request ends is the process's own error.
/// </remarks>
internal sealed class LocalAddressSpace : AddressSpace, IDisposable
{
    private const string MapsPath = "/proc/self/maps";

    private readonly SafeFileHandle _maps;
    private readonly bool _canQuery;
    private volatile bool _gone;

    /// <summary>Opens the list of mappings of this process.</summary>
    /// <param name="pasid">1…2^20−1; 0 for a device without SVA.</param>
    /// <param name="parse">Reads the list as text even when the kernel can be asked for one mapping.</param>
    /// <exception cref="IOException">/proc is not mounted.</exception>
    public LocalAddressSpace(uint pasid, bool parse = false)
    {
        Pasid = pasid;
        _maps = File.OpenHandle(MapsPath);
        _canQuery = !parse && QueriedMappings.IsSupported(_maps);
    }

    /// <inheritdoc/>
    public override uint Pasid { get; }

    /// <inheritdoc/>
    public override bool IsGone => _gone;

    /// <inheritdoc/>
    public override ulong DirectLimit => _gone ? 0 : MappingCheck.AddressLimit;

    /// <inheritdoc/>
    public override MemoryLease CreateLease() => new LocalLease(this, _canQuery ? new QueriedMappings(_maps) : new ParsedMappings(MapsPath));

    /// <inheritdoc/>
    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        var local = lease as LocalLease;
        if (local is null || local.Owner != this)
        {
            throw new ArgumentException("a lease of another address space", nameof(lease));
        }

        if (_gone)
        {
            faultAddress = ranges.IsEmpty ? 0 : ranges[0].Address;
            return false;
        }

        if (!leased)
        {
            local.View.Begin();
        }

        foreach (ref readonly MemoryRange range in ranges)
        {
            if (!MappingCheck.IsPlausible(range, out faultAddress) || (!leased && !MappingCheck.IsCovered(range, local.View, out faultAddress)))
            {
                return false;
            }
        }

        local.Add(ranges);
        faultAddress = 0;
        return true;
    }

    /// <summary>The end of the address space: nothing can be acquired any more.</summary>
    internal override void Revoke() => _gone = true;

    /// <summary>Ends it and closes the list of mappings; when nobody acquires from it any more.</summary>
    public void Dispose()
    {
        _gone = true;
        _maps.Dispose();
    }
}
