using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A worker's leases of one address space.</summary>
internal sealed class SecLeases(AddressSpace space) : IDisposable
{
    internal AddressSpace Space { get; } = space;

    /// <summary>Everything that the requests of a wave touch.</summary>
    internal MemoryLease Data { get; } = space.CreateLease();

    /// <summary>Scatter lists while they are read.</summary>
    internal MemoryLease List { get; } = space.CreateLease();

    /// <summary>Whether <see cref="Data"/> was told what to expect, and has not been released since.</summary>
    internal bool IsExpecting { get; set; }

    public void Dispose()
    {
        (Data as IDisposable)?.Dispose();
        (List as IDisposable)?.Dispose();
    }
}
