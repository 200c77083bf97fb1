using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>A worker's leases of one address space: one for each thing a request holds at the same time.</summary>
internal sealed class ZipLeases(AddressSpace space) : IDisposable
{
    internal AddressSpace Space { get; } = space;
    internal MemoryLease Source { get; } = space.CreateLease();
    internal MemoryLease Destination { get; } = space.CreateLease();
    internal MemoryLease Context { get; } = space.CreateLease();
    internal MemoryLease Literals { get; } = space.CreateLease();
    internal MemoryLease List { get; } = space.CreateLease();

    public void Dispose()
    {
        (Source as IDisposable)?.Dispose();
        (Destination as IDisposable)?.Dispose();
        (Context as IDisposable)?.Dispose();
        (Literals as IDisposable)?.Dispose();
        (List as IDisposable)?.Dispose();
    }
}
