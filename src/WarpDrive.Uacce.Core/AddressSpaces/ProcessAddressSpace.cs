using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>The memory of another process, staged: read before a device works on it, and written back when it has.</summary>
/// <remarks>
/// <para>Thread safe; a lease is one worker's. The kernel walks the live page table at each transfer, so that faults, copy-on-write after a fork and
/// pages that went away come out right, and nothing is pinned.</para>
/// <para>The memory file looks past page permissions, which is what debuggers want. Therefore the mappings are asked (<see cref="ProcessPermissions"/>):
/// about what is read before anything of it leaves the device, and about what is written behind the work, before the first byte. Behind the end of a
/// mapped file the transfer itself fails.</para>
/// <para>A transfer may wait for the client (a fault handler in user space); the workers' watch then replaces the worker that waits.</para>
/// </remarks>
internal sealed class ProcessAddressSpace : AddressSpace, IDisposable
{
    private readonly SafeFileHandle _memory;
    private readonly SafeFileHandle _maps;
    private readonly bool _canQuery;
    private readonly Lock _lock = new();
    private readonly HashSet<ProcessLease> _leases = [];
    private volatile bool _gone;
    private bool _disposed;

    /// <summary>Makes the space of a process.</summary>
    /// <param name="pasid">1…2^20−1.</param>
    /// <param name="memory">Its memory, checked; kept open until this object is disposed.</param>
    /// <param name="maps">Its mappings, checked; kept open until this object is disposed.</param>
    /// <param name="reservations">Memory that it shares with this process, or null.</param>
    /// <param name="parse">Reads the mappings as text even when the kernel can be asked for one.</param>
    internal ProcessAddressSpace(uint pasid, SafeFileHandle memory, SafeFileHandle maps, SharedDomain? reservations = null, bool parse = false)
    {
        Pasid = pasid;
        Reservations = reservations;
        _memory = memory;
        _maps = maps;
        bool held = false;
        memory.DangerousAddRef(ref held);   // the connection that brought them may close before the queues of another one
        maps.DangerousAddRef(ref held);
        _canQuery = !parse && QueriedMappings.IsSupported(maps);
    }

    /// <inheritdoc/>
    public override uint Pasid { get; }

    /// <inheritdoc/>
    public override bool IsGone => _gone;

    /// <inheritdoc/>
    public override bool IsStaged => !MayChange;   // what is reserved is used where it is

    /// <inheritdoc/>
    public override bool MayChange => Reservations is { IsEmpty: false };

    /// <summary>Calls that its leases have copied by, in either direction.</summary>
    internal long Transfers
    {
        get
        {
            lock (_lock)
            {
                return _leases.Sum(static lease => lease.Transfers);
            }
        }
    }

    /// <summary>Memory that is used where it is.</summary>
    internal SharedDomain? Reservations { get; }

    /// <summary>What its user's memory is counted by; null: it is not.</summary>
    internal MemoryBudget? Budget { get; init; }

    /// <inheritdoc/>
    public override MemoryLease CreateLease() => Keep(new ProcessLease(this, new ProcessPermissions(this, CreateView(), asksLater: false)));

    /// <inheritdoc/>
    public override MemoryLease[] CreateLeases(int count)
    {
        var permissions = new ProcessPermissions(this, CreateView(), asksLater: true);
        var leases = new MemoryLease[count];
        for (int i = 0; i < count; i++)
        {
            leases[i] = Keep(new ProcessLease(this, permissions));
        }

        return leases;
    }

    /// <inheritdoc/>
    /// <remarks>What the submitter says of its memory is not believed: it is another process.</remarks>
    public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        var staged = lease as ProcessLease;
        if (staged is null || staged.Owner != this)
        {
            throw new ArgumentException("a lease of another address space", nameof(lease));
        }

        if (IsGone)
        {
            faultAddress = ranges.IsEmpty ? 0 : ranges[0].Address;
            return false;
        }

        return staged.TryAdd(ranges, out faultAddress);
    }

    /// <summary>The end of the address space: from now on nothing is read or written.</summary>
    internal override void Revoke() => _gone = true;

    /// <summary>Ends it, wipes what was staged, and lets the descriptors go; when no queue uses it any more.</summary>
    public void Dispose()
    {
        ProcessLease[] leases;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _gone = true;
            leases = [.. _leases];
            _leases.Clear();
        }

        foreach (ProcessLease lease in leases)
        {
            lease.Drop();
        }

        _memory.DangerousRelease();
        _maps.DangerousRelease();
    }

    /// <summary>A worker gave a lease up.</summary>
    internal void Forget(ProcessLease lease)
    {
        lock (_lock)
        {
            _leases.Remove(lease);
        }
    }

    private MappingView CreateView() => _canQuery ? new QueriedMappings(_maps) : new ParsedMappings(_maps);

    private ProcessLease Keep(ProcessLease lease)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _leases.Add(lease);
            }
        }

        return lease;
    }

    /// <summary>Copies from the process, up to the first byte that cannot be had.</summary>
    /// <returns>Bytes copied.</returns>
    internal int Read(ulong address, Span<byte> into)
    {
        if (IsGone)
        {
            return 0;
        }

        nint done = Libc.ReadMemory(_memory, address, into, out _);
        _gone |= done == 0 && !into.IsEmpty;
        return (int)Math.Max(done, 0);
    }

    /// <summary>Copies into the process, up to the first byte that cannot be written. Permissions are the caller's to check.</summary>
    /// <returns>Bytes copied.</returns>
    internal int Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        if (IsGone)
        {
            return 0;
        }

        nint done = Libc.WriteMemory(_memory, address, bytes, out _);
        _gone |= done == 0 && !bytes.IsEmpty;
        return (int)Math.Max(done, 0);
    }
}
