using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>A worker's leases of one address space: one for each thing a request holds at the same time.</summary>
internal sealed class ZipLeases(AddressSpace space) : IDisposable
{
    private readonly MemoryLease[] _all = space.CreateLeases(5);

    internal AddressSpace Space { get; } = space;
    internal MemoryLease Source => _all[0];
    internal MemoryLease Destination => _all[1];
    internal MemoryLease Context => _all[2];
    internal MemoryLease Literals => _all[3];
    internal MemoryLease List => _all[4];

    public void Dispose()
    {
        foreach (MemoryLease lease in _all)
        {
            (lease as IDisposable)?.Dispose();
        }
    }
}
