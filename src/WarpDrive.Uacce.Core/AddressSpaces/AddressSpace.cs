namespace WarpDrive.Uacce.Core;

/// <summary>The memory that a queue's descriptors name: this process, another one, a shared domain, or a guest.</summary>
/// <remarks>Thread safe. One object and one PASID for each address space, however many queues and devices (uacce.md §7.1).</remarks>
public abstract class AddressSpace
{
    /// <summary>Its PASID, 1…2^20−1; 0 for a device without SVA.</summary>
    public abstract uint Pasid { get; }

    /// <summary>True once the address space ended; nothing can be acquired any more.</summary>
    public abstract bool IsGone { get; }

    /// <summary>
    /// Memory that the submitter keeps leased can be used as it is, without a lease, when it lies at 1…limit−1: for the rest of the device's step,
    /// by every access. 0: nowhere; acquire it.
    /// </summary>
    /// <remarks>Asked once for each queue and step; spares requests that are over in nanoseconds the calls for a lease.</remarks>
    public virtual ulong DirectLimit => 0;

    /// <summary>
    /// Whether another process may change the memory that is handed out, while the device works on it. An engine that relies on what it read before
    /// (libdeflate sizes its output by one look at the input and writes it by a second) then needs a copy.
    /// </summary>
    public virtual bool MayChange => false;

    /// <summary>Whether all memory is copied, so that leases gain by knowing what comes (<see cref="MemoryLease.Expect"/>).</summary>
    public virtual bool IsStaged => false;

    /// <summary>Makes a lease for one worker.</summary>
    public abstract MemoryLease CreateLease();

    /// <summary>
    /// Makes leases for what one request of one worker holds at the same time. They may put questions about what is read off, and ask them together:
    /// <see cref="MemoryLease.TryConfirm"/>.
    /// </summary>
    /// <param name="count">How many, at least 1.</param>
    public virtual MemoryLease[] CreateLeases(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var leases = new MemoryLease[count];
        for (int i = 0; i < count; i++)
        {
            leases[i] = CreateLease();
        }

        return leases;
    }

    /// <summary>Acquires ranges, all or none, in addition to what the lease holds.</summary>
    /// <param name="ranges">Untrusted ranges.</param>
    /// <param name="leased">The submitter says that it keeps the memory valid; honoured only by the Local space.</param>
    /// <param name="lease">A lease of this address space.</param>
    /// <param name="faultAddress">When refused: the first address that is unmapped, lacks the permission, or wraps around.</param>
    public abstract bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress);

    /// <summary>The end of the address space: nothing is acquired or written back any more, by requests in flight either.</summary>
    internal virtual void Revoke()
    {
    }
}
